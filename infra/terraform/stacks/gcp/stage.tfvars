# The platform's stage stage on Google Cloud. Ids are examples: put your own.
stage              = "stage"
size               = "medium"
kubernetes_version = "1.34"
project            = "example-slipway-stage"
project_number     = "123456789012"
region             = "europe-west3"
