import assert from 'node:assert/strict';
import {
  abortSentence,
  leftoverSentence,
  ROLLOUTS,
  Serving,
  servingSentence,
} from '@slipway/plugin-rollouts-common';
import { at } from '../lib/json';
import {
  ANALYSIS_TEMPLATES,
  analysisTemplate,
  canary,
  INGRESSES,
  ingress,
  NEXT,
  NOWHERE,
  podTemplate,
  prometheus,
  rollout,
  service,
  SERVICES,
} from '../lib/manifests';
import { Scenario } from '../lib/scenario';
import { Reading, World } from '../lib/world';

const HASH = 'rollouts-pod-template-hash';

/** A canary behind an nginx Ingress, with `more` in its strategy. */
async function startRouted(
  world: World,
  more: Record<string, unknown>,
  routing: Record<string, unknown> = {},
) {
  await world.create(SERVICES, service('stable'), service('canary'));
  await world.create(INGRESSES, ingress('shop', 'stable'));
  await world.create(
    ROLLOUTS,
    rollout(
      canary([{ setWeight: 50 }, { pause: {} }], {
        stableService: 'stable',
        canaryService: 'canary',
        trafficRouting: { nginx: { stableIngress: 'shop' }, ...routing },
        ...more,
      }),
      { replicas: 4 },
    ),
  );
  await world.untilHealthy();
}

/** Parts of traffic that the canary Ingress sends to the canary Service. */
async function canaryWeight(world: World): Promise<number> {
  const made = await world.api.get(
    INGRESSES,
    world.namespace,
    'shop-shop-canary',
  );
  return Number(
    at(
      made,
      'metadata',
      'annotations',
      'nginx.ingress.kubernetes.io/canary-weight',
    ),
  );
}

/** Pod template hash that a Service selects. */
async function selected(world: World, name: string): Promise<unknown> {
  const found = await world.api.get(SERVICES, world.namespace, name);
  return at(found, 'spec', 'selector', HASH);
}

const percentOfHash = ({ shares }: Serving, hash: unknown) =>
  shares
    .filter(share => share.podTemplateHash === hash)
    .reduce((sum, share) => sum + share.percent, 0);

/**
 * What the portal says of a canary behind the router is what the router's own
 * objects say: the canary Ingress's weight, and the Service that it names.
 */
async function assertRouted(
  world: World,
  { core }: Reading,
  maximum = 100,
): Promise<void> {
  const hash = await selected(world, 'canary');
  assert.equal(
    percentOfHash(core.serving, hash),
    hash === core.stableHash
      ? 100
      : ((await canaryWeight(world)) * 100) / maximum,
    servingSentence(core.serving),
  );
}

