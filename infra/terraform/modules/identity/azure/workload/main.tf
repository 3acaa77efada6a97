terraform {
  required_version = ">= 1.11"

  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 5.10"
    }
  }
}

variable "accounts" {
  description = "Service accounts and the identity that each gets: {namespace, name, identity_id}."
  type        = map(object({ namespace = string, name = string, identity_id = string }))
}

variable "issuer" {
  description = "Issuer of the cluster's tokens."
  type        = string
}

resource "azurerm_federated_identity_credential" "this" {
  for_each = var.accounts

  name                      = each.key
  user_assigned_identity_id = each.value.identity_id
  issuer                    = var.issuer
  subject                   = "system:serviceaccount:${each.value.namespace}:${each.value.name}"
  audience                  = ["api://AzureADTokenExchange"]
}
