import assert from 'node:assert/strict';
import {
  planAction,
  ROLLOUTS,
  seenStateOf,
} from '@slipway/plugin-rollouts-common';
import { ApiError } from '../lib/api';
import { at } from '../lib/json';
import {
  canary,
  NEXT,
  NOWHERE,
  podTemplate,
  rollout,
  THIRD,
} from '../lib/manifests';
import { Scenario } from '../lib/scenario';
import { World } from '../lib/world';

const STEPS = [
  { setWeight: 20 },
  { pause: {} },
  { pause: {} },
  { setWeight: 60 },
  { pause: {} },
];

async function pausedCanary(world: World, steps = STEPS) {
  await world.create(ROLLOUTS, rollout(canary(steps)));
  await world.untilHealthy();
  await world.setImage(NEXT);
  return world.untilPhase(
    'Paused',
    (core, { detail }) =>
      core.pauseConditions && detail.revisions[0].health === 'Healthy',
  );
}

export const actionScenarios: Scenario[] = [
  {
    id: 'promote',
    title: 'Promote moves on by exactly one step, also into a following pause',
    async run(world) {
      await pausedCanary(world);
      await world.act('promote');
      const next = await world.until(
        'at the following pause',
        core => core.stepIndex === 2 && core.pauseConditions,
      );
      assert.equal(next.core.phase, 'Paused');
      await world.compare({ stepIndex: 2, setWeight: 20 });
      await world.act('promote');
      await world.until(
        'two steps on, at the last pause',
        core => core.stepIndex === 4 && core.pauseConditions,
      );
      await world.compare({ stepIndex: 4, setWeight: 60 });
    },
  },
  {
    id: 'skip-step',
    title: 'Skip step ends a pause and stops at the following one',
    async run(world) {
      await pausedCanary(world);
      await world.act('skip-step');
      await world.until(
        'at the following pause',
        core => core.stepIndex === 2 && core.pauseConditions,
      );
      const { reading } = await world.compare({ stepIndex: 2 });
      assert.equal(reading.core.pauses[0].reason, 'CanaryPauseStep');
      await world.act('skip-step');
      await world.until(
        'at the last pause',
        core => core.stepIndex === 4 && core.pauseConditions,
      );
      await world.act('skip-step');
      await world.untilHealthy();
      await world.compare({ canaryImage: NEXT });
    },
  },
  {
    id: 'promote-full',
    title: 'A full promotion takes no further step',
    async run(world) {
      await pausedCanary(world);
      const { after } = await world.act('promote-full');
      assert.deepEqual(after, { promoteFull: true, paused: false });
      await world.untilHealthy();
      await world.compare({
        stepIndex: STEPS.length,
        stableImage: NEXT,
        promoteFull: false,
      });
    },
  },
  {
    id: 'promote-full-dropped',
    title:
      'The controller drops a full promotion of what is stable; Slipway refuses it',
    async run(world) {
      await world.create(ROLLOUTS, rollout(canary(STEPS)));
      await world.untilHealthy();
      await assert.rejects(world.plan('promote-full'), {
        name: 'ConflictError',
        message: /would drop a full promotion/,
      });
      await world.merge({ status: { promoteFull: true } }, 'status');
      await world.until('without promoteFull', core => !core.promoteFull);
      await world.compare({ phase: 'Healthy' });
    },
  },
  {
    id: 'manually-paused',
    title: 'Paused by a user between steps, and resumed',
    async run(world) {
      await pausedCanary(world);
      await world.act('pause');
      await world.until('observed', core => core.specPaused && core.observed);
      const { reading } = await world.compare({
        phase: 'Paused',
        message: 'manually paused',
      });
      assert.deepEqual(
        reading.core.pauses.map(pause => pause.reason),
        ['ManuallyPaused', 'CanaryPauseStep'],
      );
      await world.act('resume');
      await world.until('resumed', core => !core.specPaused && core.observed);
      await world.compare({ phase: 'Paused', message: 'CanaryPauseStep' });
      await world.act('pause');
      await world.until('observed', core => core.specPaused && core.observed);
      await world.act('promote');
      await world.until(
        'unpaused and one step on',
        core =>
          !core.specPaused && core.stepIndex === 2 && core.pauseConditions,
      );
      await world.compare({ phase: 'Paused', message: 'CanaryPauseStep' });
    },
  },
  {
    id: 'aborted',
    title: 'Aborted by a user: back to the first step and to weight 0',
    async run(world) {
      await pausedCanary(world);
      await world.act('abort');
      await world.untilPhase(
        'Degraded',
        (core, { detail }) =>
          core.abortedAt !== undefined && detail.pods.length === 5,
      );
      const { reading } = await world.compare({
        aborted: true,
        setWeight: 0,
        actualWeight: 0,
        stepIndex: 0,
        inProgress: true,
      });
      assert.match(reading.core.message, /^RolloutAborted: /);
      assert.equal(reading.core.attention?.reason, 'aborted');
      assert.deepEqual(reading.core.pauses, []);
    },
  },
  {
    id: 'promote-aborted',
    title: 'Promoting an aborted rollout does nothing; Slipway refuses it',
    async run(world) {
      await pausedCanary(world);
      await world.act('abort');
      await world.untilPhase('Degraded');
      await assert.rejects(world.plan('promote'), {
        name: 'ConflictError',
        message: /Retry it first/,
      });
      await world.api.merge(
        ROLLOUTS,
        world.namespace,
        world.name,
        { status: { pauseConditions: null, currentStepIndex: 1 } },
        'status',
      );
      await world.until('back at step 0', core => core.stepIndex === 0);
      await world.compare({ phase: 'Degraded', aborted: true });
    },
  },
  {
    id: 'retried',
    title: 'Retried after an abort: from the first step again',
    async run(world) {
      await pausedCanary(world);
      await world.act('abort');
      await world.untilPhase('Degraded');
      await world.act('retry');
      await world.untilPhase(
        'Paused',
        (core, { detail }) =>
          core.pauseConditions && detail.revisions[0].health === 'Healthy',
      );
      await world.compare({ aborted: false, stepIndex: 1, setWeight: 20 });
    },
  },
  {
    id: 'abort-full-promotion',
    title: 'A full promotion that hangs can be aborted',
    async run(world) {
      await world.create(ROLLOUTS, rollout(canary(STEPS)));
      await world.untilHealthy();
      await world.merge({ spec: { template: podTemplate(NEXT, NOWHERE) } });
      await world.until(
        'rolling out',
        core => core.observed && core.inProgress,
      );
      await world.act('promote-full');
      await world.until(
        'at the end of its steps',
        core => core.promoteFull && core.stepIndex === STEPS.length,
      );
      await world.compare({ phase: 'Progressing', promoteFull: true });
      // The plugin's patch alone is taken back by the controller.
      await world.merge({ status: { abort: true } }, 'status');
      await world.until('no longer aborted', core => !core.aborted);
      await world.act('abort');
      await world.untilPhase('Degraded', core => core.abortedAt !== undefined);
      await world.compare({ aborted: true, promoteFull: false, setWeight: 0 });
    },
  },
  {
    id: 'restarted',
    title: 'Restart replaces every pod without a new revision',
    async run(world) {
      await world.create(ROLLOUTS, rollout(canary([]), { replicas: 3 }));
      const before = await world.untilHealthy();
      const old = new Set(before.detail.pods.map(pod => pod.uid));
      assert.equal(old.size, 3);
      // The controller compares whole seconds: pods made in this second stay.
      await world.until('a second later', (_, { detail }) =>
        detail.pods.every(pod => Date.now() - Date.parse(pod.createdAt) > 2000),
      );
      await world.act('restart');
      await world.until(
        'every pod new',
        (core, { detail }) =>
          core.restartedAt !== undefined &&
          core.phase === 'Healthy' &&
          detail.pods.length === 3 &&
          detail.pods.every(pod => !old.has(pod.uid)),
        120_000,
      );
      const { reading } = await world.compare({
        phase: 'Healthy',
        revision: 1,
      });
      assert.equal(reading.core.restartedAt, reading.core.restartAt);
    },
  },
  {
    id: 'restarting',
    title: 'While a restart is asked for but not due, nothing is done',
    async run(world) {
      await world.create(ROLLOUTS, rollout(canary([]), { replicas: 2 }));
      await world.untilHealthy();
      const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
      await world.merge({ spec: { restartAt: inAnHour } });
      await world.until(
        'observed',
        core => core.observed && core.restartAt !== undefined,
      );
      await world.compare({
        phase: 'Progressing',
        message: 'rollout is restarting',
      });
    },
  },
  {
    id: 'two-promotions',
    title:
      'Two users promote at once: one step is taken, the other hears why not',
    async run(world) {
      await pausedCanary(world);
      await world.untilQuiet();
      const { raw, replicaSets, core } = await world.read();
      const plan = (actor: string) =>
        planAction('promote', raw, undefined, seenStateOf(core), {
          actor,
          id: 'contract',
          now: new Date().toISOString(),
          digest: value => value,
          replicaSets,
        });
      const outcomes = await Promise.allSettled(
        ['user:default/olga', 'user:default/omar'].map(actor =>
          world.send(plan(actor)),
        ),
      );
      const refused = outcomes.filter(
        (outcome): outcome is PromiseRejectedResult =>
          outcome.status === 'rejected',
      );
      assert.equal(refused.length, 1);
      const [{ reason }] = refused;
      assert.ok(reason instanceof ApiError);
      assert.equal(reason.status, 422);
      await world.until(
        'one step on',
        current => current.stepIndex === 2 && current.pauseConditions,
      );
      await world.compare({ stepIndex: 2 });
      await assert.rejects(
        world.act('promote', undefined, { seen: seenStateOf(core) }),
        {
          name: 'ConflictError',
          message: /changed since you looked.*step 3 of 5/,
        },
      );
      await world.compare({ stepIndex: 2 });
    },
  },
  {
    id: 'set-image',
    title: 'Set image starts an update, is guarded, and marks the object',
    async run(world) {
      await world.create(ROLLOUTS, rollout(canary(STEPS)));
      await world.untilHealthy();
      const late = await world.plan('set-image', {
        images: [{ container: 'app', image: THIRD }],
      });
      await world.setImage(NEXT);
      const { raw, core } = await world.untilPhase('Paused');
      assert.equal(core.canaryImage, NEXT);
      assert.equal(core.stableImage, 'example.test/shop:1');
      assert.equal(core.differsFromGit, true);
      assert.equal(
        at(raw, 'spec', 'template', 'spec', 'containers', 0, 'env', 0, 'value'),
        'contract',
      );
      await assert.rejects(
        world.send(late),
        (error: unknown) => error instanceof ApiError && error.status === 422,
      );
      await assert.rejects(world.setImage(NEXT), /Nothing would change/);
      await assert.rejects(
        world.act('set-image', { images: [{ container: 'db', image: NEXT }] }),
        /There is no container db; there are app\./,
      );
      await world.compare({ canaryImage: NEXT });
    },
  },
];
