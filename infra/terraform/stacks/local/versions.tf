terraform {
  required_version = ">= 1.11"

  required_providers {
    local = {
      source  = "hashicorp/local"
      version = "~> 2.9"
    }
  }

  # Bucket, key, region and endpoint come from a file: init -backend-config=FILE.
  backend "s3" {
    use_lockfile = true
  }
}
