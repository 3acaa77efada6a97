terraform {
  required_version = ">= 1.11"

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = "~> 8.7"
    }
  }

  # Bucket, key, region and KMS key come from a file: init -backend-config=FILE.
  backend "s3" {
    use_lockfile = true
    encrypt      = true
  }
}
