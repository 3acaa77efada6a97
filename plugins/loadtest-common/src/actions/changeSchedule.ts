import { ConflictError } from '@backstage/errors';
import { ActionTypes, defineAction } from '@slipway/plugin-actions-common';
import { z } from 'zod/v3';
import { loadtestLaunchPermission } from '../permissions';
import { nextTimes } from '../schedule/cron';
import { LoadSchedule } from '../schedule/types';

/** A change of a schedule; without `to` it is deleted. */
export interface ScheduleChange {
  id: string;
  to?: LoadSchedule;
}

export interface ChangeScheduleTypes extends ActionTypes {
  name: 'pause' | 'resume' | 'delete';
  subject: LoadSchedule;
  draft: Record<string, never>;
  context: undefined;
  seen: Record<string, never>;
  fresh: LoadSchedule;
  write: ScheduleChange;
}

const noArgs = z.object({}).strict().optional();
type NoArgs = z.output<typeof noArgs>;

/** What all changes share. */
const shared = {
  permission: loadtestLaunchPermission,
  args: noArgs,
  risk: { severity: 'medium', oneTap: true },
  guard: [],
} as const;

function planOf(
  name: string,
  gate: (schedule: LoadSchedule) => string | undefined,
  change: (schedule: LoadSchedule, now: string) => LoadSchedule | undefined,
) {
  return (fresh: LoadSchedule, now: string) => {
    const reason = gate(fresh);
    if (reason !== undefined) throw new ConflictError(reason);
    const to = change(fresh, now);
    return {
      writes: [{ id: fresh.id, ...(to ? { to } : {}) }],
      before: { state: fresh.state },
      after: { state: to?.state ?? 'deleted' },
      summary: `${name} the schedule "${fresh.cron}" of ${fresh.entityRef}`,
    };
  };
}

const pauseGate = ({ state }: LoadSchedule) =>
  state === 'active' ? undefined : 'It is not active.';
const resumeGate = ({ state }: LoadSchedule) =>
  state === 'paused'
    ? undefined
    : 'Only a paused schedule resumes; one that was stopped is made again.';

const pausePlan = planOf('Pause', pauseGate, ({ nextAt: _, ...kept }) => ({
  ...kept,
  state: 'paused',
}));
const resumePlan = planOf('Resume', resumeGate, (kept, now) => ({
  ...kept,
  state: 'active',
  nextAt: nextTimes(kept.cron, new Date(now), 1)[0].toISOString(),
}));
const deletePlan = planOf(
  'Delete',
  () => undefined,
  () => undefined,
);

/** Nothing starts until it is resumed; what runs continues. */
export const pauseSchedule = defineAction<ChangeScheduleTypes, NoArgs>({
  ...shared,
  name: 'pause',
  words: {
    label: 'Pause',
    phrase: 'Pause schedule',
    recordedAs: 'pause-load-schedule',
  },
  gate: pauseGate,
  preview: () => ({
    effect: 'Nothing starts until it is resumed.',
    warnings: [],
  }),
  plan: (fresh, _args, _seen, { now }) => pausePlan(fresh, now),
});

/** Starts again at its next time. */
export const resumeSchedule = defineAction<ChangeScheduleTypes, NoArgs>({
  ...shared,
  name: 'resume',
  words: {
    label: 'Resume',
    phrase: 'Resume schedule',
    recordedAs: 'resume-load-schedule',
  },
  gate: resumeGate,
  preview: () => ({ effect: 'Starts again at its next time.', warnings: [] }),
  plan: (fresh, _args, _seen, { now }) => resumePlan(fresh, now),
});

/** The schedule is gone; its runs stay. */
export const deleteSchedule = defineAction<ChangeScheduleTypes, NoArgs>({
  ...shared,
  name: 'delete',
  words: {
    label: 'Delete',
    phrase: 'Delete schedule',
    recordedAs: 'delete-load-schedule',
  },
  gate: () => undefined,
  preview: () => ({
    effect: 'The schedule is gone; its runs stay.',
    warnings: [],
  }),
  plan: (fresh, _args, _seen, { now }) => deletePlan(fresh, now),
});
