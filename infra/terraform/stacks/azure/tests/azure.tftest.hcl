# Planned with a simulated provider: what is asked of Azure, and no more.

variables {
  stage              = "prod"
  workspace          = "prod"
  size               = "medium"
  kubernetes_version = "1.34"
  subscription_id    = "00000000-0000-0000-0000-000000000001"
  tenant_id          = "00000000-0000-0000-0000-000000000002"
  location           = "westeurope"
  administrators     = ["00000000-0000-0000-0000-000000000003"]
  writer_id          = "00000000-0000-0000-0000-000000000004"
  access             = ["198.51.100.0/24"]
}

run "production" {
  command = plan
  assert {
    condition     = output.cluster_name == "slipway-prod" && output.ranges.all == "10.160.0.0/12"
    error_message = jsonencode(output.ranges)
  }
  assert {
    condition     = can(regex("key_name   = \"unseal\"", output.vault_seal))
    error_message = output.vault_seal
  }
}

# refused: access must be IPv4 addresses or ranges, and not the internet.
run "open_to_the_internet" {
  command = plan
  variables { access = ["0.0.0.0/0"] }
  expect_failures = [var.access]
}
