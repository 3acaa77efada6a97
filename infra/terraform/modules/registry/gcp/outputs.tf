output "url" {
  description = "Address of the repository."
  value       = "${var.region}-docker.pkg.dev/${var.project}/${var.name}"
}
