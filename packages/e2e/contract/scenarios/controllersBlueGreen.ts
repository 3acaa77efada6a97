import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { ANALYSIS_RUNS, ROLLOUTS } from '@slipway/plugin-rollouts-common';
import { at } from '../lib/json';
import {
  ANALYSIS_TEMPLATES,
  analysisTemplate,
  IMAGE,
  NEXT,
  prometheus,
  rollout,
  service,
  SERVICES,
} from '../lib/manifests';
import { Scenario } from '../lib/scenario';

const PROBE = { templates: [{ templateName: 'probe' }] };

export const controllersBlueGreenScenarios: Scenario[] = [
  {
    id: 'blue-green-fast-track',
    title:
      'Blue-green undo within the scale-down delay: no preview, no pause, no analysis',
    async run(world) {
      await world.create(
        ANALYSIS_TEMPLATES,
        analysisTemplate('probe', {
          successCondition: 'result[0] > 0',
          provider: prometheus(world.target.prometheusUrl, 'vector(1)'),
        }),
      );
      await world.create(SERVICES, service('active'), service('preview'));
      await world.create(
        ROLLOUTS,
        rollout(
          {
            blueGreen: {
              activeService: 'active',
              previewService: 'preview',
              autoPromotionEnabled: false,
              scaleDownDelaySeconds: 600,
              prePromotionAnalysis: PROBE,
              postPromotionAnalysis: PROBE,
            },
          },
          { replicas: 1 },
        ),
      );
      await world.untilHealthy();
      await world.setImage(NEXT);
      await world.untilPhase('Paused');
      await world.act('promote');
      await world.untilHealthy();
      await world.act('undo', { toRevision: 1 });
      await world.untilPhase(
        'Healthy',
        core => core.revision === 3 && !core.inProgress,
      );
      const { reading } = await world.compare({
        stableImage: IMAGE,
        canaryImage: IMAGE,
      });
      assert.deepEqual(
        reading.detail.revisions.map(({ replicas }) => replicas.desired),
        [1, 1],
        'Both revisions keep their pods for scaleDownDelaySeconds.',
      );
      const runs = await world.api.list(ANALYSIS_RUNS, world.namespace);
      assert.equal(runs.length, 2, 'Only those of the update to revision 2.');
    },
  },
  {
    id: 'services-of-a-deleted-rollout',
    title: 'Services of a deleted Rollout are free for the next one',
    async run(world) {
      const strategy = {
        blueGreen: { activeService: 'active', previewService: 'preview' },
      };
      const first = rollout(strategy, { replicas: 1 });
      await world.create(SERVICES, service('active'), service('preview'));
      await world.create(ROLLOUTS, { ...first, metadata: { name: 'first' } });
      const managers = async () =>
        (await world.api.list(SERVICES, world.namespace)).map(one => [
          at(
            one,
            'metadata',
            'annotations',
            'argo-rollouts.argoproj.io/managed-by-rollouts',
          ),
          at(one, 'spec', 'selector', 'rollouts-pod-template-hash') !==
            undefined,
        ]);
      const wait = async (manager: string | undefined) => {
        const end = Date.now() + 60_000;
        for (;;) {
          const found = await managers();
          if (
            found.every(
              ([name, hasHash]) =>
                name === manager && hasHash === Boolean(manager),
            )
          ) {
            return;
          }
          assert.ok(Date.now() < end, `Managed by ${JSON.stringify(found)}.`);
          await sleep(200);
        }
      };
      await wait('first');
      await world.api.delete(ROLLOUTS, world.namespace, 'first');
      await wait(undefined);
      await world.create(ROLLOUTS, first);
      await world.untilHealthy();
      await wait('shop');
      await world.compare({ phase: 'Healthy' });
    },
  },
];
