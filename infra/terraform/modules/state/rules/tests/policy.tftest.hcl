# The comment above a refused run is the exact message.

variables {
  bucket_arn  = "arn:aws:s3:::slipway-state"
  kms_key_arn = "arn:aws:kms:eu-central-1:123456789012:key/1"
}

run "a_stack_in_one_workspace" {
  command = plan
  variables {
    keys       = ["stacks/aws/terraform.tfstate"]
    workspaces = ["dev"]
  }
  assert {
    condition = {
      for statement in jsondecode(output.policy).Statement : statement.Sid => [jsonencode(statement.Action), jsonencode(statement.Resource)]
      } == {
      List  = [jsonencode(["s3:ListBucket"]), jsonencode(["arn:aws:s3:::slipway-state"])]
      State = [jsonencode(["s3:GetObject", "s3:PutObject"]), jsonencode(["arn:aws:s3:::slipway-state/env:/dev/stacks/aws/terraform.tfstate"])]
      Lock  = [jsonencode(["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]), jsonencode(["arn:aws:s3:::slipway-state/env:/dev/stacks/aws/terraform.tfstate.tflock"])]
      Key   = [jsonencode(["kms:Decrypt", "kms:GenerateDataKey"]), jsonencode(["arn:aws:kms:eu-central-1:123456789012:key/1"])]
    }
    error_message = output.policy
  }
}

run "environments_without_workspaces" {
  command = plan
  variables { keys = ["environments/*"] }
  assert {
    condition = [
      for statement in jsondecode(output.policy).Statement : jsonencode(statement.Resource) if contains(["State", "Lock"], statement.Sid)
      ] == [
      jsonencode(["arn:aws:s3:::slipway-state/environments/*"]),
      jsonencode(["arn:aws:s3:::slipway-state/environments/*.tflock"]),
    ]
    error_message = output.policy
  }
}

run "no_statement_allows_everything" {
  command = plan
  variables { keys = ["environments/*"] }
  assert {
    condition = alltrue(flatten([
      for statement in jsondecode(output.policy).Statement : [
        for one in concat(statement.Action, statement.Resource) : one != "*" && !endswith(one, ":*")
      ]
    ]))
    error_message = output.policy
  }
}

# refused: keys must be keys that end in .tfstate, or prefixes that end in /*, without a leading slash.
run "the_whole_bucket" {
  command = plan
  variables { keys = ["*"] }
  expect_failures = [var.keys]
}

# refused: keys must be keys that end in .tfstate, or prefixes that end in /*, without a leading slash.
run "a_leading_slash" {
  command = plan
  variables { keys = ["/stacks/terraform.tfstate"] }
  expect_failures = [var.keys]
}

# refused: workspaces must be names of lower-case letters, digits and hyphens.
run "every_workspace" {
  command = plan
  variables {
    keys       = ["stacks/aws/terraform.tfstate"]
    workspaces = ["*"]
  }
  expect_failures = [var.workspaces]
}
