# Each run is refused; the comment above it is the exact message.

variables {
  now = "2026-11-30T12:00:00Z"
}

# refused: expires_at must be a time in RFC 3339, such as 2026-12-24T18:00:00Z, or null.
run "a_date_alone" {
  command = plan
  variables { expires_at = "2026-12-24" }
  expect_failures = [var.expires_at]
}

# refused: expires_at must be a time in RFC 3339, such as 2026-12-24T18:00:00Z, or null.
run "no_such_day" {
  command = plan
  variables { expires_at = "2026-02-30T12:00:00Z" }
  expect_failures = [var.expires_at]
}

# refused: expires_at must be a time in RFC 3339, such as 2026-12-24T18:00:00Z, or null.
run "words" {
  command = plan
  variables { expires_at = "tomorrow" }
  expect_failures = [var.expires_at]
}

# refused: expires_at must be a time in RFC 3339, such as 2026-12-24T18:00:00Z, or null.
run "empty" {
  command = plan
  variables { expires_at = "" }
  expect_failures = [var.expires_at]
}

# refused: expires_at must be a time in RFC 3339, such as 2026-12-24T18:00:00Z, or null.
run "without_time_zone" {
  command = plan
  variables { expires_at = "2026-12-24T18:00:00" }
  expect_failures = [var.expires_at]
}

# refused: The environment expired at 2026-11-30T12:00:00Z: extend it, or destroy it.
run "expired" {
  command = plan
  variables { expires_at = "2026-11-30T12:00:00Z" }
  expect_failures = [output.expires_at]
}

# refused: The environment expired at 2026-11-30T12:30:00+01:00: extend it, or destroy it.
run "expired_in_another_time_zone" {
  command = plan
  variables { expires_at = "2026-11-30T12:30:00+01:00" }
  expect_failures = [output.expires_at]
}

# refused: expires_at is 2027-02-28T12:00:01Z; the latest that is allowed is 2027-02-28T12:00:00Z (max_days = 90).
run "a_second_too_late" {
  command = plan
  variables { expires_at = "2027-02-28T12:00:01Z" }
  expect_failures = [output.expires_at]
}

# refused: expires_at is 2026-12-02T12:00:00Z; the latest that is allowed is 2026-12-01T12:00:00Z (max_days = 1).
run "shorter_limit" {
  command = plan
  variables {
    expires_at = "2026-12-02T12:00:00Z"
    max_days   = 1
  }
  expect_failures = [output.expires_at]
}

# refused: An environment that is not protected needs expires_at.
run "without_an_end" {
  command         = plan
  expect_failures = [output.expires_at]
}

# refused: max_days must be a whole number from 1 to 366.
run "no_limit" {
  command = plan
  variables {
    expires_at = "2026-12-02T12:00:00Z"
    max_days   = 100000
  }
  expect_failures = [var.max_days]
}

# refused: now must be a time in RFC 3339, or null.
run "now_is_no_time" {
  command = plan
  variables {
    now       = "now"
    unlimited = true
  }
  expect_failures = [var.now]
}
