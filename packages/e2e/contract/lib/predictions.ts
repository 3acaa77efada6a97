import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  predictAction,
  Prediction,
  RolloutActionArgs,
  RolloutActionName,
  RolloutCore,
} from '@slipway/plugin-rollouts-common';
import { servedShares, sameShares } from './served';
import { ActOptions, Reading, World } from './world';

/** How long a predicted rest may take, ms. */
const DEADLINE = 60_000;
/** How long a rest that nothing ends by itself must hold, ms. */
const HOLDS = 1_500;

/** One action in one state: what was predicted is what happened, or not. */
export interface Pair {
  /** `undo · blue-green within scaleDownDelaySeconds`. */
  id: string;
  outcome: 'passed' | 'failed';
  seconds: number;
}

const sorted = (words: readonly string[]) => [...words].sort().join(', ');

const ENDED = ['Successful', 'Failed', 'Error', 'Inconclusive'];

/** Whether the controller has seen everything and waits for nobody's write to be noticed. */
const isSettled = (core: RolloutCore) =>
  core.observed &&
  !(core.controllerPause && !core.pauseConditions) &&
  !(core.aborted && core.abortedAt === undefined);

/** Whether the controller has acted on it: it notes a new template, and the restart when the last pod is new. */
function isDone(
  { core }: Reading,
  { action }: Prediction,
  before: Reading,
): boolean {
  switch (action) {
    case 'undo':
    case 'set-image':
      return core.currentPodHash !== before.core.currentPodHash;
    case 'restart':
      return (
        core.restartAt !== before.core.restartAt &&
        core.restartedAt === core.restartAt
      );
    default:
      return true;
  }
}

/** Whether the rollout rests as predicted. */
function rests(
  reading: Reading,
  prediction: Prediction,
  before: Reading,
): boolean {
  const { core } = reading;
  const { rest } = prediction;
  if (!isSettled(core) || !isDone(reading, prediction, before)) return false;
  if (rest.step !== undefined && core.stepIndex !== rest.step) return false;
  const reasons = sorted(core.pauses.map(({ reason }) => reason));
  switch (rest.kind) {
    case 'pause':
      return (
        core.phase === 'Paused' &&
        !core.specPaused &&
        reasons === sorted(rest.pauses.map(({ reason }) => reason))
      );
    case 'analysis':
      return (
        core.phase === 'Progressing' &&
        (core.currentAnalysisRuns ?? []).some(
          ({ type, status }) =>
            type !== 'Background' && !ENDED.includes(status),
        )
      );
    case 'experiment':
      return core.experiment !== undefined && core.pauses.length === 0;
    case 'finished':
      return core.phase === 'Healthy' && !core.inProgress && !core.aborted;
    case 'aborted':
      return core.phase === 'Degraded' && core.aborted;
    case 'held':
      return core.specPaused && core.phase === 'Paused';
    case 'stuck':
      return (
        core.phase === 'Progressing' &&
        core.pauses.length === 0 &&
        core.message === 'active service cutover pending'
      );
    default:
      return true;
  }
}

const OF_ROLLOUT = ['Step', 'Background', 'PrePromotion', 'PostPromotion'];

/** The rollout's own runs and its experiment, by what they are for. */
const runsOf = ({ detail, core }: Reading) => [
  ...detail.analysisRuns
    .filter(({ type }) => OF_ROLLOUT.includes(type))
    .map(run => ({
      uid: run.uid,
      name: run.name,
      type: run.type as string,
      ended: ENDED.includes(run.phase) || run.terminating,
      step: run.stepIndex,
      hash: run.podTemplateHash,
    })),
  ...(core.experiment
    ? [
        {
          uid: core.experiment.name,
          name: core.experiment.name,
          type: 'Experiment',
          ended: ENDED.includes(core.experiment.status ?? ''),
          step: core.stepIndex,
          hash: core.currentPodHash,
        },
      ]
    : []),
];

function assertAnalyses(
  prediction: Prediction,
  before: Reading,
  after: Reading,
): void {
  const known = new Set(runsOf(before).map(({ uid }) => uid));
  const created = runsOf(after).filter(({ uid }) => !known.has(uid));
  const started = prediction.analyses.filter(
    ({ outcome }) => outcome === 'starts',
  );
  assert.equal(
    sorted(created.map(({ type }) => type)),
    sorted(started.map(({ type }) => type)),
    'Other analyses started than was predicted.',
  );
  for (const { type, step } of started) {
    if (step === undefined) continue;
    assert.equal(
      created.find(run => run.type === type)?.step,
      step,
      `The ${type} analysis started at another step.`,
    );
  }
  for (const { name, outcome } of prediction.analyses) {
    if (outcome !== 'terminated') continue;
    const run = runsOf(after).find(one => one.name === name);
    // An experiment that is over is no longer the current one.
    assert.ok(!run || run.ended, `${name} was not terminated.`);
  }
}

function assertLost({ lost }: Prediction, before: Reading, after: Reading) {
  for (const loss of lost) {
    switch (loss.what) {
      case 'update':
        assert.notEqual(
          after.core.currentPodHash,
          before.core.currentPodHash,
          'The update was not replaced.',
        );
        break;
      case 'manual-pause':
        assert.equal(after.core.specPaused, false);
        break;
      case 'abort':
        assert.equal(after.core.aborted, false);
        break;
      case 'full-promotion':
        assert.equal(after.core.promoteFull, false);
        break;
      default:
        break;
    }
  }
}

