import assert from 'node:assert/strict';
import { ConflictError } from '@backstage/errors';
import { DEPLOYMENTS, ROLLOUTS } from '@slipway/plugin-rollouts-common';
import { ApiError } from '../lib/api';
import { at } from '../lib/json';
import {
  canary,
  deployment,
  IMAGE,
  NEXT,
  rollout,
  service,
  SERVICES,
  THIRD,
} from '../lib/manifests';
import { Scenario } from '../lib/scenario';
import { World } from '../lib/world';

const STEPS = [{ setWeight: 20 }, { pause: {} }];

const blueGreen = (more: Record<string, unknown> = {}) => ({
  blueGreen: {
    activeService: 'active',
    previewService: 'preview',
    autoPromotionEnabled: false,
    ...more,
  },
});

async function preview(world: World, more: Record<string, unknown> = {}) {
  await world.create(SERVICES, service('active'), service('preview'));
  await world.create(ROLLOUTS, rollout(blueGreen(more), { replicas: 2 }));
  await world.untilHealthy();
  await world.setImage(NEXT);
  return world.untilPhase(
    'Paused',
    (_, { detail }) => detail.revisions[0].health === 'Healthy',
  );
}

const tagsOf = (world: World) =>
  world
    .read()
    .then(({ detail }) =>
      detail.revisions.map(revision => revision.tags.join(' ')),
    );

