output "role_arns" {
  description = "Role of each service account: vault, runner."
  value       = { for purpose, role in aws_iam_role.this : purpose => role.arn }
}