/** Every step that was seen after the action lies between the predicted next one and the rest. */
function assertSteps(prediction: Prediction, from: number, seen: number[]) {
  const { next, rest } = prediction;
  // An abort starts from step 0 again, whatever was reached.
  if (rest.kind === 'aborted') return;
  if (next === undefined || rest.step === undefined) return;
  const moved = seen.slice(seen.findIndex(index => index !== from));
  if (seen.every(index => index === from)) {
    assert.equal(from, rest.step, 'No step was left.');
    return;
  }
  for (const index of moved) {
    assert.ok(
      index >= Math.min(next, rest.step) && index <= Math.max(next, rest.step),
      `Step ${index} was seen; predicted was ${next} to ${rest.step}.`,
    );
  }
}

const textOf = ({ core, detail }: Reading) =>
  JSON.stringify({
    phase: core.phase,
    message: core.message,
    step: `${core.stepIndex}/${core.stepCount}`,
    setWeight: core.setWeight,
    pauses: core.pauses.map(({ reason }) => reason),
    aborted: core.aborted,
    runs: detail.analysisRuns.map(run => `${run.name} ${run.phase}`),
  });

/** Waits until those serve that were predicted, or after all those that served before. */
async function untilServed(
  world: World,
  { serves }: Prediction,
  before: Reading,
): Promise<void> {
  const unchanged = ['unchanged', 'after-resume'].includes(serves.when);
  const end = Date.now() + DEADLINE;
  for (;;) {
    const now = await world.read();
    const wanted = unchanged
      ? before.served ?? []
      : serves.shares.map(share => ({
          hash: share.podTemplateHash ?? now.core.currentPodHash ?? '',
          percent: share.percent,
        }));
    const found = await servedShares(world, now);
    if (sameShares(wanted, found, now.core)) return;
    assert.ok(
      Date.now() < end,
      `Others serve than was predicted (${serves.when}): ${JSON.stringify({
        wanted,
        found,
      })}`,
    );
    await sleep(200);
  }
}

/** Acts, waits for the predicted rest, and compares everything that was predicted. */
async function compare(
  world: World,
  prediction: Prediction,
  before: Reading,
  act: () => Promise<unknown>,
): Promise<void> {
  if (prediction.nothing) {
    await assert.rejects(act(), 'It was predicted to be refused.');
    return;
  }
  await act();
  const seen: number[] = [];
  let last = before;
  const after = await world
    .until(
      `resting as predicted (${JSON.stringify(prediction.rest)})`,
      (core, reading) => {
        last = reading;
        if (core.stepIndex !== undefined) seen.push(core.stepIndex);
        return rests(reading, prediction, before);
      },
      DEADLINE,
    )
    .catch(error => {
      throw new Error(`${textOf(last)}\n${error}`);
    });
  if (prediction.rest.setWeight !== undefined) {
    assert.equal(
      after.core.setWeight,
      prediction.rest.setWeight,
      'Another weight is asked for.',
    );
  }
  assertSteps(prediction, before.core.stepIndex ?? 0, seen);
  await untilServed(world, prediction, before);
  if (prediction.rest.kind === 'stuck') await sleep(HOLDS);
  // The restart is noted when the last pod is evicted, before a new one is there (rollout/restart.go `Reconcile`).
  if (prediction.action === 'restart') await world.untilQuiet();
  const settled = await world.read();
  assert.ok(
    rests(settled, prediction, before),
    `It does not stay as predicted: ${textOf(settled)}`,
  );
  assertAnalyses(prediction, before, settled);
  assertLost(prediction, before, settled);
}

/**
 * One pair: predicts an action from what the portal derives, acts once the
 * objects stand still, and compares the prediction with what the controller
 * then did.
 *
 * @param state - the state in words, for the report
 */
export async function predicted(
  world: World,
  state: string,
  action: RolloutActionName,
  args?: RolloutActionArgs[keyof RolloutActionArgs],
  options: ActOptions & {
    /** Sends something else than the plan: what kubectl would send although the portal refuses. */
    send?: () => Promise<unknown>;
    /** Does not wait for the objects to stand still: they never do. */
    restless?: boolean;
  } = {},
): Promise<Prediction> {
  const began = Date.now();
  const id = `${action} · ${state}`;
  let outcome: Pair['outcome'] = 'failed';
  let prediction: Prediction | undefined;
  try {
    if (!options.restless) await world.untilQuiet();
    const reading = await world.read();
    const before = { ...reading, served: await servedShares(world, reading) };
    prediction = predictAction(action, before.detail, args ?? {}, Date.now());
    await compare(world, prediction, before, async () => {
      if (options.send) return options.send();
      return world.send(await world.plan(action, args, options));
    });
    outcome = 'passed';
    return prediction;
  } catch (error) {
    throw new Error(
      `${id}: ${error instanceof Error ? error.message : String(error)}\n${
        prediction ? JSON.stringify(prediction) : ''
      }`,
    );
  } finally {
    world.pairs.push({ id, outcome, seconds: (Date.now() - began) / 1000 });
  }
}
