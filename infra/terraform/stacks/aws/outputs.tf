output "cluster_name" {
  description = "Name of the cluster."
  value       = module.cluster.name
}

output "cluster_endpoint" {
  description = "Address of the API server."
  value       = module.cluster.endpoint
}

output "kubeconfig_command" {
  description = "How to get a kubeconfig."
  value       = "aws eks update-kubeconfig --region ${var.region} --name ${module.cluster.name}"
}

output "vault_seal" {
  description = "The seal stanza of Vault's configuration."
  value       = module.kms.vault_seal
}

output "registry_urls" {
  description = "Address of each service's repository."
  value       = module.registry.urls
}

output "role_arns" {
  description = "Roles of Vault and of the runners."
  value       = module.identity.role_arns
}

output "ranges" {
  description = "Ranges of this stage."
  value       = { all = module.ranges.range, pods = module.ranges.pods, services = module.ranges.services, machines = module.ranges.machines }
}

output "most_vcpus" {
  description = "vCPUs of the nodes at most: ask the cloud for that quota."
  value       = module.sizing.most_vcpus
}
