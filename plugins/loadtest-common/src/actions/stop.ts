import { ConflictError } from '@backstage/errors';
import { ActionTypes, defineAction } from '@slipway/plugin-actions-common';
import { z } from 'zod/v3';
import { loadtestStopPermission } from '../permissions';
import { RunRow, RunState } from '../types';

/** A run that is to end early. */
export interface StopWrite {
  runId: string;
  /** `user:default/olga` */
  by: string;
  reason: string;
}

export interface StopTypes extends ActionTypes {
  name: 'stop';
  subject: RunRow;
  draft: { reason?: string };
  context: undefined;
  seen: Record<string, never>;
  fresh: RunRow;
  write: StopWrite;
}

/** States in which a run still puts load on its target, or may. */
export const ACTIVE_STATES: readonly RunState[] = [
  'starting',
  'running',
  'stopping',
];

/** Whether a run still puts load on its target, or may. */
export const isActive = ({ state }: Pick<RunRow, 'state'>): boolean =>
  ACTIVE_STATES.includes(state);

function gate({ state }: RunRow): string | undefined {
  if (state === 'stopping') return 'It is already stopping.';
  return isActive({ state }) ? undefined : 'It has already ended.';
}

/** Ends a run early: users go to 0, workers and master end. */
export const stop = defineAction<StopTypes, { reason?: string } | undefined>({
  name: 'stop',
  words: { label: 'Stop', phrase: 'Stop load test of' },
  permission: loadtestStopPermission,
  args: z
    .object({ reason: z.string().trim().min(1).max(500).optional() })
    .strict()
    .optional(),
  risk: { severity: 'medium', oneTap: true, unrecordedOk: true },
  agent: {
    description: 'Stops a load test. args.reason is kept with the run.',
    destructive: false,
  },
  guard: [],
  gate,
  preview: () => ({
    effect: 'Takes all users away and ends master and workers.',
    warnings: [],
  }),
  plan(fresh, args, _seen, { actor }) {
    const reason = gate(fresh);
    if (reason !== undefined) throw new ConflictError(reason);
    return {
      writes: [
        {
          runId: fresh.id,
          by: actor,
          reason: args?.reason ?? 'Stopped by a user.',
        },
      ],
      before: { state: fresh.state },
      after: { state: 'stopping' },
      summary: `Stop ${fresh.profile} test of ${fresh.entityRef}`,
    };
  },
});
