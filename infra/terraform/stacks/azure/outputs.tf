output "cluster_name" {
  description = "Name of the cluster."
  value       = module.cluster.name
}

output "kubeconfig_command" {
  description = "How to get a kubeconfig."
  value       = "az aks get-credentials --resource-group ${azurerm_resource_group.this.name} --name ${module.cluster.name} && kubelogin convert-kubeconfig -l azurecli"
}

output "vault_seal" {
  description = "The seal stanza of Vault's configuration."
  value       = module.kms.vault_seal
}

output "registry_url" {
  description = "Address of the registry."
  value       = module.registry.url
}

output "client_ids" {
  description = "What service accounts of Vault and runners are annotated with."
  value       = module.identity.client_ids
}

output "ranges" {
  description = "Ranges of this stage."
  value       = { all = module.ranges.range, pods = module.ranges.pods, services = module.ranges.services, machines = module.ranges.machines }
}

output "most_vcpus" {
  description = "vCPUs of the nodes at most: ask the cloud for that quota."
  value       = module.sizing.most_vcpus
}
