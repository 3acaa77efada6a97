variable "name" {
  description = "Name of the vault, 24 characters at most."
  type        = string
}

variable "tenant_id" {
  description = "Tenant that gives access."
  type        = string
}

variable "subnet_ids" {
  description = "Subnets from which the vault is reached."
  type        = list(string)
}

variable "access" {
  description = "Ranges outside of the network from which the vault is reached: where Terraform runs."
  type        = list(string)
}

variable "writer_id" {
  description = "Principal that makes the keys: whoever applies."
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
