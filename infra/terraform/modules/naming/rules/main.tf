locals {
  prefix = "slipway-${var.environment}"

  # What each cloud allows for a name: the longest one, whether hyphens are
  # forbidden, whether the whole world shares the names.
  #   gcp    cluster 40, service account 6-30, others 63 (RFC 1035)
  #   aws    cluster 100, IAM role 64 (a policy beside it has a suffix), bucket 63
  #   azure  cluster 63, registry 5-50 and storage account 3-24 letters and digits, vault 3-24
  limits = {
    gcp = {
      cluster  = { longest = 40, compact = false, global = false, word = "" }
      network  = { longest = 50, compact = false, global = false, word = "" }
      registry = { longest = 63, compact = false, global = false, word = "images" }
      key      = { longest = 63, compact = false, global = false, word = "unseal" }
      identity = { longest = 22, compact = false, global = false, word = "" }
      bucket   = { longest = 63, compact = false, global = true, word = "state" }
    }
    aws = {
      cluster  = { longest = 100, compact = false, global = false, word = "" }
      network  = { longest = 200, compact = false, global = false, word = "" }
      registry = { longest = 200, compact = false, global = false, word = "images" }
      key      = { longest = 200, compact = false, global = false, word = "unseal" }
      identity = { longest = 50, compact = false, global = false, word = "" }
      bucket   = { longest = 63, compact = false, global = true, word = "state" }
    }
    azure = {
      cluster  = { longest = 63, compact = false, global = false, word = "" }
      network  = { longest = 64, compact = false, global = false, word = "" }
      registry = { longest = 50, compact = true, global = true, word = "images" }
      key      = { longest = 24, compact = false, global = true, word = "unseal" }
      identity = { longest = 100, compact = false, global = false, word = "" }
      bucket   = { longest = 24, compact = true, global = true, word = "state" }
    }
    local = {
      cluster  = { longest = 63, compact = false, global = false, word = "" }
      network  = { longest = 63, compact = false, global = false, word = "" }
      registry = { longest = 63, compact = false, global = false, word = "images" }
      key      = { longest = 63, compact = false, global = false, word = "unseal" }
      identity = { longest = 63, compact = false, global = false, word = "" }
      bucket   = { longest = 63, compact = false, global = false, word = "state" }
    }
  }

  wanted = {
    for purpose, limit in local.limits[var.cloud] : purpose => merge(limit, {
      name = join("-", compact([local.prefix, limit.word]))
      mark = substr(sha256("${local.prefix}/${purpose}/${limit.global ? var.scope : ""}"), 0, 6)
    })
  }

  # A name that is cut, shared by the world, or without its hyphens ends in a
  # mark of what it stands for: two environments never get the same name.
  names = {
    for purpose, one in local.wanted : purpose =>
    one.compact
    ? "${substr(replace(one.name, "-", ""), 0, one.longest - 6)}${one.mark}"
    : (one.global || length(one.name) > one.longest)
    ? "${trim(substr(one.name, 0, one.longest - 7), "-")}-${one.mark}"
    : one.name
  }

  kubernetes = merge(var.labels, {
    "slipway.io/environment" = var.environment
  })
  described = merge(local.kubernetes, { "slipway.io/owner" = var.owner })

  by_cloud = {
    # Google: lower case, digits, '_' and '-', 63 characters.
    gcp = {
      for key, value in local.described :
      replace(replace(lower(key), "slipway.io/", "slipway-"), "/[^a-z0-9_-]/", "-") =>
      substr(replace(lower(value), "/[^a-z0-9_-]/", "-"), 0, 63)
    }
    # AWS: letters, digits, spaces and _ . : / = + - @.
    aws = {
      for key, value in local.described :
      replace(key, "slipway.io/", "slipway:") => value
    }
    # Azure: no < > % & \ ? / in a name.
    azure = {
      for key, value in local.described :
      replace(replace(key, "slipway.io/", "slipway:"), "/", ":") => value
    }
    local = local.described
  }
}
