# How a kept plan is applied; sourced by apply and destroy.
# shellcheck shell=bash

# apply_saved KIND: applies the kept plan, which must be of this kind (change or destroy).
apply_saved() {
  local kind=$1 made sum version
  [[ -f $PLAN && -f $PLAN.made ]] ||
    die "There is no plan of $CLOUD/$WORKSPACE to apply: make one with plan."
  {
    IFS= read -r made
    IFS= read -r sum
    IFS= read -r version || true
  } <"$PLAN.made"
  [[ $made == "$kind" ]] || {
    [[ $kind == destroy ]] && die 'The plan that is kept destroys nothing: make one with plan --destroy.'
    die 'The plan that is kept destroys everything: apply it with destroy, or make another.'
  }
  [[ $(sha256sum <"$PLAN") == "$sum" ]] ||
    die "$PLAN has changed since it was made: plan again."
  prepare
  if [[ $DRY_RUN == false && $(state_version) != "${version:-}" ]]; then
    die 'The state has changed since the plan was made: plan again.'
  fi
  change "$TOOL" "-chdir=$FOLDER" apply -input=false -lock-timeout=0s "$PLAN"
  [[ $DRY_RUN == true ]] || rm -f "$PLAN" "$PLAN.made"
}
