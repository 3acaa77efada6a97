import { setTimeout as sleep } from 'node:timers/promises';
import { NEXT, THIRD } from '../lib/manifests';
import {
  analysis,
  aSecondLater,
  blueGreenWorld,
  image,
  runningRun,
  templates,
} from '../lib/predictionWorlds';
import { predicted } from '../lib/predictions';
import { Scenario } from '../lib/scenario';
import { World } from '../lib/world';

/** Waits until revision 1 is scaled down. */
const scaledDown = (world: World) =>
  world.until('scaled down', (_, { detail }) =>
    detail.revisions.some(
      ({ replicas, scaleDownAt }) => replicas.desired === 0 && !scaleDownAt,
    ),
  );

export const predictionBlueGreenScenarios: Scenario[] = [
  {
    id: 'predict-blue-green',
    title: 'Predictions: blue-green that waits for manual promotion',
    async run(world) {
      await blueGreenWorld(world, { scaleDownDelaySeconds: 300 });
      const here = (state: string) => `blue-green, ${state}`;
      await predicted(world, here('stable'), 'promote');
      await predicted(world, here('stable'), 'skip-step');
      await predicted(world, here('stable'), 'set-image', image(NEXT));
      await predicted(world, here('in preview'), 'skip-step');
      await predicted(world, here('in preview'), 'abort');
      await predicted(world, here('aborted, its pods are kept'), 'retry');
      await predicted(world, here('within scaleDownDelaySeconds'), 'undo', {
        toRevision: 1,
      });
      await predicted(
        world,
        here('image within scaleDownDelaySeconds'),
        'set-image',
        image(NEXT),
      );
      await predicted(world, here('stable'), 'set-image', image(THIRD));
      await predicted(world, here('in preview'), 'pause');
      await predicted(world, here('in preview, paused by a user'), 'resume');
      await predicted(world, here('in preview'), 'promote');
      await predicted(world, here('stable'), 'pause');
      await predicted(
        world,
        here('paused by a user, within scaleDownDelaySeconds'),
        'undo',
        { toRevision: 4 },
      );
      await predicted(
        world,
        here('paused by a user, an update waits'),
        'resume',
      );
      await predicted(world, here('in preview'), 'promote-full');
    },
  },
  {
    id: 'predict-blue-green-auto',
    title: 'Predictions: blue-green that is promoted by itself',
    async run(world) {
      await blueGreenWorld(world, {
        autoPromotionEnabled: true,
        scaleDownDelaySeconds: 1,
      });
      const here = (state: string) =>
        `blue-green with auto-promotion, ${state}`;
      await predicted(world, here('stable'), 'set-image', image(NEXT));
      await scaledDown(world);
      await predicted(
        world,
        here('to a revision that is scaled down'),
        'undo',
        { toRevision: 1 },
      );
      await predicted(world, here('stable'), 'restart');
    },
  },
  {
    id: 'predict-blue-green-countdown',
    title: 'Predictions: blue-green that is promoted after a time',
    async run(world) {
      await blueGreenWorld(world, {
        autoPromotionEnabled: true,
        autoPromotionSeconds: 300,
      });
      const here = (state: string) => `blue-green with a countdown, ${state}`;
      await predicted(world, here('stable'), 'set-image', image(NEXT));
      const { core } = await world.read();
      await sleep(1_100);
      await predicted(world, here('in preview'), 'promote');
      await world.until(
        'counted from the start again',
        next => next.pauses[0]?.startedAt !== core.pauses[0].startedAt,
      );
      await predicted(world, here('in preview'), 'undo', { toRevision: 1 });
      await predicted(world, here('stable'), 'set-image', image(THIRD));
      await predicted(world, here('in preview'), 'promote-full');
    },
  },
  {
    id: 'predict-blue-green-analyses',
    title: 'Predictions: blue-green with analyses before and after promotion',
    async run(world) {
      await analysis(world, 'slow');
      await blueGreenWorld(world, {
        prePromotionAnalysis: templates('slow'),
        postPromotionAnalysis: templates('slow'),
        scaleDownDelaySeconds: 300,
        abortScaleDownDelaySeconds: 300,
      });
      const here = (state: string) => `blue-green with analyses, ${state}`;
      await predicted(world, here('stable'), 'set-image', image(NEXT));
      await predicted(world, here('before promotion'), 'promote');
      await predicted(
        world,
        here('before promotion'),
        'terminate-analysis',
        await runningRun(world),
      );
      await predicted(world, here('in preview'), 'promote');
      await predicted(world, here('after the cutover'), 'abort');
      await predicted(world, here('aborted, its pods are kept'), 'retry');
      await predicted(world, here('stable'), 'set-image', image(THIRD));
      await predicted(world, here('before promotion'), 'abort');
      await predicted(world, here('aborted before promotion'), 'undo', {
        toRevision: 2,
      });
      await predicted(
        world,
        here('to a kept revision, after an undo'),
        'undo',
        { toRevision: 3 },
      );
    },
  },
  {
    id: 'predict-blue-green-after-cutover',
    title: 'Predictions: blue-green while an analysis after promotion runs',
    async run(world) {
      await analysis(world, 'slow');
      await blueGreenWorld(world, { postPromotionAnalysis: templates('slow') });
      const here = (state: string) => `blue-green after the cutover, ${state}`;
      await predicted(world, here('before it'), 'set-image', image(NEXT));
      await predicted(world, here('before it'), 'promote');
      await predicted(world, here('manual promotion'), 'undo', {
        toRevision: 1,
      });
      await predicted(world, here('back on the stable revision'), 'abort');
      await predicted(world, here('back on the stable revision'), 'promote');
      await predicted(
        world,
        here('before it, again'),
        'set-image',
        image(THIRD),
      );
      await predicted(world, here('before it, again'), 'promote');
      await predicted(
        world,
        here('while it runs'),
        'terminate-analysis',
        await runningRun(world),
      );
      await predicted(
        world,
        here('before it, third'),
        'set-image',
        image(`${NEXT}b`),
      );
      await predicted(world, here('before it, third'), 'promote');
      await predicted(world, here('while it runs'), 'promote-full');
    },
  },
  {
    id: 'predict-blue-green-paused-after-cutover',
    title: 'Predictions: an abort after the cutover while a user has paused it',
    async run(world) {
      await analysis(world, 'slow');
      await blueGreenWorld(world, { postPromotionAnalysis: templates('slow') });
      const here = (state: string) =>
        `blue-green paused after the cutover, ${state}`;
      await world.setImage(NEXT);
      await world.untilPhase('Paused');
      await world.act('promote');
      await world.until('after the cutover', core =>
        (core.currentAnalysisRuns ?? []).some(
          ({ type }) => type === 'PostPromotion',
        ),
      );
      await predicted(world, here('while it runs'), 'pause');
      await predicted(world, here('paused by a user'), 'abort', undefined, {
        restless: true,
      });
      await predicted(world, here('aborted'), 'resume', undefined, {
        restless: true,
      });
    },
  },
  {
    id: 'predict-blue-green-stuck',
    title: 'Predictions: rollbacks of blue-green that need more than an undo',
    async run(world) {
      await analysis(world, 'slow');
      await blueGreenWorld(
        world,
        { scaleDownDelaySeconds: 1 },
        { rollbackWindow: { revisions: 2 } },
      );
      const here = (state: string) => `blue-green rollback window, ${state}`;
      await aSecondLater(world);
      await predicted(world, here('stable'), 'set-image', image(NEXT));
      await predicted(world, here('in preview'), 'promote');
      await scaledDown(world);
      await predicted(world, here('manual promotion'), 'undo', {
        toRevision: 1,
      });
      await predicted(world, here('it does not move'), 'abort');
      await predicted(world, here('it does not move'), 'promote');
      await predicted(world, here('it does not move'), 'promote-full');
    },
  },
  {
    id: 'predict-blue-green-inconclusive',
    title: 'Predictions: an inconclusive analysis before promotion',
    async run(world) {
      await analysis(world, 'unclear');
      await blueGreenWorld(world, {
        prePromotionAnalysis: templates('unclear'),
      });
      const here = (state: string) => `blue-green inconclusive, ${state}`;
      await predicted(world, here('before it'), 'set-image', image(NEXT));
      await world.untilPhase('Paused');
      await predicted(world, here('before promotion'), 'promote');
      await world.untilPhase('Paused');
      await predicted(world, here('before promotion'), 'promote-full');
    },
  },
];
