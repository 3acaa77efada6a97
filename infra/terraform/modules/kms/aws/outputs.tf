output "key_arns" {
  description = "ARN of each key: unseal, cluster, logs."
  value       = { for purpose, key in aws_kms_key.this : purpose => key.arn }
}

output "vault_seal" {
  description = "The seal stanza of Vault's configuration: no secret, the key is used by Vault's own identity."
  value       = <<-EOT
    seal "awskms" {
      region     = "${var.region}"
      kms_key_id = "${aws_kms_key.this["unseal"].key_id}"
    }
  EOT
}
