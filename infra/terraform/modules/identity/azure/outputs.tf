output "ids" {
  description = "Id of each identity: cluster, nodes, vault, runner."
  value       = { for purpose, identity in azurerm_user_assigned_identity.this : purpose => identity.id }

  # A cluster looks for its rights when it is made.
  depends_on = [azurerm_role_assignment.cluster_network, azurerm_role_assignment.cluster_nodes]
}

output "client_ids" {
  description = "Client id of each identity: what a service account is annotated with."
  value       = { for purpose, identity in azurerm_user_assigned_identity.this : purpose => identity.client_id }
}

output "principal_ids" {
  description = "Principal of each identity: what rights are given to."
  value       = { for purpose, identity in azurerm_user_assigned_identity.this : purpose => identity.principal_id }
}
