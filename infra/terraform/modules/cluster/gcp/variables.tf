variable "name" {
  description = "Name of the cluster."
  type        = string
}

variable "kubernetes_version" {
  description = "Minor version of Kubernetes, such as 1.34: the oldest that the control plane may have."
  type        = string
}

variable "network_id" {
  description = "The network."
  type        = string
}

variable "subnetwork_id" {
  description = "Subnetwork of the nodes, with secondary ranges pods and services."
  type        = string
}

variable "control_plane_range" {
  description = "Range of the control plane, a /28."
  type        = string
}

variable "control_plane_access" {
  description = "Ranges from which the control plane may be reached; empty: from the network alone."
  type        = list(string)
}

variable "machine_type" {
  description = "Type of the nodes."
  type        = string
}

variable "nodes_per_zone" {
  description = "Fewest and most nodes in each zone."
  type        = object({ min = number, max = number })
}

variable "disk_gb" {
  description = "Size of a node's disk, GB."
  type        = number
}

variable "node_service_account" {
  description = "Address of the nodes' service account."
  type        = string
}

variable "key_id" {
  description = "KMS key of Secrets in etcd."
  type        = string
}

variable "stable" {
  description = "Whether upgrades come after they have run elsewhere for longer: production."
  type        = bool
}

variable "deletion_protection" {
  description = "Whether Terraform refuses to delete the cluster."
  type        = bool
}

variable "project" {
  description = "Id of the project."
  type        = string
}

variable "region" {
  description = "Region."
  type        = string
}

variable "labels" {
  description = "Labels of every object that takes some."
  type        = map(string)
}
