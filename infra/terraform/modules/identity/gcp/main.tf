# No keys are made of any of them: GKE gives a pod a token of its own.
resource "google_service_account" "this" {
  for_each = {
    nodes  = "Nodes of ${var.name}"
    vault  = "Unseals Vault of ${var.name}"
    runner = "Runs Terraform and Helmfile for environments of ${var.name}"
  }

  project      = var.project
  account_id   = "${var.name}-${each.key}"
  display_name = each.value
}

# What a node needs: to write logs and metrics.
resource "google_project_iam_member" "nodes" {
  project = var.project
  role    = "roles/container.defaultNodeServiceAccount"
  member  = google_service_account.this["nodes"].member
}

# Vault uses its own key, and reads that it is there.
resource "google_kms_crypto_key_iam_member" "vault" {
  for_each = toset(["roles/cloudkms.cryptoKeyEncrypterDecrypter", "roles/cloudkms.viewer"])

  crypto_key_id = var.unseal_key_id
  role          = each.value
  member        = google_service_account.this["vault"].member
}

# The runner reads where the cluster is; what it may do there is Kubernetes' RBAC.
resource "google_project_iam_member" "runner" {
  project = var.project
  role    = "roles/container.clusterViewer"
  member  = google_service_account.this["runner"].member
}

resource "google_service_account_iam_member" "workload" {
  for_each = { vault = var.vault, runner = var.runner }

  service_account_id = google_service_account.this[each.key].name
  role               = "roles/iam.workloadIdentityUser"
  member             = "serviceAccount:${var.project}.svc.id.goog[${each.value.namespace}/${each.value.name}]"
}
