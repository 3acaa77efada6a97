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

variable "account_id" {
  description = "Account that the platform is in: the provider refuses any other."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must have 12 digits."
  }
}

variable "region" {
  description = "Region, such as eu-central-1."
  type        = string
}

variable "zones" {
  description = "Three availability zones of the region."
  type        = list(string)

  validation {
    condition     = length(distinct(var.zones)) == 3
    error_message = "zones must name three availability zones."
  }
}

variable "administrators" {
  description = "ARNs of the IAM roles that administer the cluster."
  type        = set(string)
}

variable "services" {
  description = "Services that have a repository of images."
  type        = set(string)
  default = [
    "api-gateway", "cloud-config", "favourite-service", "order-service", "payment-service",
    "product-service", "proxy-client", "service-discovery", "shipping-service", "user-service",
  ]
}

variable "state_bucket" {
  description = "Bucket of the states and the KMS key that encrypts it: {arn, key_arn}. stacks/aws/bootstrap makes it."
  type        = object({ arn = string, key_arn = string })
}
