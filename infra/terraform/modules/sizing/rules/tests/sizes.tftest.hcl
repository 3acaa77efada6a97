variables {
  cloud = "gcp"
  size  = "small"
}

run "small_on_gcp" {
  command = plan
  assert {
    condition = [
      output.quota, output.machine_type, output.nodes_per_zone, output.nodes, output.most_vcpus, output.disk_gb, output.cost_class, output.most_replicas,
      ] == [
      { cpu = "2", memory = "4Gi", pods = "20" }, "e2-standard-4", { min = 1, max = 2 }, { min = 3, max = 6 }, 24, 50, "low", 3,
    ]
    error_message = jsonencode([output.quota, output.machine_type, output.nodes_per_zone, output.nodes, output.most_vcpus])
  }
}

run "medium_on_aws" {
  command = plan
  variables {
    cloud = "aws"
    size  = "medium"
  }
  assert {
    condition = [
      output.quota, output.machine_type, output.nodes, output.most_vcpus, output.disk_gb, output.cost_class, output.most_replicas,
      ] == [
      { cpu = "4", memory = "8Gi", pods = "40" }, "m6i.2xlarge", { min = 3, max = 9 }, 72, 100, "medium", 6,
    ]
    error_message = jsonencode([output.quota, output.machine_type, output.nodes, output.most_vcpus])
  }
}

run "large_on_azure" {
  command = plan
  variables {
    cloud            = "azure"
    size             = "large"
    highly_available = true
  }
  assert {
    condition = [
      output.quota, output.machine_type, output.nodes, output.most_vcpus, output.cost_class, output.most_replicas,
      ] == [
      { cpu = "8", memory = "16Gi", pods = "80" }, "Standard_D16s_v5", { min = 6, max = 18 }, 288, "high", 10,
    ]
    error_message = jsonencode([output.quota, output.machine_type, output.nodes, output.most_vcpus])
  }
}

run "one_zone_has_a_third_of_the_nodes" {
  command = plan
  variables { zones = 1 }
  assert {
    condition     = output.nodes == { min = 1, max = 2 } && output.most_vcpus == 8
    error_message = jsonencode(output.nodes)
  }
}

run "local_has_no_machines_and_costs_nothing" {
  command = plan
  variables {
    cloud = "local"
    size  = "large"
  }
  assert {
    condition     = [output.machine_type, output.nodes, output.most_vcpus, output.cost_class] == ["none", { min = 0, max = 0 }, 0, "none"]
    error_message = jsonencode([output.machine_type, output.nodes, output.most_vcpus])
  }
  assert {
    condition     = output.quota == { cpu = "8", memory = "16Gi", pods = "80" }
    error_message = "the quota is the same on every cloud"
  }
}
