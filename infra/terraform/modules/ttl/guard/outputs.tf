output "id" {
  description = "Stays while protection is switched on and off."
  value       = terraform_data.guard.id
}
