# Planned with a simulated provider: what is asked of Google, and no more.

variables {
  stage              = "prod"
  workspace          = "prod"
  size               = "medium"
  kubernetes_version = "1.34"
  project            = "example-slipway-prod"
  project_number     = "123456789012"
  region             = "europe-west3"
}

run "production" {
  command = plan
  assert {
    condition     = output.cluster_name == "slipway-prod" && output.ranges.all == "10.32.0.0/12" && output.most_vcpus == 72
    error_message = jsonencode(output.ranges)
  }
  assert {
    condition     = output.registry_url == "europe-west3-docker.pkg.dev/example-slipway-prod/slipway-prod-images"
    error_message = output.registry_url
  }
  assert {
    condition     = strcontains(output.vault_seal, "key_ring   = \"slipway-prod\"")
    error_message = output.vault_seal
  }
}

# refused: region must be a region, such as europe-west3, and no zone.
run "a_zone" {
  command = plan
  variables { region = "europe-west3-a" }
  expect_failures = [var.region]
}
