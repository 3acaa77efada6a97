# The comment above a refused run is the exact message.

run "dev" {
  command = plan
  variables {
    stage     = "dev"
    workspace = "dev"
  }
  assert {
    condition     = [output.stage, output.production, output.protected, output.highly_available] == ["dev", false, false, false]
    error_message = "dev may be torn down"
  }
}

run "stage" {
  command = plan
  variables {
    stage     = "stage"
    workspace = "stage"
  }
  assert {
    condition     = [output.production, output.protected, output.highly_available] == [false, true, false]
    error_message = "stage is protected"
  }
}

run "prod" {
  command = plan
  variables {
    stage     = "prod"
    workspace = "prod"
  }
  assert {
    condition     = [output.production, output.protected, output.highly_available] == [true, true, true]
    error_message = "prod is protected and survives the loss of a zone"
  }
}

# refused: The values are those of prod, and the workspace is dev: select it (terraform workspace select prod), or give its file of values.
run "values_of_prod_in_dev" {
  command = plan
  variables {
    stage     = "prod"
    workspace = "dev"
  }
  expect_failures = [output.stage]
}

# refused: The values are those of dev, and the workspace is default: select it (terraform workspace select dev), or give its file of values.
run "no_workspace_selected" {
  command = plan
  variables {
    stage     = "dev"
    workspace = "default"
  }
  expect_failures = [output.stage]
}

# refused: stage must be dev, stage or prod.
run "unknown_stage" {
  command = plan
  variables {
    stage     = "qa"
    workspace = "qa"
  }
  expect_failures = [var.stage]
}
