locals {
  # What an environment may ask of its cluster: the ten services at the requests
  # of charts/spring-service, once, twice and four times, with room for a canary.
  quotas = {
    small  = { cpu = "4", memory = "8Gi", pods = 30 }
    medium = { cpu = "8", memory = "16Gi", pods = 60 }
    large  = { cpu = "16", memory = "32Gi", pods = 120 }
  }

  most_replicas = { small = 2, medium = 4, large = 8 }

  # Machines of a cluster's nodes: 4, 8 and 16 vCPU with 4 GiB for each.
  machines = {
    gcp   = { small = "e2-standard-4", medium = "n2-standard-8", large = "n2-standard-16" }
    aws   = { small = "t3.xlarge", medium = "m6i.2xlarge", large = "m6i.4xlarge" }
    azure = { small = "Standard_D4s_v5", medium = "Standard_D8s_v5", large = "Standard_D16s_v5" }
    local = { small = "none", medium = "none", large = "none" }
  }
  vcpus = { small = 4, medium = 8, large = 16 }

  # Nodes in each zone.
  counts = {
    small  = { min = 1, max = 2 }
    medium = { min = 1, max = 3 }
    large  = { min = 2, max = 6 }
  }
  nodes = var.cloud == "local" ? { min = 0, max = 0 } : local.counts[var.size]
}
