# The `local` cloud: an environment on a cluster that is there already, on a
# machine without a cloud. What a cloud would hold for it lies in files.

module "environment" {
  source = "../../modules/environment/rules"

  cloud      = "local"
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

locals {
  folder = "${var.folder != null ? var.folder : abspath("${path.root}/environments")}/${var.name}"
}

resource "time_static" "created" {}

# What the environment is: read by whoever looks at the machine. A change of the
# file behind Terraform's back is drift.
resource "local_file" "environment" {
  filename             = "${local.folder}/environment.json"
  file_permission      = "0640"
  directory_permission = "0750"
  content = jsonencode({
    name         = var.name
    namespace    = module.environment.namespace
    owner        = var.owner
    cluster      = module.environment.cluster_name
    size         = var.size
    quota        = module.environment.quota
    labels       = module.environment.labels
    created_at   = time_static.created.rfc3339
    expires_at   = module.environment.expires_at
    protected    = var.protected
    secrets_path = module.environment.secrets_path
  })
}

resource "local_file" "service" {
  for_each = var.services

  filename             = "${local.folder}/services/${each.key}.json"
  file_permission      = "0640"
  directory_permission = "0750"
  content = jsonencode({
    name      = each.key
    namespace = module.environment.namespace
    version   = each.value.version
    replicas  = each.value.replicas
    endpoint  = module.environment.endpoints[each.key]
    labels    = module.environment.labels
  })
}

module "guard" {
  source = "../../modules/ttl/guard"

  name      = var.name
  protected = module.environment.deletion_protection

  # Destroyed before all of them.
  depends_on = [time_static.created, local_file.environment, local_file.service]
}
