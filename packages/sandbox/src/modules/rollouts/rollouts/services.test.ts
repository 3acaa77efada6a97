import { NAMESPACE, TestCluster } from '../testing/TestCluster';

const MANAGED_BY = 'argo-rollouts.argoproj.io/managed-by-rollouts';
const HASH = 'rollouts-pod-template-hash';

const markOf = (cluster: TestCluster, name: string) => {
  const service = cluster.objects.services.get(NAMESPACE, name);
  return [
    service?.metadata.annotations?.[MANAGED_BY],
    service?.spec.selector?.[HASH],
  ];
};

async function withServices(): Promise<TestCluster> {
  const cluster = new TestCluster();
  for (const name of ['active', 'preview', 'other']) cluster.service(name);
  cluster.deploy(
    { blueGreen: { activeService: 'active', previewService: 'preview' } },
    { replicas: 1 },
  );
  await cluster.run(10);
  const hash = cluster.status.stableRS;
  expect(markOf(cluster, 'active')).toEqual(['shop', hash]);
  expect(markOf(cluster, 'preview')).toEqual(['shop', hash]);
  return cluster;
}

describe('Services that a Rollout manages', () => {
  it('are free for another one once it is deleted', async () => {
    const cluster = await withServices();
    const { spec } = cluster.rollout;
    cluster.objects.rollouts.delete(cluster.rollout);
    await cluster.run(10);
    expect(markOf(cluster, 'active')).toEqual([undefined, undefined]);
    expect(markOf(cluster, 'preview')).toEqual([undefined, undefined]);
    cluster.objects.rollouts.create({
      metadata: { name: 'next', namespace: NAMESPACE },
      spec,
      status: {},
    });
    await cluster.run(20);
    const next = cluster.objects.rollouts.get(NAMESPACE, 'next');
    expect(next?.status.phase).toBe('Healthy');
    expect(markOf(cluster, 'active')).toEqual(['next', next?.status.stableRS]);
    expect(cluster.events()).toContain(
      'RolloutDeleted: Rollout shop/shop is deleted.',
    );
  });

  it('are left when it refers to others', async () => {
    const cluster = await withServices();
    cluster.change({
      strategy: {
        blueGreen: { activeService: 'active', previewService: 'other' },
      },
    });
    await cluster.run(10);
    expect(markOf(cluster, 'preview')).toEqual([undefined, undefined]);
    expect(markOf(cluster, 'other')[0]).toBe('shop');
    expect(markOf(cluster, 'active')[0]).toBe('shop');
  });

  it('keep a hash without the mark: the real controller removes nothing then', async () => {
    const cluster = new TestCluster();
    cluster.objects.services.create({
      metadata: { name: 'alone', namespace: NAMESPACE },
      spec: { selector: { app: 'shop', [HASH]: 'x' }, ports: [{ port: 80 }] },
      status: {},
    });
    await cluster.run(5);
    expect(markOf(cluster, 'alone')).toEqual([undefined, 'x']);
  });

  it('are taken back from a Rollout that refers to them no more, also after a restart', async () => {
    const cluster = await withServices();
    const service = cluster.objects.services.get(NAMESPACE, 'other');
    if (!service) throw new Error('gone');
    cluster.objects.services.update({
      ...service,
      metadata: { ...service.metadata, annotations: { [MANAGED_BY]: 'gone' } },
      spec: { ...service.spec, selector: { app: 'shop', [HASH]: 'x' } },
    });
    await cluster.run(5);
    expect(markOf(cluster, 'other')).toEqual([undefined, undefined]);
  });
});
