#!/usr/bin/env bats
# shellcheck disable=SC2016

bats_require_minimum_version 1.5.0
load helper

@test "each script says what it does, and refuses an option that it does not know" {
  for script in bootstrap plan apply destroy failover; do
    run "$SCRIPTS/$script" --help
    [ "$status" -eq 0 ]
    [[ $output == "$script --"*"--dry-run"*"--help"* ]]
    run "$SCRIPTS/$script" --forse
    [ "$status" -eq 64 ]
    [[ $output == *'There is no option "--forse".'* ]]
  done
}

@test "an option without its value is refused" {
  run "$SCRIPTS/plan" --cloud
  [ "$status" -eq 64 ]
  run "$SCRIPTS/plan" --cloud --workspace dev
  [ "$status" -eq 64 ]
  [[ $output == *'--cloud needs a value.'* ]]
}

@test "hostile words are refused before anything runs" {
  for word in '../aws' 'aws;id' '$(id)' '-var=a' 'aws gcp'; do
    run "$SCRIPTS/plan" --cloud "$word" --workspace dev
    [ "$status" -eq 64 ]
    run "$SCRIPTS/plan" --cloud aws --workspace "$word"
    [ "$status" -eq 64 ]
    run "$SCRIPTS/plan" --cloud aws --workspace dev --tool "$word"
    [ "$status" -eq 64 ]
    run "$SCRIPTS/bootstrap" --cloud aws --workspace dev --bucket "$word" --region eu-west-1
    [ "$status" -eq 64 ]
    run "$SCRIPTS/failover" --to ctx --namespace "$word" --values "$BATS_TEST_FILENAME"
    [ "$status" -eq 64 ]
  done
  [ ! -s "$CALLS" ]
}

@test "a plan is kept with what it was made of, readable by its maker alone" {
  planning 2
  printf 'x = 1\n' >"$STACK/dev.tfvars"
  run "$SCRIPTS/plan" --cloud aws --workspace dev
  [ "$status" -eq 2 ]
  called "[init] [-input=false] [-reconfigure] [-backend-config=$STACK/backend.dev.hcl]"
  called '[workspace] [select] [-or-create] [dev]'
  called "[plan] [-input=false] [-detailed-exitcode] [-lock-timeout=0s] [-out=$SLIPWAY_PLANS/aws-dev.tfplan] [-var-file=$STACK/dev.tfvars]"
  [ "$(stat -c %a "$SLIPWAY_PLANS/aws-dev.tfplan")" = 600 ]
  [ "$(sed -n 1p "$SLIPWAY_PLANS/aws-dev.tfplan.made")" = change ]
}

@test "nothing to change ends with 0 and keeps no plan" {
  planning 0
  run "$SCRIPTS/plan" --cloud aws --workspace dev
  [ "$status" -eq 0 ]
  [ ! -e "$SLIPWAY_PLANS/aws-dev.tfplan" ]
}

@test "a plan that fails leaves none, not even the one before" {
  planning 2
  run "$SCRIPTS/plan" --cloud aws --workspace dev
  planning 1
  run "$SCRIPTS/plan" --cloud aws --workspace dev
  [ "$status" -eq 1 ]
  run "$SCRIPTS/apply" --cloud aws --workspace dev
  [ "$status" -eq 1 ]
  [[ $output == *'There is no plan of aws/dev to apply'* ]]
}

@test "apply is refused without a plan" {
  planning 2
  run "$SCRIPTS/apply" --cloud aws --workspace dev
  [ "$status" -eq 1 ]
  [[ $output == *'There is no plan of aws/dev to apply'* ]]
  [ ! -s "$CALLS" ]
}

@test "apply applies exactly the plan, and once" {
  planning 2
  run "$SCRIPTS/plan" --cloud aws --workspace dev
  run "$SCRIPTS/apply" --cloud aws --workspace dev
  [ "$status" -eq 0 ]
  called "[apply] [-input=false] [-lock-timeout=0s] [$SLIPWAY_PLANS/aws-dev.tfplan]"
  run "$SCRIPTS/apply" --cloud aws --workspace dev
  [ "$status" -eq 1 ]
  [ "$(grep -c '\[apply\]' "$CALLS")" -eq 1 ]
}

@test "apply refuses a plan whose file was changed" {
  planning 2
  run "$SCRIPTS/plan" --cloud aws --workspace dev
  printf 'another' >"$SLIPWAY_PLANS/aws-dev.tfplan"
  run "$SCRIPTS/apply" --cloud aws --workspace dev
  [ "$status" -eq 1 ]
  [[ $output == *'has changed since it was made'* ]]
  run ! called '[apply]'
}

@test "apply refuses a plan when the state has changed since" {
  planning 2
  run "$SCRIPTS/plan" --cloud aws --workspace dev
  SERIAL=4 run "$SCRIPTS/apply" --cloud aws --workspace dev
  [ "$status" -eq 1 ]
  [[ $output == *'The state has changed'* ]]
  run ! called '[apply]'
}

@test "a dry run of plan and apply runs no terraform that changes something" {
  run "$SCRIPTS/plan" --cloud aws --workspace dev --dry-run
  [ "$status" -eq 0 ]
  [[ $output == *'would run: terraform '*'plan -input=false'* ]]
  planning 2
  run "$SCRIPTS/plan" --cloud aws --workspace dev
  : >"$CALLS"
  run "$SCRIPTS/apply" --cloud aws --workspace dev --dry-run
  [ "$status" -eq 0 ]
  [[ $output == *'would run: terraform '*'apply -input=false'* ]]
  [ ! -s "$CALLS" ]
  [ -e "$SLIPWAY_PLANS/aws-dev.tfplan" ]
}

