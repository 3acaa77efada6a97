# Each run is refused. The comment above it is the exact message, which a check
# of tools/terraform-offline holds against what terraform says.

variables {
  cloud       = "aws"
  environment = "shop-dev"
  owner       = "group:default/payments"
}

# refused: cloud must be gcp, aws, azure or local.
run "unknown_cloud" {
  command = plan
  variables { cloud = "oracle" }
  expect_failures = [var.cloud]
}

# refused: name must be a DNS label: lower-case letters, digits and hyphens, with a letter first and no hyphen last.
run "capitals" {
  command = plan
  variables { environment = "Shop" }
  expect_failures = [var.environment]
}

# refused: name must be a DNS label: lower-case letters, digits and hyphens, with a letter first and no hyphen last.
run "empty" {
  command = plan
  variables { environment = "" }
  expect_failures = [var.environment]
}

# refused: name must be a DNS label: lower-case letters, digits and hyphens, with a letter first and no hyphen last.
run "digit_first" {
  command = plan
  variables { environment = "1shop" }
  expect_failures = [var.environment]
}

# refused: name must be a DNS label: lower-case letters, digits and hyphens, with a letter first and no hyphen last.
run "hyphen_last" {
  command = plan
  variables { environment = "shop-" }
  expect_failures = [var.environment]
}

# refused: name must be a DNS label: lower-case letters, digits and hyphens, with a letter first and no hyphen last.
run "path" {
  command = plan
  variables { environment = "../shop" }
  expect_failures = [var.environment]
}

# refused: name must be a DNS label: lower-case letters, digits and hyphens, with a letter first and no hyphen last.
run "shell" {
  command = plan
  variables { environment = "shop;id" }
  expect_failures = [var.environment]
}

# refused: name must be a DNS label: lower-case letters, digits and hyphens, with a letter first and no hyphen last.
run "second_line" {
  command = plan
  variables { environment = "shop\nprod" }
  expect_failures = [var.environment]
}

# refused: name must be a DNS label: lower-case letters, digits and hyphens, with a letter first and no hyphen last.
run "template" {
  command = plan
  variables { environment = "$${path.root}" }
  expect_failures = [var.environment]
}

# refused: name must have 40 characters at most.
run "too_long" {
  command = plan
  variables { environment = "a23456789-123456789-123456789-123456789-1" }
  expect_failures = [var.environment]
}

# refused: owner must be the full entity reference of a group or a user, such as group:default/payments.
run "owner_without_namespace" {
  command = plan
  variables { owner = "group:payments" }
  expect_failures = [var.owner]
}

# refused: owner must be the full entity reference of a group or a user, such as group:default/payments.
run "owner_is_a_component" {
  command = plan
  variables { owner = "component:default/payments" }
  expect_failures = [var.owner]
}

# refused: Keys of labels must be Kubernetes label keys: letters, digits, '-', '_' and '.', 63 characters at most, with an optional DNS prefix before a slash.
run "label_key_with_a_space" {
  command = plan
  variables { labels = { "cost unit" = "12" } }
  expect_failures = [var.labels]
}

# refused: Values of labels must be Kubernetes label values: letters, digits, '-', '_' and '.', 63 characters at most.
run "label_value_with_a_slash" {
  command = plan
  variables { labels = { unit = "a/b" } }
  expect_failures = [var.labels]
}

# refused: Labels must not use a prefix of the platform, of Kubernetes or of a cloud (slipway.io/, kubernetes.io/, k8s.io/, linkerd.io/, aws-, azure-, microsoft-, windows-, goog-).
run "label_of_the_platform" {
  command = plan
  variables { labels = { "slipway.io/part-of" = "other" } }
  expect_failures = [var.labels]
}

# refused: Labels must not use a prefix of the platform, of Kubernetes or of a cloud (slipway.io/, kubernetes.io/, k8s.io/, linkerd.io/, aws-, azure-, microsoft-, windows-, goog-).
run "label_below_kubernetes" {
  command = plan
  variables { labels = { "pod-security.kubernetes.io/enforce" = "privileged" } }
  expect_failures = [var.labels]
}

# refused: Keys of labels must differ by more than capitals, dots and slashes: clouds would take them for the same key.
run "labels_that_become_one" {
  command = plan
  variables { labels = { "cost.unit" = "1", "Cost-Unit" = "2" } }
  expect_failures = [var.labels]
}

# refused: labels must be 20 at most: clouds allow 50 on an object, and the platform needs some itself.
run "too_many_labels" {
  command = plan
  variables { labels = { for index in range(21) : "label-${index}" => "x" } }
  expect_failures = [var.labels]
}
