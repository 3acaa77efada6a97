variable "prefix" {
  description = "How the names of the repositories start."
  type        = string
}

variable "services" {
  description = "Services that have a repository."
  type        = set(string)
}

variable "key_arn" {
  description = "KMS key of the images."
  type        = string
}

variable "tags" {
  description = "Tags of every object."
  type        = map(string)
}
