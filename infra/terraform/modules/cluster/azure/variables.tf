variable "name" {
  description = "Name of the cluster."
  type        = string
}

variable "kubernetes_version" {
  description = "Minor version of Kubernetes, such as 1.34."
  type        = string
}

variable "subnet_id" {
  description = "Subnet of the nodes."
  type        = string
}

variable "pods" {
  description = "Range of the pods, an overlay."
  type        = string
}

variable "services" {
  description = "Range of the Services."
  type        = string
}

variable "dns_service_ip" {
  description = "Address of the cluster's DNS."
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

variable "nodes" {
  description = "Fewest and most nodes of the cluster."
  type        = object({ min = number, max = number })
}

variable "disk_gb" {
  description = "Size of a node's disk, GB."
  type        = number
}

variable "zones" {
  description = "Zones over which nodes are spread."
  type        = list(string)
}

variable "identities" {
  description = "Ids of the identities of cluster and nodes."
  type        = object({ cluster = string, nodes = string })
}

variable "nodes_identity" {
  description = "Client and principal of the nodes' identity."
  type        = object({ client_id = string, principal_id = string })
}

variable "administrators" {
  description = "Object ids of the Entra groups that administer the cluster."
  type        = list(string)
}

variable "production" {
  description = "Whether upgrades come slower and the control plane has an SLA."
  type        = bool
}

variable "deletion_protection" {
  description = "Whether Azure refuses to delete the cluster: a lock."
  type        = bool
}

variable "resource_group_name" {
  description = "Resource group."
  type        = string
}

variable "location" {
  description = "Region."
  type        = string
}

variable "tags" {
  description = "Tags of every object."
  type        = map(string)
}
