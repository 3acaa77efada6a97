variable "name" {
  description = "Name of the cluster."
  type        = string
}

variable "kubernetes_version" {
  description = "Minor version of Kubernetes, such as 1.34."
  type        = string
}

variable "subnet_ids" {
  description = "Private subnets of control plane and nodes."
  type        = list(string)
}

variable "service_range" {
  description = "Range of the Services."
  type        = string
}

variable "control_plane_access" {
  description = "Ranges from which the control plane may be reached; empty: from the VPC alone."
  type        = list(string)
}

variable "machine_type" {
  description = "Type of the nodes."
  type        = string
}

variable "nodes" {
  description = "Fewest and most nodes of the cluster."
  type        = object({ min = number, max = number })
}

variable "disk_gb" {
  description = "Size of a node's disk, GB."
  type        = number
}

variable "key_arn" {
  description = "KMS key of Secrets and disks."
  type        = string
}

variable "log_key_arn" {
  description = "KMS key of the control plane's logs."
  type        = string
}

variable "deletion_protection" {
  description = "Whether AWS refuses to delete the cluster."
  type        = bool
}

variable "administrators" {
  description = "ARNs of the IAM roles that administer the cluster."
  type        = set(string)
}

variable "tags" {
  description = "Tags of every object."
  type        = map(string)
}
