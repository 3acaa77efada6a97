import { ConflictError } from '@backstage/errors';
import {
  ActionTypes,
  defineAction,
  noArgs,
} from '@slipway/plugin-actions-common';
import { haltPermission, liftPermission } from '../permissions';
import { HaltArgs, haltArgsSchema, SeenHalt } from '../routes';
import { HaltState } from '../types';
import { HaltActionName } from './names';

/** What a halt changes: that new faults are blocked or not, and then all faults. */
export type HaltWrite =
  | { do: 'halt'; by: string; at: string; reason: string }
  | { do: 'lift'; by: string; at: string };

export interface HaltTypes extends ActionTypes {
  name: HaltActionName;
  subject: HaltState & { running: number };
  draft: { reason?: string };
  context: undefined;
  seen: SeenHalt;
  fresh: HaltState & { running: number };
  write: HaltWrite;
}

const allStopped = (running: number) =>
  running === 1
    ? 'The one fault is stopped.'
    : `All ${running} faults are stopped.`;

/** Blocks new faults, then stops every fault of every cluster. The safe direction. */
export const halt = defineAction<HaltTypes, HaltArgs>({
  name: 'halt',
  words: {
    label: 'Halt everything',
    phrase: 'Halt',
    accepted: 'The halt of all faults',
    recordedAs: 'halt',
  },
  permission: haltPermission,
  args: haltArgsSchema,
  risk: { severity: 'critical', unrecordedOk: true, danger: true },
  guard: [],
  gate: ({ halted, running, left = [] }) =>
    halted && running === 0 && left.length === 0
      ? 'It is halted, and nothing runs.'
      : undefined,
  missing: ({ reason }) =>
    (reason ?? '').trim().length < 3 ? 'Say why.' : undefined,
  preview: ({ running }) => ({
    effect: `${
      running === 0 ? 'No fault runs now.' : allStopped(running)
    } New ones are blocked for everybody until this is lifted.`,
    warnings: [],
  }),
  plan: (now, { reason }, _seen, { actor, now: at }) => ({
    writes: [{ do: 'halt', by: actor, at, reason }],
    summary: `Halt all faults: ${reason}`,
    severity: 'warning',
    before: { halted: now.halted, running: now.running },
    after: { halted: true, reason },
  }),
});

/** Lets faults be launched again. Starts nothing. */
export const lift = defineAction<HaltTypes, undefined>({
  name: 'lift',
  words: { label: 'Lift the halt', phrase: 'Lift the halt of' },
  permission: liftPermission,
  args: noArgs,
  risk: { severity: 'high' },
  guard: ['at'],
  gate: ({ halted }) => (halted ? undefined : 'Nothing is halted.'),
  preview: ({ by, reason }) => ({
    effect: `Faults can be launched again. Those that were stopped stay stopped. It was halted by ${
      by ?? 'somebody'
    }: ${reason ?? 'no reason was given'}.`,
    warnings: [],
  }),
  plan(now, _args, seen, { actor, now: at }) {
    if (!now.halted) throw new ConflictError('Nothing is halted.');
    if (seen.at !== now.at) {
      throw new ConflictError(
        'It was halted again since you looked. Read the new reason first.',
      );
    }
    return {
      writes: [{ do: 'lift', by: actor, at }],
      before: { halted: true, reason: now.reason ?? '' },
      after: { halted: false },
    };
  },
});

/** How far a halt came, one sentence each; nothing when nothing is halted. Pure. */
export function haltProgress({
  halted,
  running,
  stopping,
  stopped,
  left = [],
}: HaltTypes['subject']): string[] {
  if (!halted) return [];
  const count = (faults: number) =>
    faults === 1 ? '1 fault' : `${faults} faults`;
  const notEnded =
    running > 0
      ? [`${count(running)} ${running === 1 ? 'has' : 'have'} not ended.`]
      : [];
  if (stopping) {
    return [
      'Faults are being stopped; when the portal is interrupted meanwhile, it continues at its next start.',
      ...notEnded,
    ];
  }
  return [
    ...(stopped === undefined
      ? []
      : [`${count(stopped)} ${stopped === 1 ? 'was' : 'were'} stopped by it.`]),
    ...notEnded,
    ...(left.length > 0
      ? [
          'What is listed here may still disturb services: halt everything again when its cause is removed, or stop it on its own page. What has a duration ends by itself.',
        ]
      : []),
  ];
}

/** The actions on all faults together. */
export const haltActions = { halt, lift };