export const servingScenarios: Scenario[] = [
  {
    id: 'serving-after-abort',
    title:
      'dynamicStableScale: after an abort traffic stays on the canary until stable pods are ready',
    async run(world) {
      await startRouted(world, { dynamicStableScale: true });
      await world.setImage(NEXT);
      await world.untilPhase('Paused');
      await assertRouted(world, await world.read());
      await world.act('abort');
      // It may last a moment only: what is said on the way is held against the weights that the same reading has.
      const said = new Set<string>();
      const { core } = await world.until('back on stable', now => {
        const sentence = now.aborted ? abortSentence(now) : undefined;
        const elsewhere = percentOfHash(now.serving, now.currentPodHash);
        if (sentence) {
          said.add(sentence);
          assert.equal(
            sentence.includes(`${elsewhere} % of traffic is still on`),
            elsewhere > 0 && elsewhere < 100,
            sentence,
          );
        }
        return now.phase === 'Degraded' && elsewhere === 0;
      });
      assert.equal(
        abortSentence(core),
        'Aborted: all traffic is on revision 1 (stable).',
        [...said].join('\n'),
      );
      await world.untilQuiet();
      assert.equal(await canaryWeight(world), 0);
      await world.compare({ aborted: true, actualWeight: 0 });
    },
  },
  {
    id: 'serving-after-rollback',
    title:
      'dynamicStableScale: after going back to stable the revision before keeps traffic until stable pods are ready',
    async run(world) {
      await startRouted(world, { dynamicStableScale: true });
      await world.setImage(NEXT);
      await world.untilPhase('Paused');
      const { core: before } = await world.read();
      await world.act('undo', { toRevision: 1 });
      const { core } = await world.until('back on revision 1', now => {
        const elsewhere = percentOfHash(now.serving, before.currentPodHash);
        if (!now.inProgress && now.serving.unknown === undefined) {
          assert.equal(
            leftoverSentence(now) !== undefined,
            elsewhere > 0,
            servingSentence(now.serving),
          );
        }
        return now.phase === 'Healthy' && elsewhere === 0;
      });
      assert.equal(
        servingSentence(core.serving),
        'All traffic is on revision 3 (stable).',
      );
      await world.untilQuiet();
      await assertRouted(world, await world.read());
    },
  },
  {
    id: 'serving-parts-of-1000',
    title: 'maxTrafficWeight 1000: weights are shown as percentages',
    async run(world) {
      await world.create(SERVICES, service('stable'), service('canary'));
      await world.create(INGRESSES, ingress('shop', 'stable'));
      await world.create(
        ROLLOUTS,
        rollout(
          canary([{ setWeight: 5 }, { pause: {} }], {
            stableService: 'stable',
            canaryService: 'canary',
            trafficRouting: {
              nginx: { stableIngress: 'shop' },
              maxTrafficWeight: 1000,
            },
          }),
          { replicas: 1 },
        ),
      );
      await world.untilHealthy();
      await world.setImage(NEXT);
      await world.untilPhase('Paused', core => core.actualWeight === 0.5);
      const { reading } = await world.compare({
        setWeight: 0.5,
        actualWeight: 0.5,
      });
      assert.deepEqual(
        reading.core.steps.map(({ label }) => label),
        ['0.5 %', 'pause'],
      );
      assert.equal(await canaryWeight(world), 5);
      await assertRouted(world, reading, 1000);
    },
  },
  {
    id: 'serving-first-deployment',
    title:
      'A first deployment that is aborted by its deadline: nothing serves, there is nothing to go back to',
    async run(world) {
      await world.create(
        ROLLOUTS,
        rollout(canary([{ setWeight: 50 }, { pause: {} }]), {
          replicas: 2,
          template: podTemplate(undefined, NOWHERE),
          progressDeadlineSeconds: 3,
          progressDeadlineAbort: true,
        }),
      );
      const { core } = await world.until(
        'aborted',
        now => now.aborted && now.phase === 'Degraded',
      );
      assert.equal(
        abortSentence(core),
        'The first deployment did not become ready: 0 of 2 pods. There is no earlier revision; nothing serves.',
      );
      await world.compare({ aborted: true, inProgress: false });
    },
  },
  {
    id: 'serving-blue-green',
    title:
      'Blue-green: the new revision is active after the cutover, an abort takes the Service back',
    async run(world) {
      await world.create(
        ANALYSIS_TEMPLATES,
        analysisTemplate('slow', {
          interval: '2s',
          count: 1000,
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
              postPromotionAnalysis: { templates: [{ templateName: 'slow' }] },
            },
          },
          { replicas: 2 },
        ),
      );
      await world.untilHealthy();
      await world.setImage(NEXT);
      const cutover = await world.until(
        'after the cutover',
        ({ blueGreen, currentPodHash, inProgress }) =>
          inProgress && blueGreen?.activeSelector === currentPodHash,
      );
      assert.equal(
        servingSentence(cutover.core.serving),
        'All traffic is on revision 2 (active).',
      );
      assert.equal(
        await selected(world, 'active'),
        cutover.core.currentPodHash,
      );
      // The analysis measures all the time, so the objects never stand still.
      await world.send(await world.plan('abort'));
      const back = await world.until(
        'back on revision 1',
        ({ aborted, blueGreen, stableHash }) =>
          aborted && blueGreen?.activeSelector === stableHash,
      );
      assert.equal(
        abortSentence(back.core),
        'Aborted: all traffic is on revision 1 (active).',
      );
      assert.equal(await selected(world, 'active'), back.core.stableHash);
    },
  },
];
