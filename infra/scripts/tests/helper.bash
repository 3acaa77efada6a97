# Programs that record how they were called, before everything else on PATH.
# shellcheck shell=bash
# Texts in single quotes are programs; a test uses the variables.
# shellcheck disable=SC2016,SC2034

setup() {
  SCRIPTS=$BATS_TEST_DIRNAME/..
  export SLIPWAY_ROOT=$BATS_TEST_TMPDIR/root
  export SLIPWAY_PLANS=$BATS_TEST_TMPDIR/plans
  export CALLS=$BATS_TEST_TMPDIR/calls
  STACK=$SLIPWAY_ROOT/infra/terraform/stacks/aws
  mkdir -p "$STACK" "$SLIPWAY_ROOT/infra/helmfile/environment" "$BATS_TEST_TMPDIR/bin"
  touch "$CALLS" "$STACK/backend.dev.hcl"
  PATH=$BATS_TEST_TMPDIR/bin:$PATH
  fake terraform
  fake aws
  fake kubectl
  fake helm
  fake helmfile
}

# fake NAME [BODY]: a program that records its arguments, one line for each call, then does BODY.
fake() {
  {
    printf '#!/usr/bin/env bash\n'
    printf '{ printf %s %s; printf " [%%s]" "$@"; printf "\\n"; } >>"$CALLS"\n' "'%s'" "$1"
    printf '%s\n' "${2:-}"
  } >"$BATS_TEST_TMPDIR/bin/$1"
  chmod +x "$BATS_TEST_TMPDIR/bin/$1"
}

# A terraform whose plan ends with the given code and leaves a file.
planning() {
  fake terraform '
for argument in "$@"; do
  [[ $argument == -out=* ]] && printf "the plan" >"${argument#-out=}"
  [[ $argument == pull ]] && printf "{\n  \"serial\": %s,\n  \"lineage\": \"a-b\",\n}\n" "${SERIAL:-3}"
done
[[ " $* " == *" plan "* ]] && exit '"$1"'
exit 0'
}

called() { grep -F -- "$1" "$CALLS"; }
