import { ConflictError, NotAllowedError } from '@backstage/errors';
import { ActionTypes, defineAction } from '@slipway/plugin-actions-common';
import { z } from 'zod/v3';
import { loadtestLaunchPermission } from '../permissions';
import { requestsPerUser } from '../profile/curve';
import { refusalOfCurve } from '../profile/limits';
import {
  ProfileScale,
  scaledProfile,
  SHORTEST_RUN_SECONDS,
} from '../profile/scale';
import { thresholdInWords } from '../suite/rules';
import { durationInWords } from '../suite/units';
import {
  ProfileName,
  PROFILES,
  RunnerName,
  RUNNERS,
  Suite,
  SuiteProfile,
  TargetOffer,
} from '../types';

/** What a launch is decided by: the suite of an entity at one of its targets. */
export interface LaunchSubject {
  entityRef: string;
  suite: Suite;
  hash: string;
  offer: TargetOffer;
}

/** A {@link LaunchSubject} with the content of its locustfile. */
export interface FreshLaunch extends LaunchSubject {
  locustfile: string;
}

/** What a user fills in. */
export interface LaunchDraft extends ProfileScale {
  profile?: ProfileName;
  runner?: RunnerName;
}

/** A run that is to be started. */
export interface LaunchWrite {
  entityRef: string;
  suite: Suite;
  /** Of suite and locustfile. */
  hash: string;
  /** Content of the locustfile, as it was judged. */
  locustfile: string;
  profile: SuiteProfile;
  runner: RunnerName;
  offer: TargetOffer;
  startedBy: string;
}

export interface LaunchTypes extends ActionTypes {
  name: 'launch';
  subject: LaunchSubject;
  draft: LaunchDraft;
  context: undefined;
  seen: { hash: string };
  fresh: FreshLaunch;
  write: LaunchWrite;
}

/** Why nothing can be launched at a target now; undefined when something can. */
function gate({ offer }: LaunchSubject): string | undefined {
  const { running, runners } = offer;
  if (running) {
    return `${running.startedBy} is loading this target since ${running.createdAt} (run ${running.id}). One run a target.`;
  }
  return runners.every(({ reason }) => reason !== undefined)
    ? runners[0]?.reason ?? 'No runner is configured.'
    : undefined;
}

function profileIn(
  suite: Suite,
  { profile: name, ...scale }: LaunchDraft,
): SuiteProfile | undefined {
  const profile = suite.profiles.find(one => one.name === name);
  return profile && scaledProfile(profile, scale);
}

/** What a run does, in a sentence that depends on suite, target and arguments alone. */
function effectOf(
  { suite, offer }: LaunchSubject,
  { curve }: SuiteProfile,
): string {
  const rate = Math.round(curve.peakUsers * requestsPerUser(suite.userClasses));
  const stops = suite.thresholds.filter(({ stopOnBreach }) => stopOnBreach);
  return `Sends up to ${
    curve.peakUsers
  } users, about ${rate} requests per second, to ${
    offer.target.url
  } for ${durationInWords(
    curve.durationSeconds,
  )}. It ends by itself, and stops when the target hangs${stops
    .map(threshold => `, or ${thresholdInWords(threshold)} is broken`)
    .join('')}.`;
}

/** Where a run can be launched once it is allowed: the page with the same choice. */
function launchPath(
  { entityRef, offer: { target } }: LaunchSubject,
  draft: LaunchDraft,
): string {
  const query = new URLSearchParams({
    entity: entityRef,
    at: `${target.cluster}/${target.namespace}`,
    ...(draft.profile ? { profile: draft.profile } : {}),
    ...(draft.runner ? { runner: draft.runner } : {}),
  });
  return `/resilience/load/launch?${query}`;
}

/** Starts a load test on one target of the suite of an entity. */
export const launch = defineAction<
  LaunchTypes,
  { profile: ProfileName; runner: RunnerName } & ProfileScale
>({
  name: 'launch',
  words: { label: 'Launch', phrase: 'Launch load test on', menuSuffix: '…' },
  permission: loadtestLaunchPermission,
  args: z
    .object({
      profile: z.enum(PROFILES),
      runner: z.enum(RUNNERS),
      peakUsers: z.number().int().min(1).max(1_000_000).optional(),
      durationSeconds: z
        .number()
        .int()
        .min(SHORTEST_RUN_SECONDS)
        .max(1_000_000)
        .optional(),
    })
    .strict(),
  risk: { severity: 'high', typedIn: ['prod'], danger: true },
  agent: {
    description:
      'Starts a load test: args.profile is load, stress, spike or endurance, args.runner kubernetes or local; args.peakUsers and args.durationSeconds change the peak and the length of the profile.',
  },
  guard: ['hash'],
  gate,
  approval: {
    shown: ({ offer }) => offer.limits.approval,
    required(fresh, args) {
      const why = fresh.offer.limits.approval;
      const profile = profileIn(fresh.suite, args);
      if (why === undefined || !profile) return undefined;
      return {
        why,
        words: `${profile.name} test: ${effectOf(fresh, profile)}`,
        // Suite and locustfile: with another one it is another test.
        state: { suite: fresh.hash },
        path: launchPath(fresh, args),
      };
    },
  },
  missing: ({ profile, runner }) => {
    if (profile === undefined) return 'Choose a profile.';
    return runner === undefined
      ? 'Choose where the load comes from.'
      : undefined;
  },
  preview(subject, draft) {
    const { suite, offer } = subject;
    const profile = profileIn(suite, draft);
    if (!profile) return { effect: 'Choose a profile.', warnings: [] };
    const refusal = refusalOfCurve(profile.curve, offer.limits);
    return {
      effect: effectOf(subject, profile),
      warnings: [
        ...(refusal ? [refusal] : []),
        ...(offer.environment === 'prod'
          ? ['This is production: users share what the load takes.']
          : []),
        ...(suite.thresholds.length === 0
          ? ['The suite has no thresholds: there will be no verdict.']
          : []),
      ],
    };
  },
  plan(fresh, args, seen, { actor }) {
    const { profile: name, runner } = args;
    const { suite, offer, entityRef, hash, locustfile } = fresh;
    if (seen.hash !== hash) {
      throw new ConflictError(
        'The suite changed since you looked. Review it again.',
      );
    }
    const reason = gate(fresh);
    if (reason !== undefined) throw new ConflictError(reason);
    const profile = profileIn(suite, args);
    if (!profile) {
      throw new ConflictError(`The suite has no profile ${name}.`);
    }
    const refused = refusalOfCurve(profile.curve, offer.limits);
    if (refused !== undefined) throw new NotAllowedError(refused);
    const chosen = offer.runners.find(one => one.runner === runner);
    if (!chosen || chosen.reason !== undefined) {
      throw new ConflictError(
        chosen?.reason ?? `There is no runner ${runner} here.`,
      );
    }
    return {
      writes: [
        {
          entityRef,
          suite,
          hash,
          locustfile,
          profile,
          runner,
          offer,
          startedBy: actor,
        },
      ],
      before: {},
      after: {
        profile: name,
        runner,
        target: offer.target.url,
        peakUsers: profile.curve.peakUsers,
        durationSeconds: profile.curve.durationSeconds,
      },
      summary: `Launch ${name} test on ${entityRef}`,
    };
  },
});
