provider "aws" {
  region              = var.region
  allowed_account_ids = [var.account_id]

  default_tags {
    tags = module.naming.cloud_labels
  }
}

module "stage" {
  source = "../../modules/stage/rules"

  stage     = var.stage
  workspace = var.workspace != null ? var.workspace : terraform.workspace
}

module "naming" {
  source = "../../modules/naming/rules"

  cloud       = "aws"
  environment = module.stage.stage
  owner       = var.owner
  labels      = { "managed-by" = "terraform" }
  scope       = var.account_id
}

module "sizing" {
  source = "../../modules/sizing/rules"

  cloud            = "aws"
  size             = var.size
  highly_available = module.stage.highly_available
}

module "ranges" {
  source = "../../modules/network/rules"

  cloud                = "aws"
  stage                = module.stage.stage
  base                 = var.base_range
  reserved             = var.reserved_ranges
  control_plane_access = var.control_plane_access
}

locals {
  tags = module.naming.cloud_labels
}

module "kms" {
  source = "../../modules/kms/aws"

  name       = module.naming.prefix
  account_id = var.account_id
  region     = var.region
  tags       = local.tags
}

module "network" {
  source = "../../modules/network/aws"

  name             = module.naming.names.network
  blocks           = module.ranges.vpc_blocks
  private          = module.ranges.private
  public           = module.ranges.public
  zones            = var.zones
  nat_in_each_zone = module.stage.highly_available
  cluster_name     = module.naming.names.cluster
  log_key_arn      = module.kms.key_arns["logs"]
  tags             = local.tags
}

module "cluster" {
  source = "../../modules/cluster/aws"

  name                 = module.naming.names.cluster
  kubernetes_version   = var.kubernetes_version
  subnet_ids           = module.network.private_subnet_ids
  service_range        = module.ranges.services
  control_plane_access = module.ranges.control_plane_access
  machine_type         = module.sizing.machine_type
  nodes                = module.sizing.nodes
  disk_gb              = module.sizing.disk_gb
  key_arn              = module.kms.key_arns["cluster"]
  log_key_arn          = module.kms.key_arns["logs"]
  deletion_protection  = module.stage.protected
  administrators       = var.administrators
  tags                 = local.tags
}

module "registry" {
  source = "../../modules/registry/aws"

  prefix   = module.naming.prefix
  services = var.services
  key_arn  = module.kms.key_arns["cluster"]
  tags     = local.tags
}

# What runners may do with states: those of environments, and no stack's.
module "state" {
  source = "../../modules/state/rules"

  bucket_arn  = var.state_bucket.arn
  keys        = ["environments/*"]
  kms_key_arn = var.state_bucket.key_arn
}

module "identity" {
  source = "../../modules/identity/aws"

  name           = module.naming.names.identity
  cluster_name   = module.cluster.name
  unseal_key_arn = module.kms.key_arns["unseal"]
  state_policy   = module.state.policy
  tags           = local.tags
}
