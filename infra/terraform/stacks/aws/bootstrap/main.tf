# The bucket that holds every state, made once by an administrator. Its own state
# starts as a local file and is then moved into the bucket:
# docs/operator/infrastructure.md.

terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.69"
    }
  }
}

variable "account_id" {
  description = "Account that the bucket is in."
  type        = string
}

variable "region" {
  description = "Region of the bucket."
  type        = string
}

variable "bucket" {
  description = "Name of the bucket."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.bucket))
    error_message = "bucket must have 3 to 63 lower-case letters, digits and hyphens."
  }
}

provider "aws" {
  region              = var.region
  allowed_account_ids = [var.account_id]
}

module "state" {
  source = "../../../modules/state/aws"

  bucket     = var.bucket
  account_id = var.account_id
  tags       = { "slipway:purpose" = "terraform-state" }
}

output "state_bucket" {
  description = "What stacks/aws wants as state_bucket."
  value       = { arn = module.state.bucket_arn, key_arn = module.state.key_arn }
}

output "backend" {
  description = "What `init -backend-config` wants, without the key of a root."
  value       = <<-EOT
    bucket     = "${module.state.bucket}"
    region     = "${var.region}"
    kms_key_id = "${module.state.key_arn}"
  EOT
}
