# For an organisation that keeps its state on Azure. It does not speak S3: the
# stacks then use Terraform's own backend "azurerm", which locks by a lease.
resource "azurerm_storage_account" "this" {
  # checkov:skip=CKV_AZURE_33:There are no queues in it.
  # checkov:skip=CKV_AZURE_59:Named ranges alone, by the rules below.
  # checkov:skip=CKV2_AZURE_1:Encrypted twice by the platform's keys; a key of one's own would have to be there before the state of what makes it.
  # checkov:skip=CKV2_AZURE_33:A private endpoint needs the organisation's DNS zones.
  # checkov:skip=CKV2_AZURE_41:Shared keys are off, so that there are no SAS tokens of the account.
  # checkov:skip=CKV_AZURE_206:Copies in three zones; a second region is the operator's choice.
  name                              = var.account
  resource_group_name               = var.resource_group_name
  location                          = var.location
  account_tier                      = "Standard"
  account_replication_type          = "ZRS"
  https_traffic_only_enabled        = true
  min_tls_version                   = "TLS1_2"
  shared_access_key_enabled         = false
  default_to_oauth_authentication   = true
  allow_nested_items_to_be_public   = false
  cross_tenant_replication_enabled  = false
  infrastructure_encryption_enabled = true
  local_user_enabled                = false
  tags                              = var.tags

  blob_properties {
    versioning_enabled = true
    delete_retention_policy {
      days = 90
    }
    container_delete_retention_policy {
      days = 90
    }
  }

  network_rules {
    default_action = "Deny"
    bypass         = ["AzureServices"]
    ip_rules       = var.access
  }

  lifecycle {
    prevent_destroy = true
  }
}

resource "azurerm_storage_container" "state" {
  # checkov:skip=CKV2_AZURE_21:Reads are in the account's own diagnostic log, which the organisation's policy sends on.
  name                  = "tfstate"
  storage_account_id    = azurerm_storage_account.this.id
  container_access_type = "private"
}

# States and their leases in this container, and nothing else of the account.
resource "azurerm_role_assignment" "writer" {
  for_each = var.writers

  scope                = azurerm_storage_container.state.id
  role_definition_name = "Storage Blob Data Contributor"
  principal_id         = each.value
}
