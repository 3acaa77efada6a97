output "urls" {
  description = "Address of each service's repository."
  value       = { for name, repository in aws_ecr_repository.this : name => repository.repository_url }
}
