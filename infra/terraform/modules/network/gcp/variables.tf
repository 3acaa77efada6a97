variable "name" {
  description = "Name of the network."
  type        = string
}

variable "machines" {
  description = "Range of nodes and load balancers."
  type        = string
}

variable "pods" {
  description = "Range of the pods."
  type        = string
}

variable "services" {
  description = "Range of the Services."
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
