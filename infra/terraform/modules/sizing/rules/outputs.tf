output "quota" {
  description = "What the pods of an environment may ask for together: {cpu, memory, pods}."
  value       = local.quotas[var.size]
}

output "most_replicas" {
  description = "Replicas that one service of an environment may have."
  value       = local.most_replicas[var.size]
}

output "machine_type" {
  description = "Type of a cluster's nodes in the cloud's own words; none on the local cloud."
  value       = local.machines[var.cloud][var.size]
}

output "nodes_per_zone" {
  description = "Fewest and most nodes in each zone: {min, max}."
  value       = local.nodes
}

output "nodes" {
  description = "Fewest and most nodes of the whole cluster: {min, max}."
  value       = { for end, count in local.nodes : end => count * var.zones }
}

output "most_vcpus" {
  description = "vCPUs of the cluster at its largest: ask the cloud for that much quota."
  value       = var.cloud == "local" ? 0 : local.nodes.max * var.zones * local.vcpus[var.size]
}

output "disk_gb" {
  description = "Size of a node's disk, GB."
  value       = var.size == "small" ? 50 : 100
}

output "cost_class" {
  description = "How much it costs beside others: low, medium or high; none where nothing is billed. Not a price: prices are the cloud's."
  value       = var.cloud == "local" ? "none" : { small = "low", medium = "medium", large = "high" }[var.size]
}
