variable "name" {
  description = "Name of the repository."
  type        = string
}

variable "key_id" {
  description = "KMS key of the images."
  type        = string
}

variable "readers" {
  description = "Who pulls images, such as serviceAccount:…; by a name that is known before the plan."
  type        = map(string)
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
