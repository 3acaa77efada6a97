import assert from 'node:assert/strict';
import { ROLLOUTS } from '@slipway/plugin-rollouts-common';
import { at, Json } from '../lib/json';
import {
  canary,
  IMAGE,
  INGRESSES,
  ingress,
  NEXT,
  podTemplate,
  rollout,
  service,
  SERVICES,
} from '../lib/manifests';
import { Scenario } from '../lib/scenario';
import { Reading, World } from '../lib/world';
import { untilPastStaleCache } from './controllersExperiments';

/** An Ingress of the AWS load balancer controller: weights are its annotations, and no balancer is needed to set them. */
const albIngress = (backend: string): Json => {
  const made = ingress('shop', backend);
  return {
    ...made,
    metadata: {
      name: 'shop',
      annotations: { 'kubernetes.io/ingress.class': 'alb' },
    },
    spec: {
      rules: [
        {
          http: {
            paths: [
              {
                path: '/*',
                pathType: 'ImplementationSpecific',
                backend: {
                  service: { name: backend, port: { name: 'use-annotation' } },
                },
              },
            ],
          },
        },
      ],
    },
  };
};

const LISTENING = {
  containers: [{ name: 'app', image: IMAGE, ports: [{ containerPort: 8080 }] }],
};

const readIngress = (world: World) =>
  world.api.get(INGRESSES, world.namespace, 'shop');

/** Weights by Service, as the annotation says them. */
async function weightsOf(world: World, action: string): Promise<Json> {
  const text = at(
    await readIngress(world),
    'metadata',
    'annotations',
    `alb.ingress.kubernetes.io/actions.${action}`,
  );
  const groups: Array<{ ServiceName: string; Weight: number }> = JSON.parse(
    String(text),
  ).ForwardConfig.TargetGroups;
  return Object.fromEntries(
    groups.map(group => [group.ServiceName, group.Weight]),
  );
}

/** How often the name of a Service may be lost before that is no accident. */
const LOST_AT_MOST = 6;

/**
 * Waits until both templates of the Experiment get traffic by a Service.
 *
 * The controller writes down the name of a template's Service only in the turn
 * in which it creates it (experiments/experiment.go `createTemplateService`);
 * when that status is overwritten from a stale cache the name is lost for good,
 * and the weights have none. A user would abort and retry; so do we. On the
 * double it is a fault.
 */
async function untilServedByExperiment(world: World): Promise<Reading> {
  for (let lost = 0; ; lost += 1) {
    const reading = await untilPastStaleCache(
      world,
      'with traffic to the experiment',
      (_, { raw }) =>
        at(raw, 'status', 'canary', 'weights', 'additional', 1) !== undefined,
    );
    const named = [0, 1].every(
      index =>
        at(
          reading.raw,
          'status',
          'canary',
          'weights',
          'additional',
          index,
          'serviceName',
        ) !== undefined,
    );
    if (named) return reading;
    assert.ok(world.target.canOverlook && lost < LOST_AT_MOST, 'No Service.');
    await world.act('abort');
    await world.untilPhase('Degraded', core => core.actualWeight === 0);
    await world.untilQuiet();
    await world.act('retry');
    await world.until('retried', core => !core.aborted);
  }
}

export const controllersRoutingScenarios: Scenario[] = [
  {
    id: 'ping-pong',
    title: 'Ping-pong: stable gets the other Service at each promotion',
    async run(world) {
      await world.create(
        SERVICES,
        ...['ping', 'pong', 'root'].map(name => service(name)),
      );
      await world.create(INGRESSES, albIngress('root'));
      await world.create(
        ROLLOUTS,
        rollout(
          canary([{ setWeight: 50 }, { pause: {} }], {
            pingPong: { pingService: 'ping', pongService: 'pong' },
            scaleDownDelaySeconds: 2,
            trafficRouting: {
              alb: { ingress: 'shop', servicePort: 80, rootService: 'root' },
            },
          }),
          { replicas: 2 },
        ),
      );
      await world.untilHealthy();
      await world.setImage(NEXT);
      await world.untilPhase('Paused');
      await world.compare({ setWeight: 50, actualWeight: 50 });
      assert.deepEqual(await weightsOf(world, 'root'), { ping: 50, pong: 50 });
      await world.act('promote');
      const { raw } = await world.untilHealthy();
      assert.equal(at(raw, 'status', 'canary', 'stablePingPong'), 'pong');
      await world.until(
        'scaled down',
        (_, { detail }) => detail.pods.length === 2,
      );
      await world.compare({ stableImage: NEXT });
      assert.deepEqual(await weightsOf(world, 'root'), { ping: 0, pong: 100 });
    },
  },
  {
    id: 'experiment-with-traffic',
    title:
      'An Experiment gets traffic from stable; routes by header go with an abort',
    async run(world) {
      await world.create(SERVICES, service('stable'), service('canary'));
      await world.create(INGRESSES, albIngress('stable'));
      await world.create(
        ROLLOUTS,
        rollout(
          canary(
            [
              { setWeight: 10 },
              {
                setHeaderRoute: {
                  name: 'testers',
                  match: [
                    { headerName: 'X-Who', headerValue: { exact: 'me' } },
                  ],
                },
              },
              {
                experiment: {
                  templates: [
                    { name: 'base', specRef: 'stable', weight: 5 },
                    { name: 'trial', specRef: 'canary', weight: 20 },
                  ],
                },
              },
            ],
            {
              stableService: 'stable',
              canaryService: 'canary',
              trafficRouting: {
                managedRoutes: [{ name: 'testers' }],
                alb: { ingress: 'shop', servicePort: 80 },
              },
            },
          ),
          { replicas: 1, template: podTemplate(IMAGE, LISTENING) },
        ),
      );
      await world.untilHealthy();
      await world.setImage(NEXT);
      const { raw } = await untilServedByExperiment(world);
      const weights = at(raw, 'status', 'canary', 'weights');
      assert.deepEqual(
        [
          at(weights, 'stable', 'weight'),
          at(weights, 'canary', 'weight'),
          at(weights, 'additional', 0, 'weight'),
          at(weights, 'additional', 1, 'weight'),
        ],
        [65, 10, 5, 20],
      );
      const base = String(at(weights, 'additional', 0, 'serviceName'));
      assert.match(base, /^shop-\w+-2-2(-\d+)?-base$/);
      assert.deepEqual(await weightsOf(world, 'stable'), {
        canary: 10,
        [base]: 5,
        [base.replace(/base$/, 'trial')]: 20,
        stable: 65,
      });
      assert.deepEqual(await weightsOf(world, 'testers'), { canary: 100 });
      await world.compare({ stepIndex: 2, setWeight: 10, actualWeight: 10 });
      await world.act('abort');
      await world.untilPhase('Degraded', core => core.actualWeight === 0);
      assert.deepEqual(await weightsOf(world, 'stable'), {
        canary: 0,
        stable: 100,
      });
      const spec = at(await readIngress(world), 'spec', 'rules', 0, 'http');
      assert.equal(at(spec, 'paths', 1), undefined, 'The route is gone.');
    },
  },
];
