output "network_id" {
  description = "The network."
  value       = google_compute_network.this.id
}

output "subnetwork_id" {
  description = "Subnetwork of the nodes, with secondary ranges pods and services."
  value       = google_compute_subnetwork.nodes.id
}
