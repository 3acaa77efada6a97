locals {
  clouds = ["gcp", "aws", "azure", "local"]
  stages = ["dev", "stage", "prod"]

  # A quarter of the base for each cloud, a quarter of that for each stage; the
  # fourth stays free for a migration.
  ranges = {
    for pair in setproduct(local.clouds, local.stages) : "${pair[0]}/${pair[1]}" =>
    cidrsubnet(cidrsubnet(var.base, 2, index(local.clouds, pair[0])), 2, index(local.stages, pair[1]))
  }
  range = local.ranges["${var.cloud}/${var.stage}"]

  # Of a stage: the lower half is for pods, a quarter for machines (nodes, load
  # balancers, by zone), a sixteenth for Services; the rest is free.
  pods     = cidrsubnet(local.range, 1, 0)
  machines = cidrsubnet(local.range, 2, 2)
  services = cidrsubnet(local.range, 4, 12)

  # AWS takes a /16 at most for a VPC, and up to five of them.
  machine_bits = tonumber(split("/", local.machines)[1])
  vpc_blocks = local.machine_bits >= 16 ? [local.machines] : [
    for part in range(pow(2, 16 - local.machine_bits)) : cidrsubnet(local.machines, 16 - local.machine_bits, part)
  ]

  # The control plane's own range, a /28: what GKE wants for a private one.
  control_plane = cidrsubnet(cidrsubnet(local.range, 4, 13), 28 - (tonumber(split("/", local.range)[1]) + 4), 0)

  private = [for zone in range(3) : cidrsubnet(local.machines, 3, zone)]
  public  = [for zone in range(3) : cidrsubnet(local.machines, 6, 32 + zone)]

  # First and last address of a range as numbers.
  bounds = {
    for one in distinct(concat(values(local.ranges), var.reserved)) : one => {
      first = sum([for position, part in split(".", cidrhost(one, 0)) : tonumber(part) * pow(256, 3 - position)])
      size  = pow(2, 32 - tonumber(split("/", one)[1]))
    }
  }
  taken = [
    for one in var.reserved : one
    if local.bounds[one].first < local.bounds[local.range].first + local.bounds[local.range].size &&
    local.bounds[local.range].first < local.bounds[one].first + local.bounds[one].size
  ]
}