@test "destroy needs a plan that destroys, and the name typed out" {
  planning 2
  run "$SCRIPTS/plan" --cloud aws --workspace dev
  run "$SCRIPTS/destroy" --cloud aws --workspace dev --confirm aws/prod
  [ "$status" -eq 64 ]
  run "$SCRIPTS/destroy" --cloud aws --workspace dev --confirm aws/dev
  [ "$status" -eq 1 ]
  [[ $output == *'destroys nothing'* ]]
  run "$SCRIPTS/plan" --cloud aws --workspace dev --destroy
  called '[-destroy]'
  run "$SCRIPTS/apply" --cloud aws --workspace dev
  [ "$status" -eq 1 ]
  [[ $output == *'destroys everything'* ]]
  run ! called '[apply]'
  run "$SCRIPTS/destroy" --cloud aws --workspace dev --confirm aws/dev
  [ "$status" -eq 0 ]
  called "[apply] [-input=false] [-lock-timeout=0s] [$SLIPWAY_PLANS/aws-dev.tfplan]"
}

@test "OpenTofu has the same command line" {
  planning 2
  mv "$BATS_TEST_TMPDIR/bin/terraform" "$BATS_TEST_TMPDIR/bin/tofu"
  run "$SCRIPTS/plan" --cloud aws --workspace dev --tool tofu
  [ "$status" -eq 2 ]
  run "$SCRIPTS/apply" --cloud aws --workspace dev --tool tofu
  [ "$status" -eq 0 ]
}

@test "a file of variables is read and not evaluated" {
  planning 2
  printf '# a comment\nTF_VAR_note=$(touch %s/evaluated) `id`\n' "$BATS_TEST_TMPDIR" >"$STACK/dev.env"
  fake terraform 'printf "%s\n" "$TF_VAR_note" >"$CALLS.note"; [[ $2 == plan ]] && exit 0; exit 0'
  run "$SCRIPTS/plan" --cloud aws --workspace dev
  [ "$status" -eq 0 ]
  [ ! -e "$BATS_TEST_TMPDIR/evaluated" ]
  grep -qF '$(touch' "$CALLS.note"
  printf 'PATH=/tmp\n' >"$STACK/dev.env"
  run "$SCRIPTS/plan" --cloud aws --workspace dev
  [ "$status" -eq 1 ]
}

@test "bootstrap makes a bucket with versions and without public access" {
  fake aws '[[ $* == *head-bucket* ]] && exit 1; exit 0'
  run "$SCRIPTS/bootstrap" --cloud aws --workspace stage --bucket acme-state --region eu-west-1
  [ "$status" -eq 0 ]
  called '[create-bucket] [--bucket] [acme-state] [--create-bucket-configuration] [LocationConstraint=eu-west-1]'
  called '[Status=Enabled]'
  called 'RestrictPublicBuckets=true'
  grep -q 'use_lockfile = true' "$STACK/backend.stage.hcl"
  grep -q '^key .*"stacks/aws/terraform.tfstate"$' "$STACK/backend.stage.hcl"
}

@test "bootstrap leaves a bucket that is there, and can be run again" {
  run "$SCRIPTS/bootstrap" --cloud aws --workspace stage --bucket acme-state --region eu-west-1 --endpoint http://127.0.0.1:9000
  [ "$status" -eq 0 ]
  run ! called '[create-bucket]'
  grep -q 'endpoints    = { s3 = "http://127.0.0.1:9000" }' "$STACK/backend.stage.hcl"
}

@test "a dry run of bootstrap writes nothing" {
  run "$SCRIPTS/bootstrap" --cloud aws --workspace stage --bucket acme-state --region eu-west-1 --dry-run
  [ "$status" -eq 0 ]
  [ ! -s "$CALLS" ]
  [ ! -e "$STACK/backend.stage.hcl" ]
}

@test "failover installs, waits for every Rollout, and says how long it took" {
  run "$SCRIPTS/failover" --to eks --namespace env-a --values "$BATS_TEST_FILENAME" --timeout 60
  [ "$status" -eq 0 ]
  called '[--kube-context] [eks] [--state-values-file]'
  called '[wait] [rollouts.argoproj.io] [--all] [--for=jsonpath={.status.phase}=Healthy] [--timeout=60s]'
  [[ $output == *'Healthy on eks after '*' s.'* ]]
}

@test "failover changes nothing when the other cluster does not answer" {
  fake kubectl 'exit 1'
  run "$SCRIPTS/failover" --to eks --namespace env-a --values "$BATS_TEST_FILENAME"
  [ "$status" -eq 1 ]
  [[ $output == *'nothing was changed'* ]]
  run ! called helmfile
}

@test "failover fails when a Rollout does not become Healthy" {
  fake kubectl '[[ $* == *wait* ]] && exit 1; exit 0'
  run "$SCRIPTS/failover" --to eks --namespace env-a --values "$BATS_TEST_FILENAME"
  [ "$status" -eq 1 ]
  [[ $output != *'Healthy on'* ]]
}

@test "a dry run of failover shows the difference" {
  run "$SCRIPTS/failover" --to eks --namespace env-a --values "$BATS_TEST_FILENAME" --dry-run
  [ "$status" -eq 0 ]
  called '[diff]'
  run ! called '[sync]'
}
