import { ResolvedEnvironment } from '@slipway/plugin-clusters-common';
import {
  LaunchLimits,
  refusalOfCurve,
  RunDetail,
  Suite,
  SuiteTarget,
  TargetOffer,
  workersFor,
} from '@slipway/plugin-loadtest-common';
import { LoadTestConfig } from '../config';
import { Runner } from '../runners/types';

const UNDECLARED =
  'The environment is not declared, so the rules of production hold.';

/** Why somebody else must allow a run, where the configuration says so. */
const APPROVAL = {
  dev: 'The configuration asks for it in development.',
  stage: 'The configuration asks for it in staging.',
  prod: 'This is production.',
} as const;

/** What a run may be in an environment. Pure. */
function limitsOf(
  { limits, usersPerWorker, maxWorkers }: LoadTestConfig,
  { environment, source }: ResolvedEnvironment,
): LaunchLimits {
  const { maxUsers, maxDurationSeconds, refused, approval } =
    limits[environment];
  const declared = source !== 'undeclared';
  return {
    maxUsers,
    maxDurationSeconds,
    where: declared ? environment : 'prod (the environment is not declared)',
    workerUsers: usersPerWorker * maxWorkers,
    ...(refused === undefined
      ? {}
      : { refused: declared ? refused : `${UNDECLARED} ${refused}` }),
    ...(approval && refused === undefined
      ? { approval: declared ? APPROVAL[environment] : UNDECLARED }
      : {}),
  };
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
  const limits = limitsOf(config, environment);
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
    limits,
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
      const reason = refusalOfCurve(profile.curve, limits);
      return reason === undefined ? [] : [{ profile: profile.name, reason }];
    }),
    workers: suite.profiles.map(({ name, curve }) => ({
      profile: name,
      count: workersFor(curve.peakUsers, config.usersPerWorker),
    })),
  };
}
