# Preconditions and no validations: what depends on the time must not stop
# `terraform destroy` of what has expired.

output "expires_at" {
  description = "When it may be torn down; null where it has no end."
  value       = var.expires_at

  precondition {
    condition     = !local.expired || var.protected
    error_message = "The environment expired at ${coalesce(var.expires_at, "-")}: extend it, or destroy it."
  }
  precondition {
    condition     = !local.too_late
    error_message = "expires_at is ${coalesce(var.expires_at, "-")}; the latest that is allowed is ${local.latest} (max_days = ${var.max_days})."
  }
  precondition {
    condition     = var.expires_at != null || var.protected || var.unlimited
    error_message = "An environment that is not protected needs expires_at."
  }
}

output "expired" {
  description = "Whether its end has come."
  value       = local.expired
}

output "ends_at" {
  description = "When it is torn down: never (null) while it is protected."
  value       = var.protected ? null : var.expires_at
}

output "warn_at" {
  description = "When its owner is warned: 48 hours, 2 hours and 30 minutes before its end."
  value       = local.warnings
}

output "deletion_protection" {
  description = "Whether the cloud refuses to delete it."
  value       = var.protected
}
