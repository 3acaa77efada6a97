variable "stage" {
  description = "Stage of the platform: dev, stage or prod. It must be the selected workspace."
  type        = string
}

variable "owner" {
  description = "Catalog entity that owns the platform."
  type        = string
  default     = "group:default/platform"
}

variable "size" {
  description = "Size of the cluster: small, medium or large."
  type        = string
}

variable "kubernetes_version" {
  description = "Minor version of Kubernetes."
  type        = string

  validation {
    condition     = can(regex("^1\\.[0-9]{2}$", var.kubernetes_version))
    error_message = "kubernetes_version must be a minor version, such as 1.34."
  }
}

variable "base_range" {
  description = "Private range that the ranges of all stages on all clouds are parts of."
  type        = string
  default     = "10.0.0.0/8"
}

variable "reserved_ranges" {
  description = "Ranges that others use and that the network will be connected to."
  type        = list(string)
  default     = []
}

variable "control_plane_access" {
  description = "Ranges from which the control plane may be reached; empty: from the network alone."
  type        = list(string)
  default     = []
}

variable "workspace" {
  description = "The workspace that the values must belong to; the selected one unless a test sets it."
  type        = string
  default     = null
}

variable "subscription_id" {
  description = "Subscription that the platform is in."
  type        = string
}

variable "tenant_id" {
  description = "Tenant of the subscription."
  type        = string
}

variable "location" {
  description = "Region, such as westeurope."
  type        = string
}

variable "administrators" {
  description = "Object ids of the Entra groups that administer the cluster."
  type        = list(string)
}

variable "writer_id" {
  description = "Object id of whoever applies: it makes the keys."
  type        = string
}

variable "access" {
  description = "Ranges from which the key vault and the registry are reached: where Terraform and pipelines run."
  type        = list(string)

  validation {
    condition     = alltrue([for range in var.access : can(regex("^[0-9.]+(/[0-9]{1,2})?$", range)) && !startswith(range, "0.")])
    error_message = "access must be IPv4 addresses or ranges, and not the internet."
  }
}
