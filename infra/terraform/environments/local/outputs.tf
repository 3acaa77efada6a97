output "namespace" {
  description = "Kubernetes namespace of the environment."
  value       = module.environment.namespace
}

output "cluster_name" {
  description = "Cluster that it runs on."
  value       = module.environment.cluster_name
}

output "labels" {
  description = "Labels of every Kubernetes object."
  value       = module.environment.labels
}

output "quota" {
  description = "What its pods may ask for together: {cpu, memory, pods}."
  value       = module.environment.quota
}

output "endpoints" {
  description = "Address of each service that is reached from outside; null for the others."
  value       = module.environment.endpoints
}

output "secrets_path" {
  description = "Where its secrets are in Vault: a path, never a value."
  value       = module.environment.secrets_path
}

output "cost_class" {
  description = "How much it costs beside others: none, low, medium or high."
  value       = module.environment.cost_class
}
