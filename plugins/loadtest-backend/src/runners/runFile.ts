import { readFileSync } from 'node:fs';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { RunPlan } from './types';

/** Version of Locust that the prelude is tested with. */
export const LOCUST_VERSION = '2.47.0';

/** The prelude, which every master and worker loads. */
export const preludePath = () =>
  resolvePackagePath(
    '@slipway/plugin-loadtest-backend',
    'prelude',
    'slipway_prelude.py',
  );

/** Its content. */
export const preludeText = () => readFileSync(preludePath(), 'utf8');

/** How long a master stays after the end of its run, so that its last samples can be read, seconds. */
export const LINGER_SECONDS = 120;

/** What the prelude reads (`SLIPWAY_RUN_FILE`). */
export function runFileOf(
  plan: RunPlan,
  more: { token?: string; results?: string } = {},
): string {
  return JSON.stringify({
    run: plan.id,
    points: plan.points.map(({ at, users }) => [at, users]),
    classes: Object.fromEntries(
      plan.userClasses.map(({ name, weight, pacingSeconds }) => [
        name,
        { weight, pacing: pacingSeconds },
      ]),
    ),
    sampleSeconds: plan.sampleSeconds,
    deadlineSeconds: plan.deadlineSeconds,
    ...more,
  });
}

/** Arguments of the master that all runners share. */
export function masterArguments(plan: RunPlan): string[] {
  return [
    '--master',
    '--autostart',
    '--autoquit',
    String(LINGER_SECONDS),
    '--expect-workers',
    String(plan.workers),
    '--expect-workers-max-wait',
    '60',
    '--enable-rebalancing',
    '--stop-timeout',
    '5',
  ];
}
