variable "expires_at" {
  description = "When the environment may be torn down, RFC 3339 (2026-12-24T18:00:00Z); null where it has no end."
  type        = string
  default     = null

  validation {
    condition = var.expires_at == null || alltrue([
      can(regex("^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?(Z|[+-]\\d{2}:\\d{2})$", coalesce(var.expires_at, "-"))),
      can(timeadd(coalesce(var.expires_at, "-"), "0s")),
    ])
    error_message = "expires_at must be a time in RFC 3339, such as 2026-12-24T18:00:00Z, or null."
  }
}

variable "protected" {
  description = "Whether it is kept: not torn down when it expires, and refused by destroy."
  type        = bool
  default     = false
}

variable "max_days" {
  description = "Days ahead that an expiry may be."
  type        = number
  default     = 90

  validation {
    condition     = var.max_days >= 1 && var.max_days <= 366 && floor(var.max_days) == var.max_days
    error_message = "max_days must be a whole number from 1 to 366."
  }
}

variable "unlimited" {
  description = "Whether it may be without an end. Environments that are not protected need one."
  type        = bool
  default     = false
}

variable "now" {
  description = "The time that rules go by, RFC 3339; the time of the plan where it is null. Tests set it."
  type        = string
  default     = null

  validation {
    condition     = var.now == null || can(timeadd(coalesce(var.now, "-"), "0s"))
    error_message = "now must be a time in RFC 3339, or null."
  }
}
