variable "name" {
  description = "Name of the environment, for the refusal."
  type        = string
}

variable "protected" {
  description = "Whether destroy is refused."
  type        = bool
}
