variable "name" {
  description = "Name of the network."
  type        = string
}

variable "blocks" {
  description = "CIDR blocks of the VPC, a /16 at most each; the first one is its own."
  type        = list(string)
}

variable "private" {
  description = "CIDR of the private subnet of each zone."
  type        = list(string)
}

variable "public" {
  description = "CIDR of the public subnet of each zone."
  type        = list(string)
}

variable "zones" {
  description = "Availability zones, three."
  type        = list(string)
}

variable "nat_in_each_zone" {
  description = "Whether each zone has a NAT gateway of its own. One for all costs less, and its zone takes all with it."
  type        = bool
}

variable "cluster_name" {
  description = "Cluster whose load balancers use the subnets."
  type        = string
}

variable "log_key_arn" {
  description = "KMS key of the flow log."
  type        = string
}

variable "tags" {
  description = "Tags of every object."
  type        = map(string)
}
