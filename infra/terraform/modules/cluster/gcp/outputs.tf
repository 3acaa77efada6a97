output "name" {
  description = "Name of the cluster."
  value       = google_container_cluster.this.name

  # Workload Identity is there with the first pool.
  depends_on = [google_container_node_pool.default]
}

output "endpoint" {
  description = "Address of the API server."
  value       = "https://${google_container_cluster.this.endpoint}"
}

output "certificate_authority" {
  description = "Certificate authority of the API server, base64."
  value       = google_container_cluster.this.master_auth[0].cluster_ca_certificate
}
