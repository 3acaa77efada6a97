variables {
  cloud = "aws"
  stage = "prod"
}

run "production_on_aws" {
  command = plan
  assert {
    condition = jsonencode([output.range, output.pods, output.machines, output.services, output.control_plane, output.dns_service_ip]) == jsonencode([
      "10.96.0.0/12", "10.96.0.0/13", "10.104.0.0/14", "10.108.0.0/16", "10.109.0.0/28", "10.108.0.10",
    ])
    error_message = jsonencode([output.range, output.pods, output.machines, output.services, output.control_plane, output.dns_service_ip])
  }
  assert {
    condition     = jsonencode([output.private, output.public]) == jsonencode([["10.104.0.0/17", "10.104.128.0/17", "10.105.0.0/17"], ["10.106.0.0/20", "10.106.16.0/20", "10.106.32.0/20"]])
    error_message = jsonencode([output.private, output.public])
  }
}

run "blocks_that_aws_takes_hold_every_subnet" {
  command = plan
  assert {
    condition     = jsonencode(output.vpc_blocks) == jsonencode(["10.104.0.0/16", "10.105.0.0/16", "10.106.0.0/16", "10.107.0.0/16"])
    error_message = jsonencode(output.vpc_blocks)
  }
  assert {
    condition = alltrue([
      for subnet in concat(output.private, output.public) :
      contains(output.vpc_blocks, "${cidrhost("${cidrhost(subnet, 0)}/16", 0)}/16")
    ])
    error_message = "each subnet lies in one block"
  }
}

run "the_smallest_base_is_one_block" {
  command = plan
  variables { base = "100.64.0.0/10" }
  assert {
    condition     = jsonencode(output.vpc_blocks) == jsonencode(["100.90.0.0/16"])
    error_message = jsonencode(output.vpc_blocks)
  }
}

run "no_two_stages_overlap_on_any_cloud" {
  command = plan
  module { source = "./tests/overlaps" }
  variables { ranges = run.production_on_aws.ranges }
  assert {
    condition     = output.pairs == 66 && length(output.overlapping) == 0
    error_message = join(", ", output.overlapping)
  }
}

run "no_two_parts_of_a_stage_overlap" {
  command = plan
  module { source = "./tests/overlaps" }
  variables {
    ranges = merge(
      {
        pods          = run.production_on_aws.pods
        services      = run.production_on_aws.services
        control_plane = run.production_on_aws.control_plane
      },
      { for zone in range(3) : "private-${zone}" => run.production_on_aws.private[zone] },
      { for zone in range(3) : "public-${zone}" => run.production_on_aws.public[zone] },
    )
  }
  assert {
    condition     = output.pairs == 36 && length(output.overlapping) == 0
    error_message = join(", ", output.overlapping)
  }
}

# The check itself finds an overlap where there is one.
run "an_overlap_is_found" {
  command = plan
  module { source = "./tests/overlaps" }
  variables { ranges = { whole = "10.0.0.0/8", part = "10.20.0.0/16", other = "172.16.0.0/12" } }
  assert {
    condition     = jsonencode(output.overlapping) == jsonencode(["part and whole"])
    error_message = jsonencode(output.overlapping)
  }
}

run "the_smallest_base_has_room" {
  command = plan
  variables { base = "100.64.0.0/10" }
  assert {
    condition     = jsonencode([output.range, output.pods, output.services, output.control_plane]) == jsonencode(["100.88.0.0/14", "100.88.0.0/15", "100.91.0.0/18", "100.91.64.0/28"])
    error_message = jsonencode([output.range, output.pods, output.services, output.control_plane])
  }
}

run "a_neighbour_is_no_overlap" {
  command = plan
  variables { reserved = ["10.95.255.0/24", "10.112.0.0/16", "192.168.0.0/16"] }
  assert {
    condition     = output.range == "10.96.0.0/12"
    error_message = output.range
  }
}
