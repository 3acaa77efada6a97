# Each run is refused; the comment above it is the exact message.

variables {
  name       = "shop-dev"
  owner      = "group:default/payments"
  size       = "small"
  expires_at = null
  protected  = true
  cluster    = "gke-prod"
  labels     = {}
  services   = {}
}

# refused: folder must be an absolute path, or null.
run "relative_folder" {
  command = plan
  variables { folder = "environments" }
  expect_failures = [var.folder]
}

# refused: folder must not contain '..'.
run "folder_above" {
  command = plan
  variables { folder = "/srv/../etc" }
  expect_failures = [var.folder]
}
