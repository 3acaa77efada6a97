import assert from 'node:assert/strict';
import { ROLLOUTS } from '@slipway/plugin-rollouts-common';
import { at } from '../lib/json';
import {
  canary,
  INGRESSES,
  ingress,
  NEXT,
  NOWHERE,
  podTemplate,
  rollout,
  service,
  SERVICES,
} from '../lib/manifests';
import { Scenario } from '../lib/scenario';
import { World } from '../lib/world';

const STEPS = [
  { setWeight: 20 },
  { pause: {} },
  { setWeight: 60 },
  { pause: {} },
];

/** Deploys, waits until healthy, then brings a second image out. */
async function startCanary(
  world: World,
  steps: Array<Record<string, unknown>>,
  more: Record<string, unknown> = {},
) {
  await world.create(ROLLOUTS, rollout(canary(steps, more)));
  await world.untilHealthy();
  await world.setImage(NEXT);
}

const atPause =
  (index: number) => (core: { stepIndex?: number; pauses: unknown[] }) =>
    core.stepIndex === index && core.pauses.length > 0;

export const canaryScenarios: Scenario[] = [
  {
    id: 'canary-without-routing',
    title: 'A canary whose weight is held by replica counts',
    async run(world) {
      await startCanary(world, STEPS);
      await world.untilPhase('Paused', atPause(1));
      await world.compare({ setWeight: 20, actualWeight: 20, stepIndex: 1 });
      await world.act('promote');
      await world.untilPhase('Paused', atPause(3));
      await world.compare({ setWeight: 60, actualWeight: 60, stepIndex: 3 });
      await world.act('promote');
      await world.untilHealthy();
      await world.compare({ setWeight: 100, actualWeight: 100, stepIndex: 4 });
    },
  },
  {
    id: 'canary-with-routing',
    title: 'A canary whose weight is held by an nginx Ingress',
    async run(world) {
      await world.create(SERVICES, service('stable'), service('canary'));
      await world.create(INGRESSES, ingress('shop', 'stable'));
      await startCanary(world, STEPS, {
        stableService: 'stable',
        canaryService: 'canary',
        trafficRouting: { nginx: { stableIngress: 'shop' } },
      });
      const weightOf = async () => {
        const made = await world.api.get(
          INGRESSES,
          world.namespace,
          'shop-shop-canary',
        );
        return at(
          made,
          'metadata',
          'annotations',
          'nginx.ingress.kubernetes.io/canary-weight',
        );
      };
      await world.untilPhase('Paused', atPause(1));
      await world.compare({
        trafficRouted: true,
        setWeight: 20,
        actualWeight: 20,
      });
      assert.equal(await weightOf(), '20');
      await world.act('promote');
      await world.untilPhase('Paused', atPause(3));
      await world.compare({ setWeight: 60, actualWeight: 60 });
      assert.equal(await weightOf(), '60');
      await world.act('abort');
      await world.untilPhase('Degraded');
      await world.until('back at weight 0', core => core.actualWeight === 0);
      await world.compare({ aborted: true, setWeight: 0, actualWeight: 0 });
      assert.equal(await weightOf(), '0');
    },
  },
  {
    id: 'routing-with-other-scale',
    title: 'Traffic routing with a largest weight of 1000',
    async run(world) {
      await world.create(SERVICES, service('stable'), service('canary'));
      await world.create(INGRESSES, ingress('shop', 'stable'));
      await startCanary(world, [{ setWeight: 250 }, { pause: {} }], {
        stableService: 'stable',
        canaryService: 'canary',
        trafficRouting: {
          nginx: { stableIngress: 'shop' },
          maxTrafficWeight: 1000,
        },
      });
      await world.untilPhase('Paused', atPause(1));
      await world.compare({ setWeight: 25, actualWeight: 25 });
      await world.act('promote');
      await world.untilHealthy();
      await world.compare({ setWeight: 100, actualWeight: 100 });
    },
  },
  {
    id: 'paused-indefinitely',
    title: 'Waits for manual promotion at a step without a duration',
    async run(world) {
      await startCanary(world, [{ setWeight: 20 }, { pause: {} }]);
      await world.untilPhase('Paused', atPause(1));
      const { reading } = await world.compare({ message: 'CanaryPauseStep' });
      const [pause] = reading.core.pauses;
      assert.equal(pause.reason, 'CanaryPauseStep');
      assert.equal(pause.endsAt, undefined);
      assert.equal(reading.core.attention?.reason, 'waiting-for-user');
      assert.deepEqual(
        reading.core.steps.map(step => step.state),
        ['done', 'waiting'],
      );
    },
  },
  {
    id: 'paused-with-duration',
    title: 'Continues by itself when the announced time has come',
    async run(world) {
      await startCanary(world, [
        { setWeight: 20 },
        { pause: { duration: '10s' } },
      ]);
      const paused = await world.untilPhase('Paused', atPause(1));
      const endsAt = Date.parse(String(paused.core.pauses[0].endsAt));
      assert.equal(
        endsAt - Date.parse(String(paused.core.pauses[0].startedAt)),
        10_000,
      );
      assert.equal(paused.core.attention, undefined);
      await world.compare({ phase: 'Paused', message: 'CanaryPauseStep' });
      await world.until('past the pause', core => core.stepIndex === 2);
      assert.ok(
        Date.now() >= endsAt,
        'The controller continued before the time that was announced.',
      );
      await world.untilHealthy();
    },
  },
  {
    id: 'no-steps',
    title: 'A canary without steps',
    async run(world) {
      await world.create(ROLLOUTS, rollout({ canary: {} }));
      await world.untilHealthy();
      await world.compare({ stepCount: 0, setWeight: 100, actualWeight: 100 });
      await world.setImage(NEXT);
      await world.until('on the new image', core => core.revision === 2);
      await world.untilHealthy();
      await world.compare({ canaryImage: NEXT, stableImage: NEXT });
    },
  },
  {
    id: 'first-deployment',
    title: 'The first deployment, while its pods are not ready',
    async run(world) {
      await world.create(
        ROLLOUTS,
        rollout(canary(STEPS), { template: podTemplate(undefined, NOWHERE) }),
      );
      await world.untilPhase(
        'Progressing',
        (core, reading) =>
          core.replicas.current === 5 && reading.detail.pods.length === 5,
      );
      await world.compare({ phase: 'Progressing' });
      await assert.rejects(world.plan('abort'), {
        name: 'ConflictError',
        message: /nothing to abort/,
      });
    },
  },
  {
    id: 'scaled-to-zero',
    title: 'Scaled to zero and back',
    async run(world) {
      await world.create(ROLLOUTS, rollout(canary(STEPS)));
      await world.untilHealthy();
      await world.merge({ spec: { replicas: 0 } });
      await world.untilPhase(
        'Healthy',
        (core, { detail }) =>
          core.replicas.desired === 0 &&
          core.replicas.current === 0 &&
          detail.pods.length === 0,
      );
      const { reading } = await world.compare({ phase: 'Healthy' });
      assert.equal(reading.detail.revisions[0].health, 'ScaledDown');
      await assert.rejects(world.plan('restart'), /scaled to zero/);
      await world.merge({ spec: { replicas: 2 } });
      await world.untilPhase('Healthy', core => core.replicas.available === 2);
      await world.compare();
    },
  },
  {
    id: 'deadline-exceeded',
    title: 'Pods that never get ready exceed the progress deadline',
    async run(world) {
      await world.create(
        ROLLOUTS,
        rollout(canary([{ setWeight: 40 }]), { progressDeadlineSeconds: 5 }),
      );
      await world.untilHealthy();
      await world.merge({
        spec: { template: podTemplate(NEXT, NOWHERE) },
      });
      await world.untilPhase(
        'Degraded',
        (core, { detail }) =>
          core.replicas.updated === 2 &&
          detail.revisions[0].replicas.desired === 2 &&
          detail.revisions[1].health === 'Healthy',
      );
      const { reading } = await world.compare({
        aborted: false,
        setWeight: 40,
        actualWeight: 0,
      });
      assert.match(reading.core.message, /^ProgressDeadlineExceeded: /);
      assert.equal(reading.core.attention?.reason, 'degraded');
    },
  },
  {
    id: 'invalid-spec',
    title: 'A spec that the controller refuses',
    async run(world) {
      await world.create(ROLLOUTS, rollout(canary([{ setWeight: 101 }])));
      await world.untilPhase('Degraded');
      const { reading } = await world.compare();
      assert.match(reading.core.message, /^InvalidSpec: /);
      assert.equal(reading.core.attention?.reason, 'invalid-spec');
      await world.merge({ spec: { strategy: canary([{ setWeight: 10 }]) } });
      await world.untilHealthy();
      await world.compare();
    },
  },
];
