variable "name" {
  description = "How the service accounts' ids start, 22 characters at most."
  type        = string
}

variable "unseal_key_id" {
  description = "KMS key that unseals Vault."
  type        = string
}

variable "vault" {
  description = "Service account of Vault in the cluster."
  type        = object({ namespace = string, name = string })
  default     = { namespace = "vault", name = "vault" }
}

variable "runner" {
  description = "Service account of the Jobs that run Terraform and Helmfile for environments."
  type        = object({ namespace = string, name = string })
  default     = { namespace = "slipway-runners", name = "runner" }
}

variable "project" {
  description = "Id of the project."
  type        = string
}
