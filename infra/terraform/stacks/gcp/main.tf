provider "google" {
  project        = var.project
  region         = var.region
  default_labels = module.naming.cloud_labels
}

module "stage" {
  source = "../../modules/stage/rules"

  stage     = var.stage
  workspace = var.workspace != null ? var.workspace : terraform.workspace
}

module "naming" {
  source = "../../modules/naming/rules"

  cloud       = "gcp"
  environment = module.stage.stage
  owner       = var.owner
  labels      = { "managed-by" = "terraform" }
  scope       = var.project
}

module "sizing" {
  source = "../../modules/sizing/rules"

  cloud            = "gcp"
  size             = var.size
  highly_available = module.stage.highly_available
}

module "ranges" {
  source = "../../modules/network/rules"

  cloud                = "gcp"
  stage                = module.stage.stage
  base                 = var.base_range
  reserved             = var.reserved_ranges
  control_plane_access = var.control_plane_access
}

locals {
  labels = module.naming.cloud_labels
}

module "kms" {
  source = "../../modules/kms/gcp"

  name           = module.naming.prefix
  project        = var.project
  project_number = var.project_number
  region         = var.region
  labels         = local.labels
}

module "network" {
  source = "../../modules/network/gcp"

  name     = module.naming.names.network
  project  = var.project
  region   = var.region
  machines = module.ranges.machines
  pods     = module.ranges.pods
  services = module.ranges.services
}

module "identity" {
  source = "../../modules/identity/gcp"

  name          = module.naming.names.identity
  project       = var.project
  unseal_key_id = module.kms.key_ids["unseal"]
}

module "cluster" {
  source = "../../modules/cluster/gcp"

  name                 = module.naming.names.cluster
  project              = var.project
  region               = var.region
  kubernetes_version   = var.kubernetes_version
  network_id           = module.network.network_id
  subnetwork_id        = module.network.subnetwork_id
  control_plane_range  = module.ranges.control_plane
  control_plane_access = module.ranges.control_plane_access
  machine_type         = module.sizing.machine_type
  nodes_per_zone       = module.sizing.nodes_per_zone
  disk_gb              = module.sizing.disk_gb
  node_service_account = module.identity.emails["nodes"]
  key_id               = module.kms.key_ids["cluster"]
  stable               = module.stage.production
  deletion_protection  = module.stage.protected
  labels               = local.labels
}

module "registry" {
  source = "../../modules/registry/gcp"

  name    = module.naming.names.registry
  project = var.project
  region  = var.region
  key_id  = module.kms.key_ids["images"]
  readers = { nodes = module.identity.members["nodes"] }
  labels  = local.labels
}
