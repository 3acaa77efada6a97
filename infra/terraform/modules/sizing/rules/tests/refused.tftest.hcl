# Each run is refused; the comment above it is the exact message.

variables {
  cloud = "gcp"
  size  = "small"
}

# refused: cloud must be gcp, aws, azure or local.
run "unknown_cloud" {
  command = plan
  variables { cloud = "GCP" }
  expect_failures = [var.cloud]
}

# refused: size must be small, medium or large.
run "unknown_size" {
  command = plan
  variables { size = "xlarge" }
  expect_failures = [var.size]
}

# refused: size must be small, medium or large.
run "size_as_a_number" {
  command = plan
  variables { size = "1000000" }
  expect_failures = [var.size]
}

# refused: zones must be 1, 2 or 3.
run "no_zone" {
  command = plan
  variables { zones = 0 }
  expect_failures = [var.zones]
}

# refused: zones must be 1, 2 or 3.
run "half_a_zone" {
  command = plan
  variables { zones = 1.5 }
  expect_failures = [var.zones]
}

# refused: A highly available cluster needs 3 zones: with fewer, losing one takes the quorum of Vault's and Linkerd's replicas.
run "highly_available_in_two_zones" {
  command = plan
  variables {
    zones            = 2
    highly_available = true
  }
  expect_failures = [var.highly_available]
}
