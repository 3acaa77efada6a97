output "account" {
  description = "Name of the storage account."
  value       = azurerm_storage_account.this.name
}

output "container" {
  description = "Name of the container."
  value       = azurerm_storage_container.state.name
}
