variable "name" {
  description = "How the identities' names start."
  type        = string
}

variable "subnet_id" {
  description = "Subnet of the nodes: the cluster puts load balancers into it."
  type        = string
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
