import { ConflictError } from '@backstage/errors';
import {
  ActionTypes,
  defineAction,
  NothingSeen,
} from '@slipway/plugin-actions-common';
import { resilienceStopPermission } from '../permissions';
import { StopArgs, stopArgsSchema } from '../routes';
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
  subject: Pick<RunRow, 'state' | 'stop'>;
  draft: { reason?: string };
  context: undefined;
  seen: NothingSeen;
  fresh: RunRow;
  write: StopWrite;
}

/** States in which something of a run may still be there. */
export const ACTIVE_STATES: readonly RunState[] = [
  'starting',
  'baseline',
  'injecting',
  'recovering',
  'stopping',
];

/** Whether something of a run may still be there. */
export const isActive = ({ state }: Pick<RunRow, 'state'>): boolean =>
  ACTIVE_STATES.includes(state);

function gate({ state, stop: by }: StopTypes['subject']): string | undefined {
  if (!isActive({ state })) return 'It has already ended.';
  if (state === 'stopping') return 'It is already stopping.';
  return by
    ? 'Every part has ended; only the recovery is being watched.'
    : undefined;
}

/** Ends a run early: every part is stopped at once. */
export const stop = defineAction<StopTypes, StopArgs>({
  name: 'stop',
  words: { label: 'Stop', phrase: 'Stop joint run' },
  permission: resilienceStopPermission,
  args: stopArgsSchema,
  risk: { severity: 'medium', oneTap: true, unrecordedOk: true },
  agent: {
    description: 'Stops a joint run. args.reason is kept with the run.',
    destructive: false,
  },
  guard: [],
  gate,
  preview: () => ({
    effect:
      'Stops every part at once. The faults are taken back, the load ends.',
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
      summary: `Stop joint run ${fresh.title} of ${fresh.entityRef}`,
    };
  },
});
