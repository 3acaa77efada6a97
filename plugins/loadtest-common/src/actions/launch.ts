import { ConflictError, NotAllowedError } from '@backstage/errors';
import { ActionTypes, defineAction } from '@slipway/plugin-actions-common';
import { z } from 'zod/v3';
import { loadtestLaunchPermission } from '../permissions';
import { requestsPerUser } from '../profile/curve';
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
export interface LaunchDraft {
  profile?: ProfileName;
  runner?: RunnerName;
}

/** A run that is to be started. */
export interface LaunchWrite {
  entityRef: string;
  suite: Suite;
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

const profileIn = (suite: Suite, name: ProfileName | undefined) =>
  suite.profiles.find(profile => profile.name === name);

/** Starts a load test on one target of the suite of an entity. */
export const launch = defineAction<
  LaunchTypes,
  { profile: ProfileName; runner: RunnerName }
>({
  name: 'launch',
  words: { label: 'Launch', phrase: 'Launch load test on', menuSuffix: '…' },
  permission: loadtestLaunchPermission,
  args: z
    .object({ profile: z.enum(PROFILES), runner: z.enum(RUNNERS) })
    .strict(),
  risk: { severity: 'high', typedIn: ['prod'], danger: true },
  agent: {
    description:
      'Starts a load test: args.profile is load, stress, spike or endurance, args.runner kubernetes or local.',
  },
  guard: ['hash'],
  gate,
  missing: ({ profile, runner }) => {
    if (profile === undefined) return 'Choose a profile.';
    return runner === undefined
      ? 'Choose where the load comes from.'
      : undefined;
  },
  preview({ suite, offer }, { profile: name }) {
    const profile = profileIn(suite, name);
    const refusal = offer.refused.find(one => one.profile === name)?.reason;
    if (!profile) return { effect: 'Choose a profile.', warnings: [] };
    const { curve } = profile;
    const rate = Math.round(
      curve.peakUsers * requestsPerUser(suite.userClasses),
    );
    const stops = suite.thresholds.filter(({ stopOnBreach }) => stopOnBreach);
    return {
      effect: `Sends up to ${
        curve.peakUsers
      } users, about ${rate} requests per second, to ${
        offer.target.url
      } for ${durationInWords(
        curve.durationSeconds,
      )}. It ends by itself, and stops when the target hangs${stops
        .map(threshold => `, or ${thresholdInWords(threshold)} is broken`)
        .join('')}.`,
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
  plan(fresh, { profile: name, runner }, seen, { actor }) {
    const { suite, offer, entityRef, hash, locustfile } = fresh;
    if (seen.hash !== hash) {
      throw new ConflictError(
        'The suite changed since you looked. Review it again.',
      );
    }
    const reason = gate(fresh);
    if (reason !== undefined) throw new ConflictError(reason);
    const profile = profileIn(suite, name);
    if (!profile) {
      throw new ConflictError(`The suite has no profile ${name}.`);
    }
    const refused = offer.refused.find(one => one.profile === name);
    if (refused) throw new NotAllowedError(refused.reason);
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
