import {
  EnvironmentRow,
  environmentStateOf,
  Operation,
  OPERATION_WORDS,
  KIND_WORDS,
} from '@slipway/plugin-environments-common';

/** Why an environment is in its state, one sentence. */
function reasonOf(operation: Operation): string {
  const { kind, state, reason } = operation;
  if (state === 'succeeded') {
    return kind === 'destroy'
      ? 'It was destroyed: nothing of it is left.'
      : 'It is what its definition says.';
  }
  return (
    reason ?? `${KIND_WORDS[kind]}: ${OPERATION_WORDS[state].toLowerCase()}.`
  );
}

/**
 * An environment after a change of one of its operations.
 *
 * @param now - ISO time
 * @param patch - what the step found out: outputs, drift
 */
export function rowAfter(
  row: EnvironmentRow,
  operation: Operation,
  now: string,
  patch: Partial<EnvironmentRow> = {},
): EnvironmentRow {
  const base = { ...row, ...patch, updatedAt: now };
  if (operation.kind === 'check-drift') return base;
  const { id, kind, state, startedBy, plan } = operation;
  const done = state === 'succeeded' && kind !== 'destroy';
  const { drift: _, ...withoutDrift } = base;
  const applied = done && ['reconcile', 'accept-drift'].includes(kind);
  return {
    ...(applied ? withoutDrift : base),
    state: environmentStateOf(operation, row),
    reason: reasonOf(operation),
    ...(done ? { appliedAt: now } : {}),
    operation: {
      id,
      kind,
      state,
      startedBy,
      ...(plan ? { counts: plan.counts } : {}),
      ...(plan?.needsApproval ? { needsApproval: plan.needsApproval } : {}),
    },
  };
}
