output "range" {
  description = "The whole range of this stage on this cloud."
  value       = local.range

  precondition {
    condition     = length(local.taken) == 0
    error_message = "The range ${local.range} of ${var.stage} on ${var.cloud} overlaps ${join(", ", local.taken)}: choose another base."
  }
}

output "ranges" {
  description = "Ranges of every stage on every cloud, so that they can be connected: <cloud>/<stage> to range."
  value       = tomap(local.ranges)
}

output "pods" {
  description = "Range of the pods."
  value       = local.pods
}

output "services" {
  description = "Range of the Services."
  value       = local.services
}

output "dns_service_ip" {
  description = "Address of the cluster's DNS, where the cloud asks for it."
  value       = cidrhost(local.services, 10)
}

output "machines" {
  description = "Range of nodes and load balancers."
  value       = local.machines
}

output "vpc_blocks" {
  description = "The same as blocks of a /16 at most: what AWS takes for a VPC."
  value       = local.vpc_blocks
}

output "private" {
  description = "Ranges of the private subnets, one for each of three zones."
  value       = local.private
}

output "public" {
  description = "Ranges of the public subnets, one for each of three zones: load balancers and NAT alone."
  value       = local.public
}

output "control_plane" {
  description = "Range of the control plane, a /28."
  value       = local.control_plane
}

output "control_plane_access" {
  description = "Ranges from which the control plane may be reached."
  value       = var.control_plane_access
}
