variable "cloud" {
  description = "Cloud of the environment: gcp, aws, azure or local."
  type        = string
}

variable "name" {
  description = "Name of the environment: a DNS label of 40 characters at most."
  type        = string
}

variable "owner" {
  description = "Catalog entity that owns it, such as group:default/payments."
  type        = string
}

variable "size" {
  description = "small, medium or large."
  type        = string
}

variable "expires_at" {
  description = "When it may be torn down, RFC 3339, or null."
  type        = string
  default     = null
}

variable "services" {
  description = "Services that run in it: name to version and replicas."
  type = map(object({
    version  = string
    replicas = optional(number, 1)
  }))

  validation {
    condition     = length(var.services) <= 50
    error_message = "services must be 50 at most."
  }
  validation {
    condition     = alltrue([for name in keys(var.services) : can(regex("^[a-z]([a-z0-9-]{0,51}[a-z0-9])?$", name))])
    error_message = "Names of services must be DNS labels of 53 characters at most, the longest that Helm takes for a release."
  }
  validation {
    condition     = alltrue([for service in values(var.services) : can(regex("^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$", service.version))])
    error_message = "Versions of services must be image tags: letters, digits, '_', '.' and '-', 128 characters at most."
  }
  validation {
    condition     = alltrue([for service in values(var.services) : !contains(["latest", "main", "master", "stable", "edge"], lower(service.version))])
    error_message = "Versions of services must be pinned: latest, main, master, stable and edge move."
  }
  validation {
    condition     = alltrue([for service in values(var.services) : floor(service.replicas) == service.replicas && service.replicas >= 1])
    error_message = "Replicas of services must be whole numbers from 1."
  }
}

variable "labels" {
  description = "Labels of the requester."
  type        = map(string)
  default     = {}
}

variable "protected" {
  description = "Whether destroy is refused, and its expiry tears nothing down."
  type        = bool
  default     = false
}

variable "cluster" {
  description = "Name of the cluster that it runs on."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9]([A-Za-z0-9_-]{0,98}[A-Za-z0-9])?$", var.cluster))
    error_message = "cluster must be the name of a cluster: letters, digits, '-' and '_', 100 characters at most."
  }
}

variable "domain" {
  description = "DNS domain below which its public services are reached; null where there is none."
  type        = string
  default     = null

  validation {
    condition     = var.domain == null || can(regex("^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}$", coalesce(var.domain, "-")))
    error_message = "domain must be a DNS domain, such as env.example.com, or null."
  }
}

variable "public" {
  description = "Services that are reached from outside of the cluster, where there is a domain."
  type        = list(string)
  default     = ["api-gateway"]
}

variable "scope" {
  description = "What a cloud's global names are made unique by."
  type        = string
  default     = ""
}

variable "now" {
  description = "The time that rules go by; the time of the plan where it is null. Tests set it."
  type        = string
  default     = null
}
