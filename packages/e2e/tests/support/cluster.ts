import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { target } from './target';

const execute = promisify(execFile);

/** Fields of a Rollout that the browser tests assert on, as the API server gives them. */
export interface RolloutObject {
  metadata: { uid: string; resourceVersion: string; generation: number };
  spec: {
    paused?: boolean;
    template: { spec: { containers: Array<{ name: string; image: string }> } };
  };
  status: {
    phase?: string;
    message?: string;
    abort?: boolean;
    currentPodHash?: string;
    stableRS?: string;
    currentStepIndex?: number;
    observedGeneration?: string;
    pauseConditions?: Array<{ reason: string; startTime: string }>;
  };
}

/** Runs kubectl with the administrator's credentials: the outside world of these tests. */
export const kubectl = (...args: string[]) => runTool('kubectl', args);
/** Runs `kubectl argo rollouts …`. */
export const argo = (...args: string[]) =>
  runTool('kubectl-argo-rollouts', args);

async function runTool(program: string, args: string[]): Promise<string> {
  const { bin, kubeconfig, context } = target();
  const { stdout } = await execute(
    join(bin, program),
    [
      ...args,
      `--kubeconfig=${kubeconfig}`,
      ...(context ? [`--context=${context}`] : []),
    ],
    { maxBuffer: 32 * 1024 * 1024 },
  );
  return stdout;
}

/** Reads a Rollout from the API server. */
export async function readRollout(
  namespace: string,
  name: string,
): Promise<RolloutObject> {
  const object = JSON.parse(
    await kubectl(
      'get',
      'rollouts.argoproj.io',
      name,
      '-n',
      namespace,
      '-o',
      'json',
    ),
  );
  // The controller has not seen a new one yet.
  return { status: {}, ...object };
}

/** How long the controller may leave a Rollout alone before it is woken, ms. */
const OVERLOOKED = 12_000;

/** A write that changes nothing but makes the controller look at the rollout again. The report mentions it. */
async function wake(namespace: string, name: string): Promise<void> {
  const description = `the controller overlooked a change of ${namespace}/${name} and was woken`;
  test.info().annotations.push({ type: 'woken', description });
  process.stdout.write(`  ${description}\n`);
  await kubectl(
    'annotate',
    'rollouts.argoproj.io',
    name,
    '-n',
    namespace,
    '--overwrite',
    `slipway.io/woken=${Date.now()}`,
  );
}

/**
 * Waits until the object in the cluster satisfies `check`; the assertion
 * message reports what was there last. On the real stack a rollout that has not
 * moved for a while is woken, once, and the run says so: controllers up to 1.9.2
 * can overlook a change (see `World.until` of the contract suite). The sandbox
 * may not.
 */
export async function untilRollout(
  namespace: string,
  name: string,
  what: string,
  check: (rollout: RolloutObject) => boolean,
  timeout = 120_000,
): Promise<RolloutObject> {
  let last: RolloutObject | undefined;
  let still = Date.now();
  let mayWake = target().kind === 'real';
  await expect
    .poll(
      async () => {
        const now = await readRollout(namespace, name);
        if (now.metadata.resourceVersion !== last?.metadata.resourceVersion) {
          still = Date.now();
        } else if (mayWake && Date.now() - still > OVERLOOKED) {
          mayWake = false;
          await wake(namespace, name);
        }
        last = now;
        return check(last)
          ? what
          : `${last.status.phase}: ${last.status.message ?? ''} (step ${
              last.status.currentStepIndex
            })`;
      },
      { timeout, intervals: [250, 500, 500, 1000] },
    )
    .toBe(what);
  return last!;
}

/** True when the controller has seen the newest spec. */
const isObserved = ({ metadata, status }: RolloutObject) =>
  status.observedGeneration === String(metadata.generation);

/** True when the controller has seen the newest spec and the rollout is stable on one template. */
export function isSettled(rollout: RolloutObject): boolean {
  return (
    rollout.status.phase === 'Healthy' &&
    isObserved(rollout) &&
    rollout.status.currentPodHash === rollout.status.stableRS
  );
}

/**
 * Brings a service back to rest, whatever an earlier test left: back to its
 * stable template if it has one, else fully promoted.
 */
export async function settle(namespace: string, name: string): Promise<void> {
  // A full promotion of what the controller has not seen yet does nothing.
  const observed = () =>
    untilRollout(namespace, name, 'seen by the controller', isObserved);
  const rollout = await observed();
  if (isSettled(rollout)) return;
  if (rollout.spec.paused) {
    await kubectl(
      'patch',
      'rollouts.argoproj.io',
      name,
      '-n',
      namespace,
      '--type=merge',
      '-p',
      '{"spec":{"paused":false}}',
    );
    await observed();
  }
  if (rollout.status.abort)
    await argo('retry', 'rollout', name, '-n', namespace);
  await argo('promote', name, '-n', namespace, '--full');
  await untilRollout(namespace, name, 'settled', isSettled, 180_000);
}

/** The outside world releases a new image, as a pipeline would. */
export async function release(
  namespace: string,
  name: string,
  tag: string,
): Promise<void> {
  const rollout = await readRollout(namespace, name);
  const { name: container, image } = rollout.spec.template.spec.containers[0];
  await argo(
    'set',
    'image',
    name,
    `${container}=${image.replace(/:[^:]*$/, '')}:${tag}`,
    '-n',
    namespace,
  );
}

/** Replaces whatever a test has left of a service, for example a release that fails requests, by one that works. */
export async function makeWell(namespace: string, name: string): Promise<void> {
  await release(namespace, name, `0.2.${Date.now() % 1_000_000_000}`);
  await settle(namespace, name);
}
