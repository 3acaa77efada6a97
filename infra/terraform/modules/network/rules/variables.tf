variable "cloud" {
  description = "Cloud of the network: gcp, aws, azure or local."
  type        = string

  validation {
    condition     = contains(["gcp", "aws", "azure", "local"], var.cloud)
    error_message = "cloud must be gcp, aws, azure or local."
  }
}

variable "stage" {
  description = "Stage of the platform: dev, stage or prod. Each has a network of its own."
  type        = string

  validation {
    condition     = contains(["dev", "stage", "prod"], var.stage)
    error_message = "stage must be dev, stage or prod."
  }
}

variable "base" {
  description = "Private range of which every cloud gets a quarter and every stage of it a quarter again. A /8 to /10."
  type        = string
  default     = "10.0.0.0/8"

  validation {
    condition     = can(cidrnetmask(var.base)) && try(cidrsubnet(var.base, 0, 0) == var.base, false)
    error_message = "base must be an IPv4 range that starts at its first address, such as 10.0.0.0/8."
  }
  validation {
    condition     = try(tonumber(split("/", var.base)[1]) >= 8 && tonumber(split("/", var.base)[1]) <= 10, false)
    error_message = "base must be a /8, /9 or /10: the pods of three clouds need the room."
  }
  validation {
    # RFC 1918 and RFC 6598.
    condition     = try(startswith(var.base, "10.") || startswith(var.base, "100.64."), false)
    error_message = "base must be private: in 10.0.0.0/8 or 100.64.0.0/10."
  }
}

variable "reserved" {
  description = "Ranges that others use and that this network will be connected to: offices, VPNs, networks of partners."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for range in var.reserved : can(cidrnetmask(range))])
    error_message = "reserved must be IPv4 ranges, such as 10.200.0.0/16."
  }
}

variable "control_plane_access" {
  description = "Ranges from which the control plane may be reached. Empty: from inside of the network alone."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for range in var.control_plane_access : can(cidrnetmask(range))])
    error_message = "control_plane_access must be IPv4 ranges, such as 198.51.100.0/24."
  }
  validation {
    condition     = alltrue([for range in var.control_plane_access : try(tonumber(split("/", range)[1]) >= 8, true)])
    error_message = "control_plane_access must not be open to the internet: the largest range is a /8."
  }
}
