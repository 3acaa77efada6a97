variable "stage" {
  description = "Stage that the values are for: dev, stage or prod."
  type        = string

  validation {
    condition     = contains(["dev", "stage", "prod"], var.stage)
    error_message = "stage must be dev, stage or prod."
  }
}

variable "workspace" {
  description = "The workspace that is selected."
  type        = string
}

locals {
  production = var.stage == "prod"
}

output "stage" {
  description = "The stage, once values and workspace agree."
  value       = var.stage

  precondition {
    condition     = var.workspace == var.stage
    error_message = "The values are those of ${var.stage}, and the workspace is ${var.workspace}: select it (terraform workspace select ${var.stage}), or give its file of values."
  }
}

output "production" {
  description = "Whether users depend on it."
  value       = local.production
}

output "protected" {
  description = "Whether the clouds refuse to delete its cluster, keys and state."
  value       = var.stage != "dev"
}

output "highly_available" {
  description = "Whether the loss of a zone must be survived."
  value       = local.production
}
