locals {
  # What an environment may ask of its cluster: the ten services with a replica
  # and a canary each, twice and four times that. The portal has the same table
  # (SIZE_LIMITS of plugins/environments-common), and so has charts/environment.
  quotas = {
    small  = { cpu = "2", memory = "4Gi", pods = "20" }
    medium = { cpu = "4", memory = "8Gi", pods = "40" }
    large  = { cpu = "8", memory = "16Gi", pods = "80" }
  }

  most_replicas = { small = 3, medium = 6, large = 10 }

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
