variable "cloud" {
  description = "Cloud whose limits the names keep: gcp, aws, azure or local."
  type        = string

  validation {
    condition     = contains(["gcp", "aws", "azure", "local"], var.cloud)
    error_message = "cloud must be gcp, aws, azure or local."
  }
}

variable "environment" {
  description = "Name of the environment or of the platform's stage; a DNS label."
  type        = string

  validation {
    condition     = can(regex("^[a-z]([a-z0-9-]*[a-z0-9])?$", var.environment))
    error_message = "name must be a DNS label: lower-case letters, digits and hyphens, with a letter first and no hyphen last."
  }
  validation {
    condition     = length(var.environment) <= 40
    error_message = "name must have 40 characters at most."
  }
}

variable "owner" {
  description = "Catalog entity that owns it: a full reference such as group:default/payments."
  type        = string

  validation {
    # The form of @backstage/catalog-model: kind:namespace/name.
    condition     = can(regex("^(group|user):[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?/[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$", var.owner))
    error_message = "owner must be the full entity reference of a group or a user, such as group:default/payments."
  }
}

variable "labels" {
  description = "Labels of the requester, in the syntax of Kubernetes labels. They are put on every object, beside those of the platform."
  type        = map(string)
  default     = {}

  validation {
    condition     = length(var.labels) <= 20
    error_message = "labels must be 20 at most: clouds allow 50 on an object, and the platform needs some itself."
  }
  validation {
    condition = alltrue([
      for key in keys(var.labels) :
      can(regex("^([a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$", key))
    ])
    error_message = "Keys of labels must be Kubernetes label keys: letters, digits, '-', '_' and '.', 63 characters at most, with an optional DNS prefix before a slash."
  }
  validation {
    condition = alltrue([
      for value in values(var.labels) :
      can(regex("^([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?$", value))
    ])
    error_message = "Values of labels must be Kubernetes label values: letters, digits, '-', '_' and '.', 63 characters at most."
  }
  validation {
    condition = alltrue([
      for key in keys(var.labels) :
      !can(regex("^([a-z0-9-]+\\.)*(slipway\\.io|kubernetes\\.io|k8s\\.io|linkerd\\.io)/|^(aws|azure|microsoft|windows|goog)[:-]", lower(key)))
    ])
    error_message = "Labels must not use a prefix of the platform, of Kubernetes or of a cloud (slipway.io/, kubernetes.io/, k8s.io/, linkerd.io/, aws-, azure-, microsoft-, windows-, goog-)."
  }
  validation {
    # Google's keys have neither capitals, dots nor slashes: two keys must stay two.
    condition = length(distinct(concat(
      [for key in keys(var.labels) : replace(lower(key), "/[^a-z0-9_-]/", "-")],
      ["slipway-environment", "slipway-owner"],
    ))) == length(var.labels) + 2
    error_message = "Keys of labels must differ by more than capitals, dots and slashes: clouds would take them for the same key."
  }
}

variable "scope" {
  description = "What a cloud's global names are made unique by: the id of the project, account or subscription. It is hashed."
  type        = string
  default     = ""
}
