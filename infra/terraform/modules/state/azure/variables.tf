variable "account" {
  description = "Name of the storage account: letters and digits, 24 at most."
  type        = string
}

variable "writers" {
  description = "Principals that plan and apply, by a name that is known before the plan."
  type        = map(string)
}

variable "access" {
  description = "Ranges from which states are read and written."
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
