output "name" {
  description = "Name of the cluster."
  value       = azurerm_kubernetes_cluster.this.name
}

output "id" {
  description = "Id of the cluster."
  value       = azurerm_kubernetes_cluster.this.id
}

output "issuer" {
  description = "Issuer of the tokens of its service accounts."
  value       = azurerm_kubernetes_cluster.this.oidc_issuer_url
}
