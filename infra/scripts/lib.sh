# What the scripts share; sourced, never run.
# shellcheck shell=bash

set -euo pipefail

# Set by --dry-run: what would be run is printed, and nothing is run that changes something.
DRY_RUN=false

# Root of the repository. SLIPWAY_ROOT is for tests.
ROOT=${SLIPWAY_ROOT:-$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)}
readonly ROOT

say() { printf '%s\n' "$*"; }

# Ends with a sentence that says what is wrong.
die() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

# Ends with 64 (EX_USAGE): the command line is wrong.
misuse() {
  printf '%s: %s\nSee %s --help\n' "${0##*/}" "$*" "${0##*/}" >&2
  exit 64
}

# Prints the comment at the top of the script that was called.
help() {
  sed -n '2,/^$/{ s/^# \{0,1\}//; p; }' "$0"
}

# value OPTION ARGUMENTS: the argument of an option that must have one.
value() {
  [[ $# -ge 2 && -n $2 && $2 != --* ]] || misuse "$1 needs a value."
  printf '%s' "$2"
}

needs() {
  local program
  for program in "$@"; do
    command -v "$program" >/dev/null || die "$program is not on PATH."
  done
}

# label WHAT TEXT: only what can be neither an option, a path nor a shell word.
label() {
  [[ $2 =~ ^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$ ]] ||
    misuse "$1 must be small letters, digits and hyphens, not \"$2\"."
}

one_of() {
  local what=$1 text=$2 known
  shift 2
  for known in "$@"; do
    [[ $text == "$known" ]] && return
  done
  misuse "$what must be one of $*, not \"$text\"."
}

# Runs what changes something; with --dry-run it is printed as a shell would read it.
change() {
  if [[ $DRY_RUN == true ]]; then
    printf 'would run:'
    printf ' %q' "$@"
    printf '\n'
    return
  fi
  "$@"
}

# Reads NAME=VALUE lines into the environment. Nothing in it is evaluated.
load_env() {
  local file=$1 line name
  [[ -f $file ]] || return 0
  while IFS= read -r line || [[ -n $line ]]; do
    [[ -z $line || $line == \#* ]] && continue
    name=${line%%=*}
    [[ $line == *=* && $name =~ ^[A-Za-z_][A-Za-z0-9_]*$ ]] ||
      die "$file: \"$name\" is no NAME=VALUE line."
    [[ $name =~ ^(PATH|HOME|IFS|ENV|BASH.*|LD_.*|SHELLOPTS|NODE_OPTIONS|PYTHON.*)$ ]] &&
      die "$file: $name may not be set here."
    export "$name=${line#*=}"
  done <"$file"
}

CLOUDS=(aws gcp azure local)
WORKSPACES=(dev stage prod)

# Sets FOLDER, PLANS and PLAN for CLOUD and WORKSPACE, which the caller has read.
# shellcheck disable=SC2034,SC2153
locate() {
  one_of --cloud "$CLOUD" "${CLOUDS[@]}"
  one_of --workspace "$WORKSPACE" "${WORKSPACES[@]}"
  one_of --tool "$TOOL" terraform tofu
  FOLDER=$ROOT/infra/terraform/stacks/$CLOUD
  [[ -d $FOLDER ]] || die "There is no stack $FOLDER."
  PLANS=${SLIPWAY_PLANS:-$ROOT/.slipway/plans}
  PLAN=$PLANS/$CLOUD-$WORKSPACE.tfplan
}

# Serial and lineage of the state that is stored now; empty while there is none.
state_version() {
  "$TOOL" "-chdir=$FOLDER" state pull |
    sed -n 's/^  "\(serial\|lineage\)": "\{0,1\}\([^",]*\)"\{0,1\},\{0,1\}$/\1=\2/p' | sort | tr '\n' ' '
}

# Initialises the stack with its backend and selects the workspace.
prepare() {
  local backend=$FOLDER/backend.$WORKSPACE.hcl
  [[ -f $backend ]] || die "There is no $backend: bootstrap writes it."
  load_env "$FOLDER/$WORKSPACE.env"
  export TF_IN_AUTOMATION=1 TF_INPUT=0
  change "$TOOL" "-chdir=$FOLDER" init -input=false -reconfigure "-backend-config=$backend"
  change "$TOOL" "-chdir=$FOLDER" workspace select -or-create "$WORKSPACE"
}
