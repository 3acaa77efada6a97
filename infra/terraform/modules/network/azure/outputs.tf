output "subnet_id" {
  description = "Subnet of the nodes."
  value       = azurerm_subnet.nodes.id

  # A cluster with routes of its own looks for the gateway when it is made.
  depends_on = [
    azurerm_subnet_nat_gateway_association.nodes,
    azurerm_nat_gateway_public_ip_association.this,
    azurerm_subnet_network_security_group_association.nodes,
  ]
}

output "network_id" {
  description = "The network."
  value       = azurerm_virtual_network.this.id
}
