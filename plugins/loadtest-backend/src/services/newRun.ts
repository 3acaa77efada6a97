import { Actor } from '@slipway/plugin-clusters-common';
import {
  LaunchWrite,
  RunDetail,
  RunOrigin,
  workersFor,
} from '@slipway/plugin-loadtest-common';
import { RunPlan } from '../runners/types';

/** Starting master and workers takes at most so long; added to the end by the clock. */
const START_SECONDS = 120;
/** Fewest and most seconds between samples: a run has about 600. */
const SAMPLE_SECONDS = { least: 2, most: 10, samples: 600 };

/** A run that is to be started. Pure. */
export function newRun(
  write: LaunchWrite,
  facts: { id: string; now: Date; usersPerWorker: number; origin?: RunOrigin },
): RunDetail {
  const { suite, hash, profile, offer, runner, entityRef, startedBy } = write;
  const { target, environment } = offer;
  const { curve, warmUpSeconds } = profile;
  const { id, now, usersPerWorker, origin } = facts;
  return {
    id,
    entityRef,
    suite: suite.name,
    profile: profile.name,
    runner,
    environment,
    cluster: target.cluster,
    namespace: target.namespace,
    targetUrl: target.url,
    state: 'starting',
    startedBy,
    createdAt: now.toISOString(),
    endsBy: new Date(
      now.getTime() + (START_SECONDS + curve.durationSeconds) * 1000,
    ).toISOString(),
    peakUsers: curve.peakUsers,
    durationSeconds: curve.durationSeconds,
    curve,
    warmUpSeconds,
    userClasses: suite.userClasses,
    thresholds: suite.thresholds,
    workersWanted: workersFor(curve.peakUsers, usersPerWorker),
    ...(origin ? { origin } : {}),
    suiteHash: hash,
    hasReport: false,
  };
}

/** What a runner needs of a run. Pure. */
export function planOf(
  detail: RunDetail,
  locustfile: string,
  actor: Actor,
): RunPlan {
  const { curve } = detail;
  const { least, most, samples } = SAMPLE_SECONDS;
  return {
    id: detail.id,
    runner: detail.runner,
    cluster: detail.cluster,
    namespace: detail.namespace,
    url: detail.targetUrl,
    points: curve.points,
    userClasses: detail.userClasses,
    workers: detail.workersWanted,
    peakUsers: detail.peakUsers,
    sampleSeconds: Math.min(
      most,
      Math.max(least, Math.round(curve.durationSeconds / samples)),
    ),
    deadlineSeconds: Math.ceil(START_SECONDS + curve.durationSeconds + 60),
    locustfile,
    actor,
  };
}
