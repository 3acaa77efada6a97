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

variable "project" {
  description = "Id of the project."
  type        = string
}

variable "project_number" {
  description = "Number of the project."
  type        = string

  validation {
    condition     = can(regex("^[0-9]+$", var.project_number))
    error_message = "project_number must be digits."
  }
}

variable "region" {
  description = "Region, such as europe-west3: the cluster is spread over its zones."
  type        = string

  validation {
    condition     = can(regex("^[a-z]+-[a-z]+[0-9]+$", var.region))
    error_message = "region must be a region, such as europe-west3, and no zone."
  }
}
