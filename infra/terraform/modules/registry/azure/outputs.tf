output "url" {
  description = "Address of the registry."
  value       = azurerm_container_registry.this.login_server
}
