variable "cloud" {
  description = "Cloud whose machines are chosen: gcp, aws, azure or local."
  type        = string

  validation {
    condition     = contains(["gcp", "aws", "azure", "local"], var.cloud)
    error_message = "cloud must be gcp, aws, azure or local."
  }
}

variable "size" {
  description = "small, medium or large."
  type        = string

  validation {
    condition     = contains(["small", "medium", "large"], var.size)
    error_message = "size must be small, medium or large."
  }
}

variable "zones" {
  description = "Zones over which nodes are spread. Node counts are for each zone."
  type        = number
  default     = 3

  validation {
    condition     = contains([1, 2, 3], var.zones)
    error_message = "zones must be 1, 2 or 3."
  }
}

variable "highly_available" {
  description = "Whether the loss of a zone must leave nodes: production asks for it."
  type        = bool
  default     = false

  validation {
    condition     = !var.highly_available || var.zones >= 3
    error_message = "A highly available cluster needs 3 zones: with fewer, losing one takes the quorum of Vault's and Linkerd's replicas."
  }
}
