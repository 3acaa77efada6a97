locals {
  # unseal: Vault's auto-unseal, and nothing else. cluster: Secrets in etcd,
  # disks, images. logs: CloudWatch needs a right of its own on it.
  keys = {
    unseal  = "Unseals Vault of ${var.name}"
    cluster = "Encrypts Secrets, disks and images of ${var.name}"
    logs    = "Encrypts the logs of ${var.name}"
  }

  # Rights are given by IAM; without this statement nobody could change the key.
  own = {
    Sid       = "Account"
    Effect    = "Allow"
    Principal = { AWS = "arn:aws:iam::${var.account_id}:root" }
    Action    = "kms:*"
    Resource  = "*"
  }
  logs = {
    Sid       = "Logs"
    Effect    = "Allow"
    Principal = { Service = "logs.${var.region}.amazonaws.com" }
    Action    = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"]
    Resource  = "*"
    Condition = { ArnLike = { "kms:EncryptionContext:aws:logs:arn" = "arn:aws:logs:${var.region}:${var.account_id}:log-group:*" } }
  }
}

resource "aws_kms_key" "this" {
  for_each = local.keys

  description             = each.value
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat([local.own], each.key == "logs" ? [local.logs] : [])
  })
  tags = var.tags

  # Vault cannot be opened without its key, nor a backup of it.
  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_kms_alias" "this" {
  for_each = local.keys

  name          = "alias/${var.name}-${each.key}"
  target_key_id = aws_kms_key.this[each.key].key_id
}