export const templateScenarios: Scenario[] = [
  {
    id: 'undo-to-stable',
    title:
      'Undo to the stable revision in the middle of a canary skips the steps',
    async run(world) {
      await world.create(ROLLOUTS, rollout(canary(STEPS)));
      await world.untilHealthy();
      await world.setImage(NEXT);
      await world.untilPhase('Paused');
      await world.act('undo', { toRevision: 1 });
      const { core } = await world.untilPhase(
        'Healthy',
        (current, { detail }) =>
          !current.inProgress &&
          current.revision === 3 &&
          detail.pods.length === 5,
      );
      assert.equal(core.stepIndex, STEPS.length);
      assert.equal(core.stableImage, IMAGE);
      assert.equal(core.differsFromGit, true);
      await world.compare({ canaryImage: IMAGE });
      await assert.rejects(
        world.plan('undo', { toRevision: 3 }),
        /Nothing would change/,
      );
      await assert.rejects(
        world.plan('undo', { toRevision: 1 }),
        /no revision 1 any more; there are 3, 2/,
      );
    },
  },
  {
    id: 'undo-to-older',
    title:
      'Undo to an older revision runs the steps, and equals what the plugin does',
    async run(world) {
      await world.create(ROLLOUTS, rollout(canary(STEPS)));
      await world.untilHealthy();
      await world.setImage(NEXT);
      await world.untilPhase('Paused');
      await world.act('promote-full');
      await world.untilHealthy();
      await world.act('undo', { toRevision: 1 });
      const { raw } = await world.untilPhase(
        'Paused',
        (core, { detail }) =>
          core.revision === 3 && detail.revisions[0].health === 'Healthy',
      );
      await world.compare({
        stepIndex: 1,
        canaryImage: IMAGE,
        stableImage: NEXT,
      });
      assert.equal(
        at(raw, 'spec', 'template', 'spec', 'containers', 0, 'env', 0, 'value'),
        'contract',
      );
      assert.equal(
        at(
          raw,
          'spec',
          'template',
          'metadata',
          'labels',
          'rollouts-pod-template-hash',
        ),
        undefined,
      );
    },
  },
  {
    id: 'undo-then-promote-full',
    title: 'A full promotion is refused until the controller has seen an undo',
    async run(world) {
      await world.create(ROLLOUTS, rollout(canary(STEPS)));
      await world.untilHealthy();
      await world.setImage(NEXT);
      await world.untilPhase('Paused');
      await world.act('promote-full');
      await world.untilHealthy();
      await world.act('undo', { toRevision: 1 });
      // At once: refused if not yet observed, else it must not be lost.
      const refused = await world
        .plan('promote-full')
        .then(plan => world.send(plan))
        .then(
          () => undefined,
          (error: unknown) => error,
        );
      if (refused) {
        assert.ok(
          refused instanceof ApiError
            ? refused.status === 422
            : refused instanceof ConflictError,
          String(refused),
        );
        await world.until(
          'observed',
          core => core.observed && core.inProgress && core.revision === 3,
        );
        await world.act('promote-full');
      }
      await world.untilPhase(
        'Healthy',
        core => !core.inProgress && core.revision === 3,
      );
      await world.compare({ stableImage: IMAGE, canaryImage: IMAGE });
    },
  },
  {
    id: 'blue-green-preview',
    title:
      'Blue-green: the preview waits, then is promoted; the old one waits to be scaled down',
    async run(world) {
      await preview(world);
      await world.compare({
        strategy: 'blueGreen',
        phase: 'Paused',
        message: 'BlueGreenPause',
      });
      assert.deepEqual(await tagsOf(world), ['preview', 'stable active']);
      await world.act('promote');
      await world.untilHealthy();
      const { reading } = await world.compare({ stableImage: NEXT });
      assert.deepEqual(await tagsOf(world), ['stable active', '']);
      assert.ok(reading.detail.revisions[1].scaleDownAt);
    },
  },
  {
    id: 'blue-green-aborted',
    title: 'Blue-green: aborted, the active revision stays',
    async run(world) {
      await preview(world, { abortScaleDownDelaySeconds: 1 });
      await world.act('abort');
      await world.untilPhase(
        'Degraded',
        (_, { detail }) =>
          detail.revisions[0].health === 'ScaledDown' &&
          detail.pods.length === 2,
      );
      await world.compare({ aborted: true, stableImage: IMAGE });
      await world.act('retry');
      await world.untilPhase(
        'Paused',
        (_, { detail }) => detail.revisions[0].health === 'Healthy',
      );
      await world.compare({ aborted: false });
    },
  },
  {
    id: 'blue-green-timed',
    title: 'Blue-green: promoted by itself at the announced time',
    async run(world) {
      const { core } = await preview(world, {
        autoPromotionEnabled: true,
        autoPromotionSeconds: 10,
      });
      const endsAt = Date.parse(String(core.pauses[0].endsAt));
      await world.compare({ phase: 'Paused', message: 'BlueGreenPause' });
      await world.untilHealthy();
      assert.ok(Date.now() >= endsAt);
      await world.compare({ stableImage: NEXT });
    },
  },
  {
    id: 'workload-ref',
    title: 'The template of a Deployment: canary, set image and undo',
    async run(world) {
      await world.create(DEPLOYMENTS, deployment('shop-workload'));
      const {
        template: _,
        selector: __,
        ...spec
      } = rollout(canary(STEPS)).spec as Record<string, unknown>;
      const body = rollout(canary(STEPS));
      await world.create(ROLLOUTS, {
        ...body,
        spec: {
          ...spec,
          workloadRef: {
            apiVersion: 'apps/v1',
            kind: 'Deployment',
            name: 'shop-workload',
          },
        },
      });
      await world.untilHealthy();
      await world.compare({
        workloadRef: { kind: 'Deployment', name: 'shop-workload' },
      });
      await world.setImage(NEXT, { deployment: 'shop-workload' });
      await world.untilPhase(
        'Paused',
        (core, { detail }) =>
          core.stepIndex === 1 && detail.revisions[0].health === 'Healthy',
      );
      await world.compare({
        canaryImage: NEXT,
        stableImage: IMAGE,
        setWeight: 20,
        actualWeight: 20,
        differsFromGit: true,
      });
      await world.act(
        'undo',
        { toRevision: 1 },
        { deployment: 'shop-workload' },
      );
      await world.untilPhase(
        'Healthy',
        (core, { detail }) =>
          !core.inProgress &&
          core.canaryImage === IMAGE &&
          detail.pods.length === 5,
      );
      await world.compare({ stableImage: IMAGE });
      const held = await world.api.get(
        DEPLOYMENTS,
        world.namespace,
        'shop-workload',
      );
      assert.equal(
        at(held, 'spec', 'template', 'spec', 'containers', 0, 'image'),
        IMAGE,
      );
      await assert.rejects(
        world.setImage(THIRD),
        { name: 'NotFoundError' },
        'Without the workload there is nothing to plan on.',
      );
    },
  },
  {
    id: 'experiment-step',
    title: 'A step that runs an Experiment is read plainly',
    async run(world) {
      await world.create(
        ROLLOUTS,
        rollout(
          canary([
            { setWeight: 20 },
            {
              experiment: {
                duration: '10s',
                templates: [{ name: 'trial', specRef: 'canary' }],
              },
            },
            { pause: {} },
          ]),
        ),
      );
      await world.untilHealthy();
      await world.setImage(NEXT);
      const { core } = await world.until(
        'running its experiment',
        current => current.experiment?.status === 'Running',
      );
      assert.equal(core.steps[1].type, 'experiment');
      assert.equal(core.steps[1].state, 'current');
      await world.compare({ stepIndex: 1, phase: 'Progressing' });
      await world.untilPhase('Paused', current => current.stepIndex === 2);
      await world.compare({ stepIndex: 2, setWeight: 20 });
    },
  },
];
