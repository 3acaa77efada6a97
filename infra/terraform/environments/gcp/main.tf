# An environment on a cluster of GKE. What runs in it is installed by Helmfile,
# with its namespace and its quota; what Google holds for it is an identity,
# which may do nothing until it is given a right.

provider "google" {
  project = var.project
  region  = var.region
}

module "environment" {
  source = "../../modules/environment/rules"

  cloud      = "gcp"
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
data "google_container_cluster" "this" {
  name     = var.cluster
  location = var.region
}

resource "google_service_account" "environment" {
  account_id   = "${module.environment.names.identity}-env"
  display_name = "Pods of the environment ${var.name}"
  description  = "Owner: ${var.owner}"
}

resource "google_service_account_iam_member" "workload" {
  service_account_id = google_service_account.environment.name
  role               = "roles/iam.workloadIdentityUser"
  member             = "serviceAccount:${data.google_container_cluster.this.workload_identity_config[0].workload_pool}[${module.environment.namespace}/environment]"
}

module "guard" {
  source = "../../modules/ttl/guard"

  name      = var.name
  protected = module.environment.deletion_protection

  # Destroyed before all of them.
  depends_on = [google_service_account_iam_member.workload]
}
