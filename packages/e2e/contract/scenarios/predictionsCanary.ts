import { ROLLOUTS } from '@slipway/plugin-rollouts-common';
import {
  canary,
  IMAGE,
  NEXT,
  NOWHERE,
  podTemplate,
  rollout,
  THIRD,
} from '../lib/manifests';
import {
  aSecondLater,
  canaryWorld,
  image,
  routedWorld,
} from '../lib/predictionWorlds';
import { predicted } from '../lib/predictions';
import { Scenario } from '../lib/scenario';

const STEPS = [
  { setWeight: 20 },
  { pause: {} },
  { pause: {} },
  { setWeight: 60 },
  { pause: {} },
];
const ROUTED = [
  { setWeight: 20 },
  { pause: {} },
  { setWeight: 60 },
  { pause: {} },
];

export const predictionCanaryScenarios: Scenario[] = [
  {
    id: 'predict-canary-steps',
    title: 'Predictions: a canary with steps and without a router',
    async run(world) {
      await canaryWorld(world, STEPS);
      const here = (state: string) => `canary with steps, ${state}`;
      await predicted(world, here('stable'), 'promote');
      await predicted(world, here('stable'), 'promote-full');
      await predicted(world, here('stable'), 'skip-step');
      await predicted(world, here('stable'), 'abort');
      await predicted(world, here('stable'), 'retry');
      await predicted(world, here('stable'), 'resume');
      await predicted(world, here('the same image'), 'set-image', image(IMAGE));
      await predicted(world, here('stable'), 'set-image', image(NEXT));
      await predicted(world, here('at a pause'), 'retry');
      await predicted(world, here('at a pause'), 'undo', { toRevision: 2 });
      await predicted(world, here('at a pause'), 'promote');
      await predicted(world, here('at a pause'), 'skip-step');
      await predicted(world, here('at the last pause'), 'pause');
      await predicted(world, here('paused by a user'), 'pause');
      await predicted(world, here('paused by a user'), 'resume');
      await predicted(world, here('at a pause'), 'abort');
      await predicted(world, here('aborted'), 'promote');
      await predicted(world, here('aborted'), 'skip-step');
      await predicted(world, here('aborted'), 'abort');
      await predicted(world, here('aborted'), 'retry');
      await predicted(
        world,
        here('another image mid-update'),
        'set-image',
        image(THIRD),
      );
      await predicted(world, here('at a pause'), 'promote-full');
      await aSecondLater(world);
      await predicted(world, here('to an older revision'), 'undo', {
        toRevision: 1,
      });
      await predicted(
        world,
        here('to the stable revision mid-update'),
        'undo',
        { toRevision: 3 },
      );
    },
  },
  {
    id: 'predict-canary-paused',
    title: 'Predictions: a canary that a user has paused',
    async run(world) {
      await canaryWorld(world, STEPS);
      const here = (state: string) => `paused canary, ${state}`;
      await predicted(world, here('stable'), 'pause');
      await predicted(world, here('stable'), 'set-image', image(NEXT));
      await predicted(world, here('new template waits'), 'resume');
      await predicted(world, here('at a pause'), 'pause');
      await predicted(world, here('at a pause step'), 'skip-step');
      await predicted(world, here('at a pause step'), 'promote');
      await predicted(world, here('at a pause'), 'pause');
      await predicted(world, here('without a router'), 'abort');
      await predicted(world, here('aborted'), 'resume');
      await predicted(world, here('aborted'), 'promote-full');
      await predicted(world, here('stable'), 'restart');
    },
  },
  {
    id: 'predict-canary-no-steps',
    title: 'Predictions: a canary without steps',
    async run(world) {
      await canaryWorld(world, [], {}, { replicas: 3 });
      const here = (state: string) => `canary without steps, ${state}`;
      await predicted(world, here('stable'), 'promote');
      await predicted(world, here('stable'), 'skip-step');
      await predicted(world, here('stable'), 'set-image', image(NEXT));
      await predicted(world, here('to an older revision'), 'undo', {
        toRevision: 1,
      });
      await predicted(world, here('stable'), 'pause');
      await predicted(
        world,
        here('paused by a user'),
        'set-image',
        image(THIRD),
      );
      await predicted(
        world,
        here('paused by a user, an update waits'),
        'abort',
      );
      await predicted(world, here('aborted'), 'promote-full');
    },
  },
  {
    id: 'predict-routed',
    title: 'Predictions: a canary with a traffic router',
    async run(world) {
      await routedWorld(world, ROUTED);
      const here = (state: string) => `routed canary, ${state}`;
      await predicted(world, here('stable'), 'set-image', image(NEXT));
      await predicted(world, here('at a pause'), 'restart');
      await world.untilQuiet();
      await predicted(world, here('at a pause'), 'promote');
      await predicted(world, here('at 60 %'), 'abort');
      await predicted(world, here('aborted, its pods are kept'), 'retry');
      await predicted(world, here('at a pause'), 'pause');
      await predicted(world, here('paused by a user'), 'abort');
      await predicted(world, here('aborted and paused by a user'), 'resume');
      await predicted(world, here('aborted'), 'undo', { toRevision: 1 });
      await predicted(world, here('stable'), 'set-image', image(THIRD));
      await predicted(
        world,
        here('to the stable image mid-update'),
        'set-image',
        image(IMAGE),
      );
      await predicted(world, here('stable'), 'set-image', image(NEXT));
      await predicted(world, here('at a pause'), 'promote-full');
    },
  },
  {
    id: 'predict-dynamic-stable-scale',
    title: 'Predictions: a routed canary with dynamicStableScale',
    async run(world) {
      await routedWorld(world, ROUTED, { dynamicStableScale: true });
      const here = (state: string) => `dynamicStableScale, ${state}`;
      await predicted(world, here('stable'), 'set-image', image(NEXT));
      await predicted(world, here('at a pause'), 'promote');
      await predicted(world, here('at 60 %'), 'abort');
      await predicted(world, here('aborted'), 'retry');
      await predicted(world, here('at a pause'), 'skip-step');
      await predicted(world, here('to the stable revision at 60 %'), 'undo', {
        toRevision: 1,
      });
      await predicted(world, here('stable'), 'set-image', image(THIRD));
      await predicted(world, here('at a pause'), 'promote-full');
    },
  },
  {
    id: 'predict-rollback-window',
    title: 'Predictions: a canary with a rollback window of one revision',
    async run(world) {
      await canaryWorld(
        world,
        [{ setWeight: 20 }, { pause: {} }],
        {},
        {
          replicas: 2,
          rollbackWindow: { revisions: 1 },
        },
      );
      const here = (state: string) => `rollback window, ${state}`;
      for (const next of [NEXT, THIRD]) {
        await aSecondLater(world);
        await predicted(
          world,
          here(`a new image ${next.slice(-1)}`),
          'set-image',
          image(next),
        );
        await predicted(
          world,
          here(`at a pause ${next.slice(-1)}`),
          'promote-full',
        );
      }
      await predicted(world, here('within'), 'undo', { toRevision: 2 });
      await predicted(world, here('forward to a newer revision'), 'undo', {
        toRevision: 3,
      });
      await predicted(world, here('at a pause'), 'abort');
      await predicted(world, here('aborted'), 'retry');
      await predicted(world, here('at a pause'), 'promote');
      await predicted(world, here('outside'), 'undo', { toRevision: 1 });
      await predicted(
        world,
        here('the image of the revision before, mid-update'),
        'set-image',
        image(NEXT),
      );
    },
  },
  {
    id: 'predict-deadline',
    title:
      'Predictions: pods that are never ready, and a deadline that is over',
    async run(world) {
      await canaryWorld(
        world,
        [{ setWeight: 40 }, { pause: {} }],
        {},
        {
          progressDeadlineSeconds: 3,
        },
      );
      const here = (state: string) => `deadline exceeded, ${state}`;
      await world.merge({ spec: { template: podTemplate(NEXT, NOWHERE) } });
      await world.untilPhase('Degraded');
      await predicted(
        world,
        here('nothing of the new revision is ready'),
        'abort',
      );
      await predicted(world, here('aborted'), 'undo', { toRevision: 1 });
    },
  },
  {
    id: 'predict-first-deployment',
    title: 'Predictions: the first deployment, while its pods are not ready',
    async run(world) {
      await world.create(
        ROLLOUTS,
        rollout(canary(ROUTED), {
          replicas: 2,
          template: podTemplate(undefined, NOWHERE),
        }),
      );
      await world.untilPhase(
        'Progressing',
        (core, { detail }) =>
          core.replicas.current === 2 && detail.pods.length === 2,
      );
      for (const action of [
        'abort',
        'promote',
        'promote-full',
        'skip-step',
        'retry',
        'resume',
      ] as const) {
        await predicted(world, 'first deployment, no pod is ready', action);
      }
      await predicted(world, 'first deployment, no pod is ready', 'undo', {
        toRevision: 1,
      });
    },
  },
  {
    id: 'predict-other-scale',
    title: 'Predictions: a router whose largest weight is 1000',
    async run(world) {
      await routedWorld(
        world,
        [{ setWeight: 5 }, { pause: {} }, { setWeight: 250 }, { pause: {} }],
        {
          trafficRouting: {
            nginx: { stableIngress: 'shop' },
            maxTrafficWeight: 1000,
          },
        },
        { replicas: 2 },
      );
      const here = (state: string) => `largest weight 1000, ${state}`;
      await predicted(world, here('stable'), 'set-image', image(NEXT));
      await predicted(world, here('at 0.5 %'), 'promote');
      await predicted(world, here('at 25 %'), 'abort');
    },
  },
];
