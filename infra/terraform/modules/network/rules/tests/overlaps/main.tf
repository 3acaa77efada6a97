# Which of some ranges overlap, found in another way than the rules find it: the
# shorter prefix of two, put on both, gives the same network.
variable "ranges" {
  type = map(string)
}

locals {
  length = { for name, range in var.ranges : name => tonumber(split("/", range)[1]) }
  pairs = [
    for pair in setproduct(keys(var.ranges), keys(var.ranges)) : pair if pair[0] != pair[1] && sort(pair)[0] == pair[0]
  ]
}

output "pairs" {
  value = length(local.pairs)
}

output "overlapping" {
  value = [
    for pair in local.pairs : join(" and ", pair)
    if cidrsubnet("${cidrhost(var.ranges[pair[0]], 0)}/${min(local.length[pair[0]], local.length[pair[1]])}", 0, 0) ==
    cidrsubnet("${cidrhost(var.ranges[pair[1]], 0)}/${min(local.length[pair[0]], local.length[pair[1]])}", 0, 0)
  ]
}
