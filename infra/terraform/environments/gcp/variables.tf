variable "name" {
  description = "Name of the environment: a DNS label of 40 characters at most."
  type        = string
  nullable    = false
}

variable "owner" {
  description = "Catalog entity that owns it, a full reference such as group:default/payments."
  type        = string
  nullable    = false
}

variable "size" {
  description = "small, medium or large."
  type        = string
  nullable    = false
}

variable "expires_at" {
  description = "When it may be torn down, RFC 3339 (2026-12-24T18:00:00Z); null where it has no end, which needs protected."
  type        = string
}

variable "services" {
  description = "Services that run in it: name to {version, replicas}. One replica unless given."
  type = map(object({
    version  = string
    replicas = optional(number, 1)
  }))
  nullable = false
}

variable "labels" {
  description = "Labels for every object, in the syntax of Kubernetes labels."
  type        = map(string)
  nullable    = false
}

variable "protected" {
  description = "Whether destroy is refused, and its expiry tears nothing down."
  type        = bool
  nullable    = false
}

variable "cluster" {
  description = "Name of the cluster that it runs on."
  type        = string
  nullable    = false
}

# Only this cloud has the following ones; all have defaults.

variable "project" {
  description = "Id of the project; the one of the provider's own environment where it is null."
  type        = string
  default     = null
}

variable "region" {
  description = "Region of the cluster; the one of the provider's own environment where it is null."
  type        = string
  default     = null
}

variable "domain" {
  description = "DNS domain below which its public services are reached; null where there is none."
  type        = string
  default     = null
}
