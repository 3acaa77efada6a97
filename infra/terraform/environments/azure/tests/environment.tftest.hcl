# Applied with a simulated provider: nothing is created.

variables {
  name       = "shop-dev"
  owner      = "group:default/payments"
  size       = "small"
  expires_at = null
  protected  = true
  cluster    = "slipway-dev"
  labels     = { team = "payments" }
  services = {
    "api-gateway"   = { version = "0.1.0" }
    "order-service" = { version = "0.1.0", replicas = 2 }
  }
}

run "the_contract" {
  command = plan
  variables { domain = "env.example.com" }
  assert {
    condition = jsonencode({
      namespace    = output.namespace
      cluster_name = output.cluster_name
      labels       = output.labels
      quota        = output.quota
      endpoints    = output.endpoints
      secrets_path = output.secrets_path
      cost_class   = output.cost_class
      }) == jsonencode({
      namespace    = "env-shop-dev"
      cluster_name = "slipway-dev"
      labels       = { "slipway.io/environment" = "shop-dev", team = "payments" }
      quota        = { cpu = "2", memory = "4Gi", pods = "20" }
      endpoints    = { "api-gateway" = "https://api-gateway.shop-dev.env.example.com", "order-service" = null }
      secrets_path = "slipway/environments/shop-dev"
      cost_class   = "low"
    })
    error_message = jsonencode([output.namespace, output.labels, output.endpoints])
  }
}

run "applied" {
  variables {
    expires_at = timeadd(timestamp(), "24h")
    protected  = false
  }
  assert {
    condition     = output.namespace == "env-shop-dev"
    error_message = output.namespace
  }
}
