output "prefix" {
  description = "How every name starts."
  value       = local.prefix
}

output "names" {
  description = "Name of the cluster, network, registry, key, identity and bucket, within the cloud's limits."
  value       = local.names
}

output "namespace" {
  description = "Kubernetes namespace of the environment. The prefix keeps it apart from namespaces of the cluster itself."
  value       = "env-${var.environment}"
}

output "labels" {
  description = "Labels of every Kubernetes object."
  value       = tomap(local.kubernetes)
}

output "cloud_labels" {
  description = "The same, with the owner, as labels or tags in the cloud's own form."
  value       = tomap(local.by_cloud[var.cloud])
}
