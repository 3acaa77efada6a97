output "emails" {
  description = "Address of each service account: nodes, vault, runner."
  value       = { for purpose, account in google_service_account.this : purpose => account.email }
}

output "members" {
  description = "The same, as policies name them."
  value       = { for purpose, account in google_service_account.this : purpose => account.member }
}
