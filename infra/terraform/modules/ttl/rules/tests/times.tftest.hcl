variables {
  now = "2026-11-30T12:00:00Z"
}

run "expires_in_a_week" {
  command = plan
  variables { expires_at = "2026-12-07T12:00:00Z" }
  assert {
    condition = [output.expires_at, output.ends_at, output.expired, output.deletion_protection] == [
      "2026-12-07T12:00:00Z", "2026-12-07T12:00:00Z", false, false,
    ]
    error_message = jsonencode([output.expires_at, output.ends_at, output.expired])
  }
  assert {
    condition     = jsonencode(output.warn_at) == jsonencode(["2026-12-05T12:00:00Z", "2026-12-07T10:00:00Z", "2026-12-07T11:30:00Z"])
    error_message = jsonencode(output.warn_at)
  }
}

run "the_last_second_of_the_longest_time" {
  command = plan
  variables { expires_at = "2027-02-28T12:00:00Z" }
  assert {
    condition     = !output.expired
    error_message = "90 days ahead are allowed"
  }
}

run "another_time_zone" {
  command = plan
  variables { expires_at = "2026-11-30T13:30:00+01:00" }
  assert {
    condition     = !output.expired && output.warn_at[2] == "2026-11-30T13:00:00+01:00"
    error_message = jsonencode(output.warn_at)
  }
}

run "protected_is_not_torn_down" {
  command = plan
  variables {
    expires_at = "2026-11-29T12:00:00Z"
    protected  = true
  }
  assert {
    condition     = output.expired && output.ends_at == null && length(output.warn_at) == 0 && output.deletion_protection
    error_message = "what is protected stays, whatever its expiry"
  }
}

run "protected_needs_no_end" {
  command = plan
  variables { protected = true }
  assert {
    condition     = output.expires_at == null && !output.expired
    error_message = "what is protected may have no expiry"
  }
}

run "unlimited_needs_no_end" {
  command = plan
  variables { unlimited = true }
  assert {
    condition     = output.expires_at == null && length(output.warn_at) == 0
    error_message = "what is unlimited may have no expiry"
  }
}
