import { ConflictError, InputError } from '@backstage/errors';
import { defineAction, noArgs } from '@slipway/plugin-actions-common';
import { z } from 'zod/v3';
import { environmentsKeepPermission } from '../permissions';
import { extendedEnd, ttlProblem } from '../ttl/ttl';
import { EnvironmentRow } from '../types';
import { EnvironmentActionTypes } from './types';

const extendArgs = z
  .object({ hours: z.number().int().min(1, 'must be 1 at least') })
  .strict();
type ExtendArgs = z.infer<typeof extendArgs>;

const GONE = 'It is being destroyed, or was.';
const isGone = ({ state }: EnvironmentRow) =>
  state === 'destroying' || state === 'destroyed';

function extendGate(row: EnvironmentRow): string | undefined {
  if (isGone(row)) return GONE;
  return row.expiresAt === null ? 'It has no end.' : undefined;
}

/** Moves the end of an environment. */
export const extend = defineAction<EnvironmentActionTypes, ExtendArgs>({
  name: 'extend',
  words: { label: 'Extend', phrase: 'Extend', menuSuffix: '…' },
  permission: environmentsKeepPermission,
  args: extendArgs,
  risk: { severity: 'medium' },
  agent: {
    description: 'Moves the end of an environment by args.hours.',
    destructive: false,
  },
  guard: [],
  gate: extendGate,
  missing: ({ hours }) => (hours ? undefined : 'Say by how many hours.'),
  preview: ({ expiresAt }, { hours }) => ({
    effect: `Moves its end${
      expiresAt && hours
        ? ` from ${expiresAt} by ${hours} ${hours === 1 ? 'hour' : 'hours'}`
        : ''
    }. Nothing else changes.`,
    warnings: [],
  }),
  plan({ row, ttl }, { hours }, _seen, { actor, now }) {
    const gone = extendGate(row);
    if (gone || row.expiresAt === null) throw new ConflictError(gone);
    const end = extendedEnd(row.expiresAt, hours, Date.parse(now));
    const problem = ttlProblem(end, Date.parse(now), ttl);
    if (problem) throw new InputError(problem);
    return {
      writes: [{ verb: 'extend', expiresAt: end, by: actor }],
      before: { expiresAt: row.expiresAt },
      after: { expiresAt: end },
    };
  },
});

function protection(
  name: 'protect' | 'unprotect',
  label: string,
  on: boolean,
  effect: string,
) {
  const gate = (row: EnvironmentRow) => {
    if (isGone(row)) return GONE;
    return row.protected === on
      ? `It is ${on ? '' : 'not '}protected${on ? ' already' : ''}.`
      : undefined;
  };
  return defineAction<EnvironmentActionTypes, undefined>({
    name,
    words: { label, phrase: label },
    permission: environmentsKeepPermission,
    args: noArgs,
    risk: { severity: 'medium' },
    guard: [],
    gate,
    preview: () => ({ effect, warnings: [] }),
    plan({ row }, _args, _seen, { actor }) {
      const reason = gate(row);
      if (reason) throw new ConflictError(reason);
      return {
        writes: [{ verb: 'protect', protected: on, by: actor }],
        before: { protected: row.protected },
        after: { protected: on },
      };
    },
  });
}

/** Keeps an environment from being destroyed, by users and at its end. */
export const protect = protection(
  'protect',
  'Protect',
  true,
  'Nobody can destroy it until it is unprotected, and it stays beyond its end.',
);

/** Lets an environment be destroyed again. */
export const unprotect = protection(
  'unprotect',
  'Unprotect',
  false,
  'It can be destroyed again, and is torn down at its end.',
);
