# Labels on Kubernetes objects, and the same in each cloud's own form.

variables {
  environment = "shop-dev"
  owner       = "group:default/Payments.EU"
  labels = {
    "team"                  = "payments"
    "example.com/Cost-Unit" = "K-12.Q4"
  }
}

run "kubernetes" {
  command = plan
  variables { cloud = "local" }
  assert {
    condition = output.labels == tomap({
      "team"                   = "payments"
      "example.com/Cost-Unit"  = "K-12.Q4"
      "slipway.io/environment" = "shop-dev"
    })
    error_message = jsonencode(output.labels)
  }
}

run "gcp" {
  command = plan
  variables { cloud = "gcp" }
  assert {
    condition = output.cloud_labels == tomap({
      "team"                  = "payments"
      "example-com-cost-unit" = "k-12-q4"
      "slipway-environment"   = "shop-dev"
      "slipway-owner"         = "group-default-payments-eu"
    })
    error_message = jsonencode(output.cloud_labels)
  }
}

run "aws" {
  command = plan
  variables { cloud = "aws" }
  assert {
    condition = output.cloud_labels == tomap({
      "team"                  = "payments"
      "example.com/Cost-Unit" = "K-12.Q4"
      "slipway:environment"   = "shop-dev"
      "slipway:owner"         = "group:default/Payments.EU"
    })
    error_message = jsonencode(output.cloud_labels)
  }
}

run "azure" {
  command = plan
  variables { cloud = "azure" }
  assert {
    condition = output.cloud_labels == tomap({
      "team"                  = "payments"
      "example.com:Cost-Unit" = "K-12.Q4"
      "slipway:environment"   = "shop-dev"
      "slipway:owner"         = "group:default/Payments.EU"
    })
    error_message = jsonencode(output.cloud_labels)
  }
}
