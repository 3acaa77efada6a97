import { ConflictError, InputError, NotAllowedError } from '@backstage/errors';
import { ActionTypes, defineAction } from '@slipway/plugin-actions-common';
import { z } from 'zod/v3';
import { loadtestLaunchPermission } from '../permissions';
import { refusalOfCurve } from '../profile/limits';
import { cronProblem, nextTimes } from '../schedule/cron';
import { LoadSchedule } from '../schedule/types';
import { ProfileName, PROFILES, RunnerName, RUNNERS } from '../types';
import { FreshLaunch, LaunchSubject } from './launch';

/** What a user fills in. */
export interface ScheduleDraft {
  profile?: ProfileName;
  runner?: RunnerName;
  cron?: string;
}

export interface ScheduleTypes extends ActionTypes {
  name: 'schedule';
  subject: LaunchSubject;
  draft: ScheduleDraft;
  context: undefined;
  seen: { hash: string };
  fresh: FreshLaunch & {
    /** Why its creator could not start runs later, one sentence. */
    notOwner?: string;
  };
  write: LoadSchedule;
}

const NOT_IN_PRODUCTION =
  'Nothing starts by itself in production: a user launches each run there.';

/** Why nothing can be scheduled at a target; undefined when something can. */
function obstacle({ offer }: LaunchSubject): string | undefined {
  const { environment, limits } = offer;
  if (environment === 'prod') return NOT_IN_PRODUCTION;
  if (limits.refused !== undefined) return limits.refused;
  return limits.approval === undefined
    ? undefined
    : `${limits.approval} Each run there needs an approval of its own, so nothing starts by itself.`;
}

/** Starts a load test again and again, as its creator. */
export const schedule = defineAction<
  ScheduleTypes,
  { profile: ProfileName; runner: RunnerName; cron: string }
>({
  name: 'schedule',
  words: {
    label: 'Schedule',
    phrase: 'Schedule load tests of',
    menuSuffix: '…',
    recordedAs: 'schedule-load',
  },
  permission: loadtestLaunchPermission,
  args: z
    .object({
      profile: z.enum(PROFILES),
      runner: z.enum(RUNNERS),
      cron: z.string().trim().min(9).max(100),
    })
    .strict(),
  risk: { severity: 'medium', typedIn: ['prod'] },
  guard: ['hash'],
  gate: obstacle,
  missing: ({ profile, runner, cron }) => {
    if (profile === undefined) return 'Choose a profile.';
    if (runner === undefined) return 'Choose where the load comes from.';
    return cron ? cronProblem(cron, new Date()) : 'Say when it starts.';
  },
  preview: ({ offer }, { profile, cron }) => ({
    effect: `Starts a ${profile} test of ${offer.target.url} at each time of "${cron}" (UTC), as you. It stops by itself when you no longer own the service.`,
    warnings: [],
  }),
  plan(fresh, { profile: name, runner, cron }, seen, { actor, now, id }) {
    const { suite, offer, entityRef, hash, notOwner } = fresh;
    if (seen.hash !== hash) {
      throw new ConflictError(
        'The suite changed since you looked. Review it again.',
      );
    }
    const reason = obstacle(fresh);
    if (reason !== undefined) throw new NotAllowedError(reason);
    if (notOwner !== undefined) throw new NotAllowedError(notOwner);
    const problem = cronProblem(cron, new Date(now));
    if (problem !== undefined) throw new InputError(problem);
    const profile = suite.profiles.find(one => one.name === name);
    if (!profile) throw new ConflictError(`The suite has no profile ${name}.`);
    const refused = refusalOfCurve(profile.curve, offer.limits);
    if (refused !== undefined) throw new NotAllowedError(refused);
    const chosen = offer.runners.find(one => one.runner === runner);
    if (!chosen || chosen.reason !== undefined) {
      throw new ConflictError(
        chosen?.reason ?? `There is no runner ${runner} here.`,
      );
    }
    const [next] = nextTimes(cron, new Date(now), 1);
    return {
      writes: [
        {
          id,
          entityRef,
          cluster: offer.target.cluster,
          namespace: offer.target.namespace,
          profile: name,
          runner,
          cron,
          createdBy: actor,
          createdAt: now,
          state: 'active',
          nextAt: next.toISOString(),
          missed: 0,
        },
      ],
      before: {},
      after: { profile: name, runner, cron, target: offer.target.url },
      summary: `Schedule ${name} tests of ${entityRef}: ${cron}`,
    };
  },
});
