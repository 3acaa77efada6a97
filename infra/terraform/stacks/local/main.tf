# The `local` cloud: a machine without one. Its clusters are there already, so
# that this stack holds only what the rules say of a stage, in a file.

variable "stage" {
  description = "Stage of the platform: dev, stage or prod. It must be the selected workspace."
  type        = string
}

variable "owner" {
  description = "Catalog entity that owns the platform."
  type        = string
  default     = "group:default/platform"
}

variable "size" {
  description = "Size of the cluster: small, medium or large."
  type        = string
}

variable "folder" {
  description = "Folder of the file, absolute; below the root where it is null."
  type        = string
  default     = null
}

variable "workspace" {
  description = "The workspace that the values must belong to; the selected one unless a test sets it."
  type        = string
  default     = null
}

module "stage" {
  source = "../../modules/stage/rules"

  stage     = var.stage
  workspace = var.workspace != null ? var.workspace : terraform.workspace
}

module "naming" {
  source = "../../modules/naming/rules"

  cloud       = "local"
  environment = module.stage.stage
  owner       = var.owner
}

module "sizing" {
  source = "../../modules/sizing/rules"

  cloud = "local"
  size  = var.size
}

module "ranges" {
  source = "../../modules/network/rules"

  cloud = "local"
  stage = module.stage.stage
}

resource "local_file" "stage" {
  filename             = "${var.folder != null ? var.folder : abspath("${path.root}/stages")}/${module.stage.stage}.json"
  file_permission      = "0640"
  directory_permission = "0750"
  content = jsonencode({
    stage        = module.stage.stage
    cluster_name = module.naming.names.cluster
    labels       = module.naming.labels
    quota        = module.sizing.quota
    range        = module.ranges.range
  })
}

output "cluster_name" {
  description = "Name of the cluster."
  value       = module.naming.names.cluster
}
