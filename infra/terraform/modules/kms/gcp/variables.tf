variable "name" {
  description = "Name of the key ring."
  type        = string
}

variable "project_number" {
  description = "Number of the project: Google's own identities are named by it."
  type        = string
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
