# Names keep the limits of each cloud, and two environments never share one.

variables {
  environment = "shop-dev"
  owner       = "group:default/payments"
  scope       = "123456789012"
}

run "gcp" {
  command = plan
  variables { cloud = "gcp" }
  assert {
    condition = output.names == {
      cluster  = "slipway-shop-dev"
      network  = "slipway-shop-dev"
      registry = "slipway-shop-dev-images"
      key      = "slipway-shop-dev-unseal"
      identity = "slipway-shop-dev"
      bucket   = "slipway-shop-dev-state-abdbf9"
    }
    error_message = jsonencode(output.names)
  }
}

run "aws" {
  command = plan
  variables { cloud = "aws" }
  assert {
    condition     = output.names.cluster == "slipway-shop-dev" && can(regex("^slipway-shop-dev-state-[0-9a-f]{6}$", output.names.bucket))
    error_message = jsonencode(output.names)
  }
}

run "azure_has_no_hyphens_where_they_are_forbidden" {
  command = plan
  variables { cloud = "azure" }
  assert {
    condition = alltrue([
      can(regex("^slipwayshopdevimages[0-9a-f]{6}$", output.names.registry)),
      can(regex("^[a-z0-9]{3,24}$", output.names.bucket)),
      can(regex("^[a-z][a-z0-9-]{1,22}[a-z0-9]$", output.names.key)),
    ])
    error_message = jsonencode(output.names)
  }
}

run "the_longest_name_is_cut_gcp" {
  command = plan
  variables {
    cloud       = "gcp"
    environment = "a23456789-123456789-123456789-123456789z"
  }
  assert {
    condition = alltrue([
      length(output.names.cluster) <= 40,
      length(output.names.identity) <= 22,
      length(output.names.bucket) <= 63,
      length(output.namespace) <= 63,
      can(regex("^[a-z]([a-z0-9-]*[a-z0-9])$", output.names.identity)),
    ])
    error_message = jsonencode(output.names)
  }
}

run "the_longest_name_is_cut_azure" {
  command = plan
  variables {
    cloud       = "azure"
    environment = "a23456789-123456789-123456789-123456789z"
  }
  assert {
    condition = alltrue([
      length(output.names.cluster) <= 63,
      length(output.names.registry) <= 50,
      length(output.names.key) == 24,
      length(output.names.bucket) == 24,
    ])
    error_message = jsonencode(output.names)
  }
}

# One character at the end of the longest name differs: the cut names differ too.
run "names_that_are_cut_differ" {
  command = plan
  variables {
    cloud       = "gcp"
    environment = "a23456789-123456789-123456789-123456789y"
  }
  assert {
    condition = alltrue([
      output.names.cluster != run.the_longest_name_is_cut_gcp.names.cluster,
      output.names.identity != run.the_longest_name_is_cut_gcp.names.identity,
    ])
    error_message = jsonencode(output.names)
  }
}

# Without hyphens both are "shopdev".
run "names_without_hyphens_differ" {
  command = plan
  variables {
    cloud       = "azure"
    environment = "shopdev"
  }
  assert {
    condition     = output.names.registry != run.azure_has_no_hyphens_where_they_are_forbidden.names.registry
    error_message = output.names.registry
  }
}

run "another_account_gets_another_bucket" {
  command = plan
  variables {
    cloud = "aws"
    scope = "999999999999"
  }
  assert {
    condition     = output.names.bucket != run.aws.names.bucket && output.names.cluster == run.aws.names.cluster
    error_message = jsonencode(output.names)
  }
}
