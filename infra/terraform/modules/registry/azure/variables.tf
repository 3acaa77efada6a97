variable "name" {
  description = "Name of the registry: letters and digits."
  type        = string
}

variable "reader_id" {
  description = "Principal that pulls images: the nodes' identity."
  type        = string
}

variable "access" {
  description = "Ranges from which images are pushed."
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
