import { CanaryStep, CanaryStrategy } from '../rolloutModel';
import { NAMESPACE, template, TestCluster } from '../testing/TestCluster';

const PREFIX = 'alb.ingress.kubernetes.io';

async function behindAlb(
  steps: CanaryStep[],
  more: CanaryStrategy,
): Promise<TestCluster> {
  const cluster = new TestCluster();
  for (const name of ['ping', 'pong', 'root', 'stable', 'canary']) {
    cluster.service(name);
  }
  cluster.ingress('shop', more.pingPong ? 'root' : 'stable');
  cluster.canary(steps, more, { replicas: 2 });
  await cluster.run(10);
  expect(cluster.phase).toBe('Healthy');
  cluster.setImage('2');
  await cluster.run(10);
  expect(cluster.phase).toBe('Paused: CanaryPauseStep');
  return cluster;
}

const ingressOf = (cluster: TestCluster) => {
  const ingress = cluster.objects.ingresses.get(NAMESPACE, 'shop');
  if (!ingress) throw new Error('There is no Ingress.');
  return ingress;
};

/** Weights by Service, as an action says them. */
const weightsOf = (cluster: TestCluster, action: string) => {
  const text =
    ingressOf(cluster).metadata.annotations?.[`${PREFIX}/actions.${action}`];
  const groups: Array<{ ServiceName: string; Weight: number }> = JSON.parse(
    text ?? '{}',
  ).ForwardConfig.TargetGroups;
  return Object.fromEntries(
    groups.map(group => [group.ServiceName, group.Weight]),
  );
};

const hashOf = (cluster: TestCluster, service: string) =>
  cluster.objects.services.get(NAMESPACE, service)?.spec.selector?.[
    'rollouts-pod-template-hash'
  ];

const pathsOf = (cluster: TestCluster) =>
  ingressOf(cluster).spec.rules?.[0].http?.paths?.map(
    path => path.backend?.service?.name,
  );

describe('ping-pong', () => {
  const strategy: CanaryStrategy = {
    pingPong: { pingService: 'ping', pongService: 'pong' },
    trafficRouting: {
      alb: { ingress: 'shop', servicePort: 80, rootService: 'root' },
    },
  };
  const steps = [{ setWeight: 50 }, { pause: {} }];

  it('gives stable the other Service at each promotion', async () => {
    const cluster = await behindAlb(steps, strategy);
    expect(cluster.status.canary).toMatchObject({
      stablePingPong: 'ping',
      weights: { canary: { weight: 50 }, stable: { weight: 50 } },
    });
    const { stableRS, currentPodHash } = cluster.status;
    expect(hashOf(cluster, 'ping')).toBe(stableRS);
    expect(hashOf(cluster, 'pong')).toBe(currentPodHash);
    cluster.promote();
    await cluster.run(10);
    expect(cluster.phase).toBe('Healthy');
    expect(cluster.status.canary?.stablePingPong).toBe('pong');
    expect(weightsOf(cluster, 'root')).toEqual({ ping: 0, pong: 100 });
    expect(hashOf(cluster, 'ping')).toBe(stableRS);
    cluster.setImage('3');
    await cluster.run(10);
    expect(hashOf(cluster, 'ping')).toBe(cluster.status.currentPodHash);
    expect(cluster.status.canary?.stablePingPong).toBe('pong');
    expect(weightsOf(cluster, 'root')).toEqual({ ping: 50, pong: 50 });
  });

  it('keeps its sides when the update is aborted', async () => {
    const cluster = await behindAlb(steps, strategy);
    cluster.act({ abort: true });
    await cluster.run(10);
    expect(cluster.status.canary?.stablePingPong).toBe('ping');
    expect(weightsOf(cluster, 'root')).toEqual({ pong: 0, ping: 100 });
  });
});

describe('routes by header', () => {
  const strategy: CanaryStrategy = {
    stableService: 'stable',
    canaryService: 'canary',
    trafficRouting: {
      alb: { ingress: 'shop', servicePort: 80 },
      managedRoutes: [{ name: 'first' }, { name: 'second' }],
    },
  };
  const match = (value: string) => [
    { headerName: 'X-Who', headerValue: { exact: value } },
  ];
  const steps: CanaryStep[] = [
    { setCanaryScale: { weight: 50 } },
    {
      setHeaderRoute: {
        name: 'second',
        match: [...match('a'), ...match('b')],
      },
    },
    { setHeaderRoute: { name: 'first', match: match('c') } },
    { pause: {} },
    { setHeaderRoute: { name: 'second' } },
    { pause: {} },
  ];

  it('are set, ordered and taken away by steps', async () => {
    const cluster = await behindAlb(steps, strategy);
    expect(pathsOf(cluster)).toEqual(['first', 'second', 'stable']);
    const { annotations } = ingressOf(cluster).metadata;
    expect(annotations).toMatchObject({
      [`${PREFIX}/conditions.second`]:
        '[{"field":"http-header","httpHeaderConfig":{"httpHeaderName":"X-Who","values":["a","b"]}}]',
    });
    expect(weightsOf(cluster, 'first')).toEqual({ canary: 100 });
    expect(weightsOf(cluster, 'stable')).toEqual({ canary: 0, stable: 100 });
    cluster.promote();
    await cluster.run(5);
    expect(cluster.status.currentStepIndex).toBe(5);
    expect(pathsOf(cluster)).toEqual(['first', 'stable']);
  });

  it.each<[string, (cluster: TestCluster) => void]>([
    ['an abort', cluster => cluster.act({ abort: true })],
    ['a full promotion', cluster => cluster.act({ promoteFull: true })],
    [
      'an update whose pods do not come',
      cluster =>
        cluster.change({
          template: template('example.test/shop:3', {
            nodeSelector: { place: 'nowhere' },
          }),
        }),
    ],
  ])('go with %s', async (_, end) => {
    const cluster = await behindAlb(steps, strategy);
    end(cluster);
    await cluster.run(10);
    expect(pathsOf(cluster)).toEqual(['stable']);
    expect(
      ingressOf(cluster).metadata.annotations?.[
        'rollouts.argoproj.io/managed-alb-annotations'
      ],
    ).toBe(JSON.stringify({ shop: [`${PREFIX}/actions.stable`] }));
  });
});

it('says when the Ingress has no rule for the Service', async () => {
  const cluster = await behindAlb([{ setWeight: 50 }, { pause: {} }], {
    stableService: 'stable',
    canaryService: 'canary',
    trafficRouting: { alb: { ingress: 'shop', servicePort: 80 } },
  });
  const ingress = ingressOf(cluster);
  cluster.objects.ingresses.update({ ...ingress, spec: { rules: [] } });
  await cluster.run(5);
  expect(
    cluster.events().some(event => /no rules|does not have/.test(event)) ||
      /InvalidSpec/.test(cluster.phase),
  ).toBe(true);
});
