resource "azurerm_key_vault" "this" {
  # checkov:skip=CKV2_AZURE_32:Reached through the subnet's service endpoint and named ranges alone; a private endpoint needs the organisation's DNS zones.
  # checkov:skip=CKV_AZURE_189:Where Terraform runs it has to reach the vault; the firewall below refuses every other network.
  name                          = var.name
  resource_group_name           = var.resource_group_name
  location                      = var.location
  tenant_id                     = var.tenant_id
  sku_name                      = "premium" # keys in hardware
  rbac_authorization_enabled    = true
  purge_protection_enabled      = true
  soft_delete_retention_days    = 90
  public_network_access_enabled = true
  tags                          = var.tags

  network_acls {
    bypass                     = "AzureServices"
    default_action             = "Deny"
    virtual_network_subnet_ids = var.subnet_ids
    ip_rules                   = var.access
  }
}

# Whoever applies makes the keys, and uses none.
resource "azurerm_role_assignment" "writer" {
  scope                = azurerm_key_vault.this.id
  role_definition_name = "Key Vault Crypto Officer"
  principal_id         = var.writer_id
}

# unseal: Vault's auto-unseal, and nothing else. cluster: Secrets in etcd.
resource "azurerm_key_vault_key" "this" {
  # checkov:skip=CKV_AZURE_40:A key that expires would leave Vault sealed; it is rotated instead, and older versions still decrypt.
  for_each = toset(["unseal", "cluster"])

  name         = each.value
  key_vault_id = azurerm_key_vault.this.id
  key_type     = "RSA-HSM"
  key_size     = 3072
  key_opts     = ["wrapKey", "unwrapKey", "encrypt", "decrypt"]
  tags         = var.tags

  rotation_policy {
    automatic {
      time_after_creation = "P90D"
    }
  }

  # Vault cannot be opened without its key, nor a backup of it.
  lifecycle {
    prevent_destroy = true
  }

  depends_on = [azurerm_role_assignment.writer]
}
