import {
  durationInWords,
  FreshLaunch,
  launch,
  PROFILE_WORDS,
  PROFILES,
  RunnerName,
  scaledProfile,
  SHORTEST_RUN_SECONDS,
  SuiteProfile,
  TargetOffer,
} from '@slipway/plugin-loadtest-common';
import { PartOffer } from '@slipway/plugin-work-common';
import { z } from 'zod/v3';

/** Arguments of a part, checked as {@link partOffersOf} says. */
export const partArgsSchema = z
  .object({
    runner: z.enum(['kubernetes', 'local']),
    peakUsers: z.number().int().min(1),
    durationSeconds: z.number().int().min(SHORTEST_RUN_SECONDS),
  })
  .strict();

/** Name of the profile that an offer is. */
export const profileNameSchema = z.enum(PROFILES);

const usable = ({ runners }: TargetOffer): RunnerName[] =>
  runners.flatMap(({ runner, reason }) =>
    reason === undefined ? [runner] : [],
  );

function offerOf(fresh: FreshLaunch, profile: SuiteProfile): PartOffer {
  const { offer } = fresh;
  const { limits } = offer;
  const runners = usable(offer);
  const mostUsers = Math.min(limits.maxUsers, limits.workerUsers);
  const { curve } = scaledProfile(profile, {
    peakUsers: Math.min(profile.curve.peakUsers, Math.max(1, mostUsers)),
    durationSeconds: Math.min(
      Math.round(profile.curve.durationSeconds),
      Math.max(SHORTEST_RUN_SECONDS, limits.maxDurationSeconds),
    ),
  });
  const unavailable = limits.refused ?? launch.gate(fresh);
  return {
    kind: 'load',
    id: profile.name,
    title: `${profile.name} test`,
    help: `${PROFILE_WORDS[profile.name]} The suite has up to ${
      profile.curve.peakUsers
    } users for ${durationInWords(profile.curve.durationSeconds)}.`,
    schema: {
      type: 'object',
      additionalProperties: false,
      required: ['runner', 'peakUsers', 'durationSeconds'],
      properties: {
        peakUsers: {
          type: 'integer',
          title: 'Peak users',
          description: `At most ${mostUsers} in ${limits.where}. The whole curve changes in the same ratio.`,
          minimum: 1,
          maximum: Math.max(1, mostUsers),
        },
        durationSeconds: {
          type: 'integer',
          title: 'Duration in seconds',
          description: `At most ${durationInWords(
            limits.maxDurationSeconds,
          )} in ${
            limits.where
          }. Each part of the curve changes in the same ratio.`,
          minimum: SHORTEST_RUN_SECONDS,
          maximum: Math.max(SHORTEST_RUN_SECONDS, limits.maxDurationSeconds),
        },
        runner: {
          type: 'string',
          title: 'Load comes from',
          description:
            'kubernetes: pods of the cluster; local: the machine of the portal.',
          enum: offer.runners.map(({ runner }) => runner),
        },
      },
    },
    defaults: {
      peakUsers: curve.peakUsers,
      durationSeconds: curve.durationSeconds,
      runner: runners[0] ?? offer.runners[0]?.runner ?? 'kubernetes',
    },
    durationSeconds: curve.durationSeconds,
    ...(unavailable === undefined ? {} : { unavailable }),
  };
}

/** The profiles of a suite as parts of a joint run. Pure. */
export const partOffersOf = (fresh: FreshLaunch): PartOffer[] =>
  fresh.suite.profiles.map(profile => offerOf(fresh, profile));
