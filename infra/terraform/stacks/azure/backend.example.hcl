# What infra/scripts/bootstrap writes as backend.<stage>.hcl, which is not committed.
bucket     = "slipway-state-123456789012"
region     = "eu-central-1"
kms_key_id = "arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-0000-0000-000000000000"
key        = "stacks/azure/terraform.tfstate"
