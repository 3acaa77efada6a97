resource "google_kms_key_ring" "this" {
  project  = var.project
  name     = var.name
  location = var.region
}

# unseal: Vault's auto-unseal, and nothing else. cluster: Secrets in etcd. images: the registry.
resource "google_kms_crypto_key" "this" {
  for_each = toset(["unseal", "cluster", "images"])

  name            = each.value
  key_ring        = google_kms_key_ring.this.id
  purpose         = "ENCRYPT_DECRYPT"
  rotation_period = "7776000s" # 90 days; older versions still decrypt
  labels          = var.labels

  destroy_scheduled_duration = "2592000s" # 30 days

  # Vault cannot be opened without its key, nor a backup of it.
  lifecycle {
    prevent_destroy = true
  }
}

# GKE and the registry use their keys as themselves.
resource "google_kms_crypto_key_iam_member" "google" {
  for_each = {
    cluster = "serviceAccount:service-${var.project_number}@container-engine-robot.iam.gserviceaccount.com"
    images  = "serviceAccount:service-${var.project_number}@gcp-sa-artifactregistry.iam.gserviceaccount.com"
  }

  crypto_key_id = google_kms_crypto_key.this[each.key].id
  role          = "roles/cloudkms.cryptoKeyEncrypterDecrypter"
  member        = each.value
}
