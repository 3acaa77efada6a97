# An environment on a cluster of AKS. What runs in it is installed by Helmfile,
# with its namespace and its quota; what Azure holds for it is an identity, which
# may do nothing until it is given a right.

provider "azurerm" {
  features {}
}

module "environment" {
  source = "../../modules/environment/rules"

  cloud      = "azure"
  name       = var.name
  owner      = var.owner
  size       = var.size
  expires_at = var.expires_at
  services   = var.services
  labels     = var.labels
  protected  = var.protected
  cluster    = var.cluster
  domain     = var.domain
}

# The plan fails where the cluster is not there.
data "azurerm_kubernetes_cluster" "this" {
  name                = var.cluster
  resource_group_name = var.resource_group_name != null ? var.resource_group_name : var.cluster
}

resource "azurerm_user_assigned_identity" "environment" {
  name                = "${module.environment.names.identity}-env"
  resource_group_name = data.azurerm_kubernetes_cluster.this.resource_group_name
  location            = data.azurerm_kubernetes_cluster.this.location
  tags                = module.environment.cloud_labels
}

resource "azurerm_federated_identity_credential" "environment" {
  name                      = module.environment.namespace
  user_assigned_identity_id = azurerm_user_assigned_identity.environment.id
  issuer                    = data.azurerm_kubernetes_cluster.this.oidc_issuer_url
  subject                   = "system:serviceaccount:${module.environment.namespace}:environment"
  audience                  = ["api://AzureADTokenExchange"]
}

module "guard" {
  source = "../../modules/ttl/guard"

  name      = var.name
  protected = module.environment.deletion_protection

  # Destroyed before all of them.
  depends_on = [azurerm_federated_identity_credential.environment]
}
