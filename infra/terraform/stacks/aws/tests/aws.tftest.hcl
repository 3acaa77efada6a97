# Planned with a simulated provider: what is asked of AWS, and no more.

variables {
  stage              = "prod"
  workspace          = "prod"
  size               = "large"
  kubernetes_version = "1.34"
  account_id         = "123456789012"
  region             = "eu-central-1"
  zones              = ["eu-central-1a", "eu-central-1b", "eu-central-1c"]
  administrators     = ["arn:aws:iam::123456789012:role/platform"]
  state_bucket = {
    arn     = "arn:aws:s3:::slipway-state"
    key_arn = "arn:aws:kms:eu-central-1:123456789012:key/state"
  }
}

run "production" {
  command = plan
  assert {
    condition     = output.cluster_name == "slipway-prod" && output.most_vcpus == 288
    error_message = output.cluster_name
  }
  assert {
    condition     = output.ranges.all == "10.96.0.0/12" && output.ranges.services == "10.108.0.0/16"
    error_message = jsonencode(output.ranges)
  }
}

run "dev" {
  command = plan
  variables {
    stage     = "dev"
    workspace = "dev"
    size      = "small"
  }
  assert {
    condition     = output.cluster_name == "slipway-dev" && output.ranges.all == "10.64.0.0/12"
    error_message = jsonencode(output.ranges)
  }
}

# refused: account_id must have 12 digits.
run "no_account" {
  command = plan
  variables { account_id = "platform" }
  expect_failures = [var.account_id]
}

# refused: zones must name three availability zones.
run "one_zone_three_times" {
  command = plan
  variables { zones = ["eu-central-1a", "eu-central-1a", "eu-central-1a"] }
  expect_failures = [var.zones]
}

# refused: kubernetes_version must be a minor version, such as 1.34.
run "a_patch_version" {
  command = plan
  variables { kubernetes_version = "1.34.2" }
  expect_failures = [var.kubernetes_version]
}
