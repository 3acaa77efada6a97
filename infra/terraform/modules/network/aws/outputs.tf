output "vpc_id" {
  description = "The VPC."
  value       = aws_vpc.this.id
}

output "private_subnet_ids" {
  description = "Subnets of nodes and internal load balancers."
  value       = [for index in sort(keys(local.subnets)) : aws_subnet.private[index].id]
}
