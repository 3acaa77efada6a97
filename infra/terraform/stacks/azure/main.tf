provider "azurerm" {
  subscription_id     = var.subscription_id
  tenant_id           = var.tenant_id
  storage_use_azuread = true

  features {
    key_vault {
      purge_soft_delete_on_destroy = false
    }
  }
}

module "stage" {
  source = "../../modules/stage/rules"

  stage     = var.stage
  workspace = var.workspace != null ? var.workspace : terraform.workspace
}

module "naming" {
  source = "../../modules/naming/rules"

  cloud       = "azure"
  environment = module.stage.stage
  owner       = var.owner
  labels      = { "managed-by" = "terraform" }
  scope       = var.subscription_id
}

module "sizing" {
  source = "../../modules/sizing/rules"

  cloud            = "azure"
  size             = var.size
  highly_available = module.stage.highly_available
}

module "ranges" {
  source = "../../modules/network/rules"

  cloud                = "azure"
  stage                = module.stage.stage
  base                 = var.base_range
  reserved             = var.reserved_ranges
  control_plane_access = var.control_plane_access
}

locals {
  tags  = module.naming.cloud_labels
  zones = ["1", "2", "3"]
}

resource "azurerm_resource_group" "this" {
  name     = module.naming.prefix
  location = var.location
  tags     = local.tags
}

module "network" {
  source = "../../modules/network/azure"

  name                = module.naming.names.network
  resource_group_name = azurerm_resource_group.this.name
  location            = var.location
  range               = module.ranges.machines
  nodes               = module.ranges.private[0]
  zones               = local.zones
  tags                = local.tags
}

module "identity" {
  source = "../../modules/identity/azure"

  name                = module.naming.names.identity
  resource_group_name = azurerm_resource_group.this.name
  location            = var.location
  subnet_id           = module.network.subnet_id
  tags                = local.tags
}

module "kms" {
  source = "../../modules/kms/azure"

  name                = module.naming.names.key
  resource_group_name = azurerm_resource_group.this.name
  location            = var.location
  tenant_id           = var.tenant_id
  subnet_ids          = [module.network.subnet_id]
  access              = var.access
  writer_id           = var.writer_id
  tags                = local.tags
}

module "cluster" {
  source = "../../modules/cluster/azure"

  name                 = module.naming.names.cluster
  resource_group_name  = azurerm_resource_group.this.name
  location             = var.location
  kubernetes_version   = var.kubernetes_version
  subnet_id            = module.network.subnet_id
  pods                 = module.ranges.pods
  services             = module.ranges.services
  dns_service_ip       = module.ranges.dns_service_ip
  control_plane_access = module.ranges.control_plane_access
  machine_type         = module.sizing.machine_type
  nodes                = module.sizing.nodes
  disk_gb              = module.sizing.disk_gb
  zones                = local.zones
  identities           = { cluster = module.identity.ids["cluster"], nodes = module.identity.ids["nodes"] }
  nodes_identity = {
    client_id    = module.identity.client_ids["nodes"]
    principal_id = module.identity.principal_ids["nodes"]
  }
  administrators      = var.administrators
  production          = module.stage.production
  deletion_protection = module.stage.protected
  tags                = local.tags
}

module "registry" {
  source = "../../modules/registry/azure"

  name                = module.naming.names.registry
  resource_group_name = azurerm_resource_group.this.name
  location            = var.location
  reader_id           = module.identity.principal_ids["nodes"]
  access              = var.access
  tags                = local.tags
}

# Vault uses its own key, and no other of the key vault.
resource "azurerm_role_assignment" "vault_unseals" {
  scope                = module.kms.key_scopes["unseal"]
  role_definition_name = "Key Vault Crypto Service Encryption User"
  principal_id         = module.identity.principal_ids["vault"]
}

# The runner reads where the cluster is; what it may do there is Kubernetes' RBAC.
resource "azurerm_role_assignment" "runner_reads_the_cluster" {
  scope                = module.cluster.id
  role_definition_name = "Azure Kubernetes Service Cluster User Role"
  principal_id         = module.identity.principal_ids["runner"]
}

module "workload" {
  source = "../../modules/identity/azure/workload"

  issuer = module.cluster.issuer
  accounts = {
    vault  = { namespace = "vault", name = "vault", identity_id = module.identity.ids["vault"] }
    runner = { namespace = "slipway-runners", name = "runner", identity_id = module.identity.ids["runner"] }
  }
}
