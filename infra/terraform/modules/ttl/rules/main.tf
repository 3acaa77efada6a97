locals {
  now = var.now != null ? var.now : plantimestamp()

  latest = timeadd(local.now, "${var.max_days * 24}h")

  expired  = var.expires_at == null ? false : timecmp(var.expires_at, local.now) <= 0
  too_late = var.expires_at == null ? false : timecmp(var.expires_at, local.latest) > 0

  # Before its end: the times at which its owner is warned.
  warnings = var.expires_at == null || var.protected ? [] : [
    for ahead in ["-48h", "-2h", "-30m"] : timeadd(var.expires_at, ahead)
  ]
}
