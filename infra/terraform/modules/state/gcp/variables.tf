variable "bucket" {
  description = "Name of the bucket."
  type        = string
}

variable "key_id" {
  description = "KMS key of the bucket. Cloud Storage's own identity must be allowed to use it."
  type        = string
}

variable "writers" {
  description = "Who plans and applies, by a name that is known before the plan; each with the prefix of its states."
  type        = map(object({ member = string, prefix = string }))
}

variable "project" {
  description = "Id of the project."
  type        = string
}

variable "region" {
  description = "Region."
  type        = string
}

variable "labels" {
  description = "Labels of every object that takes some."
  type        = map(string)
}
