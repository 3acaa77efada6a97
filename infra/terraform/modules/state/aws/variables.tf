variable "bucket" {
  description = "Name of the bucket."
  type        = string
}

variable "account_id" {
  description = "Account that the bucket is in."
  type        = string
}

variable "log_bucket" {
  description = "Bucket for the access log of this one; null where the organisation's trail covers it."
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags of every object."
  type        = map(string)
}
