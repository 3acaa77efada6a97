# Identities without secrets: Azure gives tokens to machines, and to pods whose
# service account is named in stacks/azure.
resource "azurerm_user_assigned_identity" "this" {
  for_each = toset(["cluster", "nodes", "vault", "runner"])

  name                = "${var.name}-${each.value}"
  resource_group_name = var.resource_group_name
  location            = var.location
  tags                = var.tags
}

resource "azurerm_role_assignment" "cluster_network" {
  scope                = var.subnet_id
  role_definition_name = "Network Contributor"
  principal_id         = azurerm_user_assigned_identity.this["cluster"].principal_id
}

# The cluster gives its nodes their identity.
resource "azurerm_role_assignment" "cluster_nodes" {
  scope                = azurerm_user_assigned_identity.this["nodes"].id
  role_definition_name = "Managed Identity Operator"
  principal_id         = azurerm_user_assigned_identity.this["cluster"].principal_id
}
