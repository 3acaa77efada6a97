resource "azurerm_container_registry" "this" {
  # checkov:skip=CKV_AZURE_165:A second region is the operator's choice.
  # checkov:skip=CKV_AZURE_139:Nodes and pipelines pull and push over TLS with identities of their own; the firewall below refuses other networks.
  # checkov:skip=CKV_AZURE_166:Quarantine needs a scanner that releases images; Trivy scans in the pipeline and in the cluster.
  # checkov:skip=CKV_AZURE_164:Content trust is retired by Azure; images are signed by the pipeline.
  # checkov:skip=CKV_AZURE_233:Zones come with the Premium tier where the region has them.
  name                          = var.name
  resource_group_name           = var.resource_group_name
  location                      = var.location
  sku                           = "Premium" # retention and a firewall
  admin_enabled                 = false
  anonymous_pull_enabled        = false
  data_endpoint_enabled         = true
  export_policy_enabled         = true
  retention_policy_in_days      = 14
  public_network_access_enabled = true
  network_rule_bypass_option    = "AzureServices"
  tags                          = var.tags

  network_rule_set = [{
    default_action = "Deny"
    ip_rule        = [for range in var.access : { action = "Allow", ip_range = range }]
  }]
}

resource "azurerm_role_assignment" "reader" {
  scope                = azurerm_container_registry.this.id
  role_definition_name = "AcrPull"
  principal_id         = var.reader_id
}
