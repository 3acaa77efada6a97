import assert from 'node:assert/strict';
import { DEPLOYMENTS, ROLLOUTS } from '@slipway/plugin-rollouts-common';
import {
  analysisStep,
  canary,
  deployment,
  IMAGE,
  NEXT,
  rollout,
  THIRD,
} from '../lib/manifests';
import {
  analysis,
  canaryWorld,
  image,
  routedWorld,
  runningRun,
  templates,
} from '../lib/predictionWorlds';
import { predicted } from '../lib/predictions';
import { Scenario } from '../lib/scenario';
import { World } from '../lib/world';

const SMALL = { replicas: 3 };

const inconclusive = (world: World, reason: string) =>
  world.until(`paused for ${reason}`, core =>
    core.pauses.some(pause => pause.reason === reason),
  );

export const predictionAnalysisScenarios: Scenario[] = [
  {
    id: 'predict-step-analysis',
    title: 'Predictions: while the analysis of a step runs',
    async run(world) {
      await analysis(world, 'slow');
      await canaryWorld(
        world,
        [
          { setWeight: 40 },
          analysisStep('slow'),
          { pause: {} },
          analysisStep('slow'),
          { pause: {} },
        ],
        {},
        SMALL,
      );
      const here = (state: string) => `analysis of a step, ${state}`;
      await predicted(world, here('before it'), 'set-image', image(NEXT));
      await predicted(world, here('running'), 'pause');
      await predicted(world, here('running, paused by a user'), 'resume');
      await predicted(
        world,
        here('running'),
        'terminate-analysis',
        await runningRun(world),
      );
      await predicted(world, here('at the pause before it'), 'promote');
      await predicted(world, here('running'), 'promote');
      await predicted(world, here('at the last pause'), 'abort');
      await predicted(world, here('aborted'), 'retry');
      await predicted(world, here('running'), 'skip-step');
      await predicted(world, here('at the pause before it'), 'skip-step');
      await predicted(world, here('running'), 'abort');
      await predicted(world, here('aborted while it ran'), 'retry');
      await predicted(world, here('running'), 'undo', { toRevision: 1 });
      await predicted(world, here('before it'), 'set-image', image(THIRD));
      await predicted(world, here('running'), 'promote-full');
    },
  },
  {
    id: 'predict-inconclusive-step',
    title: 'Predictions: at an inconclusive analysis of a step',
    async run(world) {
      await analysis(world, 'unclear');
      const steps = [
        { setWeight: 40 },
        analysisStep('unclear'),
        { pause: {} },
        analysisStep('unclear'),
        { pause: {} },
      ];
      await canaryWorld(world, steps, {}, SMALL);
      const here = (state: string) =>
        `inconclusive analysis of a step, ${state}`;
      await predicted(world, here('before it'), 'set-image', image(NEXT));
      await inconclusive(world, 'InconclusiveAnalysisRun');
      await predicted(world, here('paused'), 'promote');
      await predicted(world, here('at the pause before it'), 'promote');
      await inconclusive(world, 'InconclusiveAnalysisRun');
      await predicted(world, here('paused'), 'skip-step');
      await predicted(world, here('at the pause after it'), 'abort');
    },
  },
  {
    id: 'predict-inconclusive-background',
    title: 'Predictions: at an inconclusive analysis in the background',
    async run(world) {
      await analysis(world, 'later');
      await canaryWorld(
        world,
        [
          { setWeight: 40 },
          { pause: { duration: '300s' } },
          { setWeight: 70 },
          { pause: {} },
          { pause: {} },
        ],
        { analysis: templates('later') },
        SMALL,
      );
      const here = (state: string) =>
        `inconclusive analysis in the background, ${state}`;
      await predicted(world, here('before it'), 'set-image', image(NEXT));
      await inconclusive(world, 'InconclusiveAnalysisRun');
      await predicted(world, here('with a timed pause'), 'skip-step');
      await predicted(world, here('between pauses'), 'promote');
      await inconclusive(world, 'InconclusiveAnalysisRun');
      await predicted(world, here('with a pause'), 'promote');
      await inconclusive(world, 'InconclusiveAnalysisRun');
      await predicted(world, here('with a pause'), 'promote-full');
    },
  },
  {
    id: 'predict-failed-background',
    title: 'Predictions: retry while the pods of an aborted canary are kept',
    async run(world) {
      await analysis(world, 'failing');
      await routedWorld(
        world,
        [{ setWeight: 40 }, { pause: {} }],
        { analysis: templates('failing'), abortScaleDownDelaySeconds: 300 },
        SMALL,
      );
      const here = (state: string) =>
        `failed analysis in the background, ${state}`;
      await predicted(world, here('before it'), 'set-image', image(NEXT));
      await world.untilPhase('Degraded', (_, { detail }) =>
        detail.revisions.some(revision => revision.scaleDownAt !== undefined),
      );
      await predicted(world, here('its pods are kept'), 'retry');
      await predicted(world, here('aborted'), 'promote-full');
    },
  },
  {
    id: 'predict-background',
    title: 'Predictions: while an analysis in the background runs',
    async run(world) {
      await analysis(world, 'slow');
      await canaryWorld(
        world,
        [{ setWeight: 40 }, { pause: {} }, { setWeight: 70 }, { pause: {} }],
        { analysis: { ...templates('slow'), startingStep: 1 } },
        SMALL,
      );
      const here = (state: string) => `analysis in the background, ${state}`;
      await predicted(world, here('before it'), 'set-image', image(NEXT));
      await predicted(world, here('running'), 'promote');
      await predicted(world, here('running'), 'abort');
      await predicted(world, here('aborted'), 'retry');
      await predicted(
        world,
        here('running'),
        'terminate-analysis',
        await runningRun(world),
      );
      await predicted(world, here('terminated'), 'promote');
      await predicted(world, here('to stable'), 'undo', { toRevision: 1 });
    },
  },
  {
    id: 'predict-experiment',
    title: 'Predictions: at the experiment of a step',
    async run(world) {
      await analysis(world, 'slow');
      await canaryWorld(
        world,
        [
          { setWeight: 40 },
          { experiment: { templates: [{ name: 'trial', specRef: 'canary' }] } },
          { pause: {} },
        ],
        {},
        SMALL,
      );
      const here = (state: string) => `experiment of a step, ${state}`;
      await predicted(world, here('before it'), 'set-image', image(NEXT));
      await predicted(world, here('running'), 'promote');
      await predicted(world, here('at the pause after it'), 'abort');
      await predicted(world, here('aborted'), 'retry');
      await predicted(world, here('running'), 'abort');
      await predicted(world, here('aborted while it ran'), 'undo', {
        toRevision: 1,
      });
    },
  },
  {
    id: 'predict-inconclusive-experiment',
    title:
      'Predictions: at an inconclusive experiment only a skipped step moves on',
    async run(world) {
      await analysis(world, 'unclear');
      await canaryWorld(
        world,
        [
          {
            experiment: {
              templates: [{ name: 'trial', specRef: 'canary' }],
              analyses: [
                {
                  name: 'compare',
                  templateName: 'unclear',
                  requiredForCompletion: true,
                },
              ],
            },
          },
          { setWeight: 40 },
          { pause: {} },
        ],
        {},
        SMALL,
      );
      const here = (state: string) => `inconclusive experiment, ${state}`;
      await predicted(world, here('before it'), 'set-image', image(NEXT));
      await inconclusive(world, 'InconclusiveExperiment');
      await predicted(world, here('paused'), 'promote', undefined, {
        restless: true,
      });
      // What kubectl sends although it changes nothing.
      await world.merge({ status: { pauseConditions: null } }, 'status');
      await inconclusive(world, 'InconclusiveExperiment');
      assert.equal((await world.read()).core.stepIndex, 0);
      await predicted(world, here('paused'), 'skip-step', undefined, {
        restless: true,
      });
    },
  },
  {
    id: 'predict-workload-ref',
    title: 'Predictions: a canary whose template comes from a Deployment',
    async run(world) {
      await world.create(DEPLOYMENTS, deployment('shop-workload'));
      await world.create(
        ROLLOUTS,
        rollout(canary([{ setWeight: 40 }, { pause: {} }]), {
          ...SMALL,
          template: undefined,
          selector: undefined,
          workloadRef: {
            apiVersion: 'apps/v1',
            kind: 'Deployment',
            name: 'shop-workload',
          },
        }),
      );
      await world.untilHealthy();
      const here = (state: string) => `workloadRef, ${state}`;
      const options = { deployment: 'shop-workload' };
      await predicted(world, here('stable'), 'set-image', image(NEXT), options);
      await predicted(
        world,
        here('to stable'),
        'undo',
        { toRevision: 1 },
        options,
      );
      await predicted(
        world,
        here('stable'),
        'set-image',
        image(THIRD),
        options,
      );
      await predicted(
        world,
        here('at a pause'),
        'promote-full',
        undefined,
        options,
      );
      await predicted(
        world,
        here('to an older revision'),
        'undo',
        { toRevision: 2 },
        options,
      );
      await predicted(
        world,
        here('to the stable image'),
        'set-image',
        image(THIRD),
        options,
      );
      assert.notEqual(IMAGE, THIRD);
    },
  },
];
