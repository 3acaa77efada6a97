# Each run is refused; the comment above it is the exact message. Names, labels,
# sizes and times are refused by their own rules.

variables {
  cloud      = "aws"
  name       = "shop-dev"
  owner      = "group:default/payments"
  size       = "small"
  expires_at = "2026-12-07T12:00:00Z"
  cluster    = "eks-dev"
  now        = "2026-11-30T12:00:00Z"
  services   = { "order-service" = { version = "0.1.0" } }
}

# refused: Versions of services must be pinned: latest, main, master, stable and edge move.
run "latest" {
  command = plan
  variables { services = { "order-service" = { version = "latest" } } }
  expect_failures = [var.services]
}

# refused: Versions of services must be image tags: letters, digits, '_', '.' and '-', 128 characters at most.
run "version_with_a_command" {
  command = plan
  variables { services = { "order-service" = { version = "1 && id" } } }
  expect_failures = [var.services]
}

# refused: Names of services must be DNS labels of 53 characters at most, the longest that Helm takes for a release.
run "service_is_a_path" {
  command = plan
  variables { services = { "../order" = { version = "1" } } }
  expect_failures = [var.services]
}

# refused: Replicas of services must be whole numbers from 1.
run "no_replica" {
  command = plan
  variables { services = { "order-service" = { version = "1", replicas = 0 } } }
  expect_failures = [var.services]
}

# refused: services must be 50 at most.
run "too_many_services" {
  command = plan
  variables { services = { for index in range(51) : "service-${index}" => { version = "1" } } }
  expect_failures = [var.services]
}

# refused: An environment of size small has 3 replicas of a service at most: order-service.
run "more_replicas_than_the_size_has" {
  command = plan
  variables { services = { "order-service" = { version = "1", replicas = 4 }, "user-service" = { version = "1" } } }
  expect_failures = [output.quota]
}

# refused: An environment of size small has 20 pods at most; its services need 22, with room for a canary of each.
run "more_pods_than_the_size_has" {
  command = plan
  variables { services = { for index in range(11) : "service-${index}" => { version = "1" } } }
  expect_failures = [output.quota]
}

# refused: cluster must be the name of a cluster: letters, digits, '-' and '_', 100 characters at most.
run "cluster_is_an_option" {
  command = plan
  variables { cluster = "-var=size=large" }
  expect_failures = [var.cluster]
}

# refused: domain must be a DNS domain, such as env.example.com, or null.
run "domain_is_an_address" {
  command = plan
  variables { domain = "https://example.com/" }
  expect_failures = [var.domain]
}
