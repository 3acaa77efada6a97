output "vault_id" {
  description = "The key vault."
  value       = azurerm_key_vault.this.id
}

output "key_ids" {
  description = "Id of each key with its version: unseal, cluster."
  value       = { for purpose, key in azurerm_key_vault_key.this : purpose => key.id }
}

output "key_scopes" {
  description = "Id of each key as a scope of rights."
  value       = { for purpose, key in azurerm_key_vault_key.this : purpose => key.resource_versionless_id }
}

output "vault_seal" {
  description = "The seal stanza of Vault's configuration: no secret, the key is used by Vault's own identity."
  value       = <<-EOT
    seal "azurekeyvault" {
      tenant_id  = "${var.tenant_id}"
      vault_name = "${azurerm_key_vault.this.name}"
      key_name   = "${azurerm_key_vault_key.this["unseal"].name}"
    }
  EOT
}
