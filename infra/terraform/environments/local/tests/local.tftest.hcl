# Applied with the real providers: files are written and removed again.

variables {
  name       = "shop-dev"
  owner      = "group:default/payments"
  size       = "small"
  expires_at = null
  protected  = true
  cluster    = "gke-prod"
  labels     = { team = "payments" }
  services = {
    "api-gateway"   = { version = "0.1.0" }
    "order-service" = { version = "0.1.0", replicas = 2 }
  }
}

run "the_contract" {
  command = plan
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
      cluster_name = "gke-prod"
      labels       = { "slipway.io/environment" = "shop-dev", team = "payments" }
      quota        = { cpu = "2", memory = "4Gi", pods = "20" }
      endpoints    = { "api-gateway" = null, "order-service" = null }
      secrets_path = "slipway/environments/shop-dev"
      cost_class   = "none"
    })
    error_message = jsonencode([output.namespace, output.labels, output.endpoints])
  }
  assert {
    condition     = sort(keys(local_file.service)) == sort(["api-gateway", "order-service"])
    error_message = "one file for each service"
  }
}

run "applied" {
  variables {
    expires_at = timeadd(timestamp(), "24h")
    protected  = false
  }
  assert {
    condition     = fileexists(local_file.environment.filename)
    error_message = "the record of the environment is a file"
  }
  assert {
    condition     = jsondecode(file(local_file.service["order-service"].filename)).replicas == 2
    error_message = "what a service is lies in its file"
  }
}

run "a_service_is_taken_out" {
  variables {
    expires_at = timeadd(timestamp(), "24h")
    protected  = false
    services   = { "api-gateway" = { version = "0.2.0" } }
  }
  assert {
    condition     = keys(local_file.service) == ["api-gateway"] && !fileexists("${dirname(local_file.environment.filename)}/services/order-service.json")
    error_message = "the environment stays, the service goes"
  }
}
