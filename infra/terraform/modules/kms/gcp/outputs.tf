output "key_ids" {
  description = "Id of each key: unseal, cluster, images."
  value       = { for purpose, key in google_kms_crypto_key.this : purpose => key.id }

  # Who uses a key waits for the right to.
  depends_on = [google_kms_crypto_key_iam_member.google]
}

output "vault_seal" {
  description = "The seal stanza of Vault's configuration: no secret, the key is used by Vault's own identity."
  value       = <<-EOT
    seal "gcpckms" {
      project    = "${var.project}"
      region     = "${var.region}"
      key_ring   = "${google_kms_key_ring.this.name}"
      crypto_key = "${google_kms_crypto_key.this["unseal"].name}"
    }
  EOT
}
