variable "bucket_arn" {
  description = "ARN of the bucket that holds the state."
  type        = string
}

variable "keys" {
  description = "State files that may be used: a key, or a prefix that ends in /*."
  type        = list(string)

  validation {
    condition     = length(var.keys) > 0 && alltrue([for key in var.keys : can(regex("^[a-z0-9][a-z0-9/_-]*(\\.tfstate|/\\*)$", key))])
    error_message = "keys must be keys that end in .tfstate, or prefixes that end in /*, without a leading slash."
  }
}

variable "workspaces" {
  description = "Workspaces that may be used; empty for roots that use none."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for name in var.workspaces : can(regex("^[a-z][a-z0-9-]*$", name))])
    error_message = "workspaces must be names of lower-case letters, digits and hyphens."
  }
}

variable "kms_key_arn" {
  description = "Key that encrypts the bucket."
  type        = string
}

locals {
  # Where the S3 backend keeps a state: the key itself, or env:/<workspace>/<key>.
  paths = length(var.workspaces) == 0 ? var.keys : flatten([
    for workspace in var.workspaces : [for key in var.keys : "env:/${workspace}/${key}"]
  ])
  locks = [for path in local.paths : "${path}.tflock"]

  policy = {
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "List"
        Effect   = "Allow"
        Action   = ["s3:ListBucket"]
        Resource = [var.bucket_arn]
        Condition = {
          StringLike = { "s3:prefix" = length(var.workspaces) == 0 ? var.keys : concat(["env:/"], local.paths) }
        }
      },
      {
        Sid      = "State"
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:PutObject"]
        Resource = [for path in local.paths : "${var.bucket_arn}/${path}"]
      },
      {
        # Only the lock is deleted: a state never is, its workspace is kept empty.
        Sid      = "Lock"
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]
        Resource = [for path in local.locks : "${var.bucket_arn}/${path}"]
      },
      {
        Sid      = "Key"
        Effect   = "Allow"
        Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource = [var.kms_key_arn]
      },
    ]
  }
}

output "policy" {
  description = "The least policy, JSON, with which the S3 backend reads, writes and locks these states with use_lockfile."
  value       = jsonencode(local.policy)
}
