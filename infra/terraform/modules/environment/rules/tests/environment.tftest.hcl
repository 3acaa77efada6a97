variables {
  cloud      = "aws"
  name       = "shop-dev"
  owner      = "group:default/payments"
  size       = "small"
  expires_at = "2026-12-07T12:00:00Z"
  cluster    = "eks-dev"
  now        = "2026-11-30T12:00:00Z"
  services = {
    "api-gateway"   = { version = "0.1.0" }
    "order-service" = { version = "0.1.0", replicas = 2 }
  }
}

run "what_a_root_gives" {
  command = plan
  assert {
    condition = jsonencode([output.namespace, output.cluster_name, output.quota, output.secrets_path, output.cost_class]) == jsonencode([
      "env-shop-dev", "eks-dev", { cpu = "2", memory = "4Gi", pods = "20" }, "slipway/environments/shop-dev", "low",
    ])
    error_message = jsonencode([output.namespace, output.cluster_name, output.quota, output.secrets_path, output.cost_class])
  }
  assert {
    condition     = jsonencode(output.endpoints) == jsonencode({ "api-gateway" = null, "order-service" = null })
    error_message = jsonencode(output.endpoints)
  }
}

run "public_services_have_an_address_below_the_domain" {
  command = plan
  variables { domain = "env.example.com" }
  assert {
    condition     = jsonencode(output.endpoints) == jsonencode({ "api-gateway" = "https://api-gateway.shop-dev.env.example.com", "order-service" = null })
    error_message = jsonencode(output.endpoints)
  }
}

run "an_environment_without_services" {
  command = plan
  variables { services = {} }
  assert {
    condition     = length(output.endpoints) == 0
    error_message = "an environment may be empty"
  }
}

run "as_many_pods_as_fit" {
  command = plan
  variables { services = { for index in range(10) : "service-${index}" => { version = "1" } } }
  assert {
    condition     = output.quota.pods == "20"
    error_message = "ten services with a replica and a canary each fit"
  }
}
