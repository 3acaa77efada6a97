# The platform's stage stage on Azure. Ids are examples: put your own.
stage              = "stage"
size               = "medium"
kubernetes_version = "1.34"
subscription_id    = "00000000-0000-0000-0000-000000000000"
tenant_id          = "00000000-0000-0000-0000-000000000000"
location           = "westeurope"
administrators     = ["00000000-0000-0000-0000-000000000000"]
writer_id          = "00000000-0000-0000-0000-000000000000"
access             = ["198.51.100.0/24"]
