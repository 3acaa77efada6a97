variable "name" {
  description = "Name of the network."
  type        = string
}

variable "range" {
  description = "Range of nodes and load balancers. Pods have an overlay of their own."
  type        = string
}

variable "nodes" {
  description = "Range of the nodes' subnet."
  type        = string
}

variable "zones" {
  description = "Zones of the NAT gateway's address."
  type        = list(string)
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
