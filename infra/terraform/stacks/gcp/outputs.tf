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
  value       = "gcloud container clusters get-credentials ${module.cluster.name} --region ${var.region} --project ${var.project}"
}

output "vault_seal" {
  description = "The seal stanza of Vault's configuration."
  value       = module.kms.vault_seal
}

output "registry_url" {
  description = "Address of the repository of images."
  value       = module.registry.url
}

output "service_accounts" {
  description = "Service accounts of nodes, Vault and runners."
  value       = module.identity.emails
}

output "ranges" {
  description = "Ranges of this stage."
  value       = { all = module.ranges.range, pods = module.ranges.pods, services = module.ranges.services, machines = module.ranges.machines }
}

output "most_vcpus" {
  description = "vCPUs of the nodes at most: ask the cloud for that quota."
  value       = module.sizing.most_vcpus
}
