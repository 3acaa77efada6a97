variable "name" {
  description = "How the aliases of the keys start."
  type        = string
}

variable "account_id" {
  description = "Account that the keys are in."
  type        = string
}

variable "region" {
  description = "Region of the log groups that use the key of logs."
  type        = string
}

variable "tags" {
  description = "Tags of every object."
  type        = map(string)
}
