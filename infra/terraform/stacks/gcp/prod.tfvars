# The platform's stage prod on Google Cloud. Ids are examples: put your own.
stage              = "prod"
size               = "large"
kubernetes_version = "1.34"
project            = "example-slipway-prod"
project_number     = "123456789012"
region             = "europe-west3"
