import { ResolvedEnvironment } from '@slipway/plugin-clusters-common';
import {
  durationInWords,
  RunDetail,
  Suite,
  SuiteProfile,
  SuiteTarget,
  TargetOffer,
  workersFor,
} from '@slipway/plugin-loadtest-common';
import { LoadTestConfig, Limits } from '../config';
import { Runner } from '../runners/types';

/** Which rule of an environment a profile breaks; undefined when none. */
function refusalOf(
  { curve }: SuiteProfile,
  limits: Limits,
  environment: ResolvedEnvironment,
  maxUsers: number,
): string | undefined {
  const name =
    environment.source === 'undeclared'
      ? 'prod (the environment is not declared)'
      : environment.environment;
  if (limits.refused) {
    return environment.source === 'undeclared'
      ? `The environment is not declared, so the rules of production hold. ${limits.refused}`
      : limits.refused;
  }
  if (curve.peakUsers > limits.maxUsers) {
    return `Its peak of ${curve.peakUsers} users is more than the ${limits.maxUsers} that are allowed in ${name}.`;
  }
  if (curve.durationSeconds > limits.maxDurationSeconds) {
    return `It takes ${durationInWords(
      curve.durationSeconds,
    )}, more than the ${durationInWords(
      limits.maxDurationSeconds,
    )} that are allowed in ${name}.`;
  }
  return curve.peakUsers > maxUsers
    ? `Its peak of ${curve.peakUsers} users needs more workers than are allowed.`
    : undefined;
}

/** What can be launched at a target now, and why not what cannot. Pure. */
export function offerOf(input: {
  suite: Suite;
  target: SuiteTarget;
  environment: ResolvedEnvironment;
  running: RunDetail | undefined;
  runners: readonly Runner[];
  config: LoadTestConfig;
}): TargetOffer {
  const { suite, target, environment, running, runners, config } = input;
  const limits = config.limits[environment.environment];
  const { usersPerWorker, maxWorkers } = config;
  return {
    target,
    environment: environment.environment,
    runners: runners.map(runner => {
      const reason = runner.refusal(target);
      return {
        runner: runner.name,
        ...(reason === undefined ? {} : { reason }),
      };
    }),
    limits: {
      maxUsers: limits.maxUsers,
      maxDurationSeconds: limits.maxDurationSeconds,
    },
    ...(running
      ? {
          running: {
            id: running.id,
            startedBy: running.startedBy,
            createdAt: running.createdAt,
          },
        }
      : {}),
    refused: suite.profiles.flatMap(profile => {
      const reason = refusalOf(
        profile,
        limits,
        environment,
        usersPerWorker * maxWorkers,
      );
      return reason === undefined ? [] : [{ profile: profile.name, reason }];
    }),
    workers: suite.profiles.map(({ name, curve }) => ({
      profile: name,
      count: workersFor(curve.peakUsers, usersPerWorker),
    })),
  };
}
