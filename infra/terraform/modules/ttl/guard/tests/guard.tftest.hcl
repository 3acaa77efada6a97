# That destroy is refused is shown by tools/terraform-offline on the local root:
# a test of terraform cannot expect its own destroy to fail.

variables {
  name = "shop-dev"
}

run "protected_then_lifted" {
  variables { protected = true }
  assert {
    condition     = terraform_data.guard.output.protected
    error_message = "the guard holds what it was given"
  }
}

run "lifting_it_replaces_nothing" {
  variables { protected = false }
  assert {
    condition     = terraform_data.guard.id == run.protected_then_lifted.id
    error_message = "protection is lifted in place, or lifting it would be a destroy"
  }
}
