variable "name" {
  description = "How the roles' names start."
  type        = string
}

variable "cluster_name" {
  description = "Cluster whose service accounts get them."
  type        = string
}

variable "unseal_key_arn" {
  description = "KMS key that unseals Vault."
  type        = string
}

variable "state_policy" {
  description = "Policy, JSON, with which environments are planned and applied: modules/state/rules gives it."
  type        = string
}

variable "vault" {
  description = "Service account of Vault."
  type        = object({ namespace = string, name = string })
  default     = { namespace = "vault", name = "vault" }
}

variable "runner" {
  description = "Service account of the Jobs that run Terraform and Helmfile for environments."
  type        = object({ namespace = string, name = string })
  default     = { namespace = "slipway-runners", name = "runner" }
}

variable "tags" {
  description = "Tags of every object."
  type        = map(string)
}
