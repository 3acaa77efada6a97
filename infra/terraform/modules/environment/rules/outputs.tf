output "namespace" {
  description = "Kubernetes namespace of the environment."
  value       = module.naming.namespace
}

output "cluster_name" {
  description = "Cluster that it runs on."
  value       = var.cluster
}

output "labels" {
  description = "Labels of every Kubernetes object."
  value       = module.naming.labels
}

output "cloud_labels" {
  description = "Labels or tags of every object of the cloud."
  value       = module.naming.cloud_labels
}

output "names" {
  description = "Names of what the cloud holds for it."
  value       = module.naming.names
}

output "quota" {
  description = "What its pods may ask for together: {cpu, memory, pods}."
  value       = module.sizing.quota

  precondition {
    condition     = length(local.over) == 0
    error_message = "An environment of size ${var.size} has ${module.sizing.most_replicas} replicas of a service at most: ${join(", ", local.over)}."
  }
  precondition {
    condition     = local.pods <= tonumber(module.sizing.quota.pods)
    error_message = "An environment of size ${var.size} has ${module.sizing.quota.pods} pods at most; its services need ${local.pods}, with room for a canary of each."
  }
}

output "endpoints" {
  description = "Address of each service that is reached from outside; null for the others."
  value = {
    for name in keys(var.services) : name =>
    var.domain != null && contains(var.public, name) ? "https://${name}.${var.name}.${var.domain}" : null
  }
}

output "secrets_path" {
  description = "Where its secrets are in Vault: a path, never a value."
  value       = "slipway/environments/${var.name}"
}

output "cost_class" {
  description = "How much it costs beside others: none, low, medium or high."
  value       = module.sizing.cost_class
}

output "expires_at" {
  description = "When it may be torn down; null where it has no end."
  value       = module.ttl.expires_at
}

output "deletion_protection" {
  description = "Whether the cloud refuses to delete it."
  value       = module.ttl.deletion_protection
}
