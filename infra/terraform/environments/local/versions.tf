terraform {
  required_version = ">= 1.11"

  required_providers {
    local = {
      source  = "hashicorp/local"
      version = "~> 2.9"
    }
    time = {
      source  = "hashicorp/time"
      version = "~> 0.14"
    }
  }

  # Key, bucket and endpoint come from a file (`init -backend-config=FILE`).
  backend "s3" {
    use_lockfile = true
    encrypt      = true
  }
}
