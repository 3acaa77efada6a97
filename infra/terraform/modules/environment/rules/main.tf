module "naming" {
  source = "../../naming/rules"

  cloud       = var.cloud
  environment = var.name
  owner       = var.owner
  labels      = var.labels
  scope       = var.scope
}

module "sizing" {
  source = "../../sizing/rules"

  cloud = var.cloud
  size  = var.size
}

module "ttl" {
  source = "../../ttl/rules"

  expires_at = var.expires_at
  protected  = var.protected
  now        = var.now
}

locals {
  # A canary runs beside what it replaces: each service needs room for one pod more.
  pods = sum(concat([0], [for service in values(var.services) : service.replicas + 1]))
  over = [for name, service in var.services : name if service.replicas > module.sizing.most_replicas]
}
