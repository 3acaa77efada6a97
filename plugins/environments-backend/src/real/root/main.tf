# A root for the tests of the runner: what the portal writes for an environment, and nothing that needs a provider of its own.
terraform {
  required_version = ">= 1.10"
  backend "local" {}
}

variable "name" {
  type        = string
  description = "Name of the environment."
}

variable "owner" {
  type        = string
  description = "Team that owns it."
}

variable "size" {
  type        = string
  description = "small, medium or large."
}

variable "expires_at" {
  type        = string
  description = "RFC 3339, or null."
  nullable    = true
}

variable "services" {
  type        = map(object({ version = string, replicas = optional(number) }))
  description = "Services with their versions."
}

variable "labels" {
  type        = map(string)
  description = "Labels of everything."
}

variable "protected" {
  type        = bool
  description = "Whether it may be destroyed."
}

variable "cluster" {
  type        = string
  description = "Cluster that it is in."
}

variable "hold_seconds" {
  type        = number
  description = "For so long an apply holds the lock."
  default     = 0
}

variable "password" {
  type        = string
  description = "A secret that a test plants."
  sensitive   = true
  default     = "not-planted"
}

resource "terraform_data" "namespace" {
  input = {
    name   = var.name
    labels = var.labels
    nested = { password = var.password }
  }
}

resource "terraform_data" "service" {
  for_each         = var.services
  triggers_replace = [each.value.version]
  input            = { name = each.key, version = each.value.version }

  provisioner "local-exec" {
    command = "sleep ${var.hold_seconds}"
  }
}

output "namespace" {
  value = var.name
}

output "cluster_name" {
  value = var.cluster
}

output "endpoints" {
  value = { for name, _ in var.services : name => null }
}

output "password" {
  value     = var.password
  sensitive = true
}
