import { ConflictError, InputError } from '@backstage/errors';
import { defineAction, noArgs } from '@slipway/plugin-actions-common';
import { ChangeArgs, changeArgsSchema } from '../input/names';
import { isOpen } from '../operations/machine';
import {
  environmentsApplyPermission,
  environmentsDestroyPermission,
} from '../permissions';
import { EnvironmentRow } from '../types';
import { EnvironmentActionTypes } from './types';

/** Why no operation can start now; undefined when one can. */
function busy({ state, operation }: EnvironmentRow): string | undefined {
  if (state === 'destroyed') return 'It is destroyed.';
  return operation && isOpen(operation)
    ? `${operation.startedBy} has an operation under way (${operation.kind}, ${operation.state}).`
    : undefined;
}

function readyGate(row: EnvironmentRow): string | undefined {
  return (
    busy(row) ??
    (row.appliedAt === undefined ? 'It was never applied.' : undefined)
  );
}

const PLANS_ONLY = 'Makes a plan. Nothing is changed until that is applied.';

const versionsOf = (services: EnvironmentRow['services']) =>
  Object.fromEntries(
    Object.entries(services).map(([name, { version }]) => [name, version]),
  );

/** Asks for another size or other services. */
export const change = defineAction<EnvironmentActionTypes, ChangeArgs>({
  name: 'change',
  words: { label: 'Change', phrase: 'Change', menuSuffix: '…' },
  permission: environmentsApplyPermission,
  args: changeArgsSchema,
  risk: { severity: 'medium' },
  guard: [],
  gate: readyGate,
  missing: ({ size, services }) =>
    size || services ? undefined : 'Change the size or the services.',
  preview: () => ({ effect: PLANS_ONLY, warnings: [] }),
  plan({ row, quotaProblem }, args, _seen, { actor }) {
    const reason = readyGate(row);
    if (reason) throw new ConflictError(reason);
    if (quotaProblem) throw new InputError(quotaProblem);
    const { size, services } = row;
    return {
      writes: [{ verb: 'start', kind: 'change', change: args, by: actor }],
      before: { size, services: versionsOf(services) },
      after: {
        size: args.size ?? size,
        services: versionsOf(args.services ?? services),
      },
    };
  },
});

function drifted(
  name: 'reconcile' | 'accept-drift',
  label: string,
  why: string,
) {
  const gate = (row: EnvironmentRow) =>
    readyGate(row) ??
    (name === 'accept-drift' && !row.drift?.differences
      ? 'It has not drifted.'
      : undefined);
  return defineAction<EnvironmentActionTypes, undefined>({
    name,
    words: { label, phrase: `${label} of` },
    permission: environmentsApplyPermission,
    args: noArgs,
    risk: { severity: 'medium' },
    guard: [],
    gate,
    preview: () => ({ effect: `${why} ${PLANS_ONLY}`, warnings: [] }),
    plan({ row }, _args, _seen, { actor }) {
      const reason = gate(row);
      if (reason) throw new ConflictError(reason);
      return {
        writes: [{ verb: 'start', kind: name, by: actor }],
        before: { differences: row.drift?.differences ?? 0 },
        after: {},
      };
    },
  });
}

/** Makes the environment what its definition says again. */
export const reconcile = drifted(
  'reconcile',
  'Reconcile',
  'Makes the environment what its definition says again.',
);

/** Takes what was changed behind Terraform's back into its state. */
export const acceptDrift = drifted(
  'accept-drift',
  'Accept drift',
  'Takes what was found into the state of Terraform; no resource is changed.',
);

function destroyGate(row: EnvironmentRow): string | undefined {
  return (
    busy(row) ??
    (row.protected ? 'It is protected: unprotect it first.' : undefined)
  );
}

/** Plans the end of an environment. */
export const destroy = defineAction<EnvironmentActionTypes, undefined>({
  name: 'destroy',
  words: { label: 'Destroy', phrase: 'Destroy', menuSuffix: '…' },
  permission: environmentsDestroyPermission,
  args: noArgs,
  risk: { severity: 'high', danger: true },
  guard: [],
  gate: destroyGate,
  preview: ({ services }) => ({
    effect: `Plans to delete everything of it: ${
      Object.keys(services).length
    } services and what Terraform made. ${PLANS_ONLY}`,
    warnings: ['Somebody else must allow that the plan is applied.'],
  }),
  plan({ row }, _args, _seen, { actor }) {
    const reason = destroyGate(row);
    if (reason) throw new ConflictError(reason);
    return {
      writes: [{ verb: 'start', kind: 'destroy', by: actor }],
      before: { state: row.state },
      after: {},
      severity: 'warning',
    };
  },
});
