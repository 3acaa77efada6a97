# The platform's stage stage on AWS. Ids are examples: put your own.
stage              = "stage"
size               = "medium"
kubernetes_version = "1.34"
account_id         = "123456789012"
region             = "eu-central-1"
zones              = ["eu-central-1a", "eu-central-1b", "eu-central-1c"]
administrators     = ["arn:aws:iam::123456789012:role/platform"]
state_bucket = {
  arn     = "arn:aws:s3:::slipway-state-123456789012"
  key_arn = "arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-0000-0000-000000000000"
}
