# Each run is refused; the comment above it is the exact message.

variables {
  cloud = "aws"
  stage = "prod"
}

# refused: cloud must be gcp, aws, azure or local.
run "unknown_cloud" {
  command = plan
  variables { cloud = "onprem" }
  expect_failures = [var.cloud]
}

# refused: stage must be dev, stage or prod.
run "unknown_stage" {
  command = plan
  variables { stage = "production" }
  expect_failures = [var.stage]
}

# refused: base must be an IPv4 range that starts at its first address, such as 10.0.0.0/8.
run "base_not_at_its_first_address" {
  command = plan
  variables { base = "10.1.0.0/8" }
  expect_failures = [var.base]
}

# refused: base must be a /8, /9 or /10: the pods of three clouds need the room.
run "base_too_small" {
  command = plan
  variables { base = "10.0.0.0/16" }
  expect_failures = [var.base]
}

# refused: base must be private: in 10.0.0.0/8 or 100.64.0.0/10.
run "base_is_public" {
  command = plan
  variables { base = "8.0.0.0/8" }
  expect_failures = [var.base]
}

# refused: The range 10.96.0.0/12 of prod on aws overlaps 10.100.7.0/24: choose another base.
run "inside_of_ours" {
  command = plan
  variables { reserved = ["10.100.7.0/24", "192.168.0.0/16"] }
  expect_failures = [output.range]
}

# refused: The range 10.96.0.0/12 of prod on aws overlaps 10.0.0.0/8: choose another base.
run "around_ours" {
  command = plan
  variables { reserved = ["10.0.0.0/8"] }
  expect_failures = [output.range]
}

# refused: reserved must be IPv4 ranges, such as 10.200.0.0/16.
run "reserved_is_an_address" {
  command = plan
  variables { reserved = ["10.200.0.1"] }
  expect_failures = [var.reserved]
}

# refused: control_plane_access must not be open to the internet: the largest range is a /8.
run "control_plane_open_to_the_internet" {
  command = plan
  variables { control_plane_access = ["0.0.0.0/0"] }
  expect_failures = [var.control_plane_access]
}

# refused: control_plane_access must be IPv4 ranges, such as 198.51.100.0/24.
run "control_plane_access_is_a_name" {
  command = plan
  variables { control_plane_access = ["office.example.com"] }
  expect_failures = [var.control_plane_access]
}
