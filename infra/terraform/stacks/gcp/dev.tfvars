# The platform's stage dev on Google Cloud. Ids are examples: put your own.
stage              = "dev"
size               = "small"
kubernetes_version = "1.34"
project            = "example-slipway-dev"
project_number     = "123456789012"
region             = "europe-west3"
