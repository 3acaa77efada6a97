import { BlueGreenStrategy } from '../rolloutModel';
import { NAMESPACE, template, TestCluster } from '../testing/TestCluster';

async function deployed(more: BlueGreenStrategy = {}): Promise<TestCluster> {
  const cluster = new TestCluster();
  cluster.analysisTemplate('probe');
  cluster.service('active');
  cluster.service('preview');
  cluster.deploy(
    {
      blueGreen: {
        activeService: 'active',
        previewService: 'preview',
        autoPromotionEnabled: false,
        ...more,
      },
    },
    { replicas: 2 },
  );
  await cluster.run(10);
  expect(cluster.phase).toBe('Healthy');
  return cluster;
}

const servedBy = (cluster: TestCluster, service: string) =>
  cluster.objects.services.get(NAMESPACE, service)?.spec.selector?.[
    'rollouts-pod-template-hash'
  ];

describe('a blue-green rollout', () => {
  it('waits for a user, switches, and keeps the old pods for a while', async () => {
    const cluster = await deployed();
    const blue = cluster.status.stableRS;
    cluster.setImage('2');
    await cluster.run(10);
    const green = cluster.status.currentPodHash;
    expect(cluster.phase).toBe('Paused: BlueGreenPause');
    expect(cluster.status.blueGreen).toEqual({
      activeSelector: blue,
      previewSelector: green,
    });
    expect(cluster.pods).toEqual({ 1: 2, 2: 2 });
    cluster.promote();
    await cluster.run(2);
    expect(cluster.phase).toBe('Healthy');
    expect(servedBy(cluster, 'active')).toBe(green);
    expect(cluster.pods).toEqual({ 1: 2, 2: 2 });
    await cluster.run(35);
    expect(cluster.pods).toEqual({ 2: 2 });
    expect(cluster.events()).toContain(
      `SwitchService: Switched selector for service 'active' from '${blue}' to '${green}'`,
    );
  });

  describe('an update to a revision within its scale-down delay', () => {
    const analysis = { templates: [{ templateName: 'probe' }] };

    it.each<[string, BlueGreenStrategy, string]>([
      ['without analyses', {}, 'Completed blue-green update'],
      [
        'with analyses',
        { prePromotionAnalysis: analysis, postPromotionAnalysis: analysis },
        'within scaleDownDelay',
      ],
    ])('is fast-tracked %s', async (_, more, reason) => {
      const cluster = await deployed({ scaleDownDelaySeconds: 600, ...more });
      const blue = cluster.status.stableRS;
      cluster.setImage('2');
      await cluster.run(40);
      cluster.promote();
      await cluster.run(40);
      expect(cluster.phase).toBe('Healthy');
      const runs = cluster.objects.analysisRuns.list(NAMESPACE).length;
      cluster.setImage('1');
      await cluster.run(5);
      expect(cluster.phase).toBe('Healthy');
      expect(cluster.status.stableRS).toBe(blue);
      expect(servedBy(cluster, 'active')).toBe(blue);
      expect(cluster.objects.analysisRuns.list(NAMESPACE)).toHaveLength(runs);
      expect(cluster.pods).toEqual({ 1: 2, 2: 2 });
      expect(
        cluster.objects.replicaSets
          .list(NAMESPACE)
          .filter(one => one.metadata.annotations?.['scale-down-deadline'])
          .map(one => one.spec.template.spec?.containers?.[0].image),
      ).toEqual(['example.test/shop:2']);
      expect(cluster.events().join('\n')).toContain(reason);
    });

    it('waits like every other once its pods are gone', async () => {
      const cluster = await deployed({ scaleDownDelaySeconds: 5 });
      cluster.setImage('2');
      await cluster.run(10);
      cluster.promote();
      await cluster.run(20);
      expect(cluster.pods).toEqual({ 2: 2 });
      cluster.setImage('1');
      await cluster.run(10);
      expect(cluster.phase).toBe('Paused: BlueGreenPause');
    });

    it('is not fast-tracked when its ReplicaSet must be scaled', async () => {
      const cluster = await deployed({ scaleDownDelaySeconds: 600 });
      cluster.setImage('2');
      await cluster.run(10);
      cluster.promote();
      await cluster.run(5);
      cluster.change({
        replicas: 3,
        template: template('example.test/shop:1'),
      });
      await cluster.run(10);
      expect(cluster.phase).toBe('Paused: BlueGreenPause');
    });
  });

  it('stays as it was when it is aborted, and can be retried', async () => {
    const cluster = await deployed({ abortScaleDownDelaySeconds: 5 });
    const blue = cluster.status.stableRS;
    cluster.setImage('2');
    await cluster.run(10);
    cluster.act({ abort: true });
    await cluster.run(20);
    expect(cluster.phase).toMatch(/^Degraded: RolloutAborted/);
    expect(servedBy(cluster, 'active')).toBe(blue);
    expect(cluster.pods).toEqual({ 1: 2 });
    cluster.act({ abort: false });
    await cluster.run(10);
    expect(cluster.phase).toBe('Paused: BlueGreenPause');
  });

  it('switches by itself, at once or at the announced time', async () => {
    const atOnce = await deployed({ autoPromotionEnabled: true });
    atOnce.setImage('2');
    await atOnce.run(10);
    expect(atOnce.phase).toBe('Healthy');
    expect(atOnce.status.stableRS).toBe(atOnce.status.currentPodHash);

    const timed = await deployed({
      autoPromotionEnabled: true,
      autoPromotionSeconds: 60,
    });
    timed.setImage('2');
    await timed.run(50);
    expect(timed.phase).toBe('Paused: BlueGreenPause');
    await timed.run(20);
    expect(timed.phase).toBe('Healthy');
  });

  it('shows a smaller preview until it is promoted', async () => {
    const cluster = await deployed({ previewReplicaCount: 1 });
    cluster.setImage('2');
    await cluster.run(10);
    expect(cluster.pods).toEqual({ 1: 2, 2: 1 });
    expect(cluster.phase).toMatch(/^Paused|^Progressing/);
    cluster.promote();
    await cluster.run(10);
    expect(cluster.pods).toMatchObject({ 2: 2 });
    expect(cluster.status.stableRS).toBe(cluster.status.currentPodHash);
  });

  it.each([
    [1, 'Healthy'],
    [0, 'Degraded'],
  ])('asks an analysis before the switch: %s', async (value, phase) => {
    const cluster = new TestCluster();
    cluster.answer = async () => ({ type: 'vector', values: [value] });
    cluster.analysisTemplate('probe');
    cluster.service('active');
    cluster.service('preview');
    cluster.deploy(
      {
        blueGreen: {
          activeService: 'active',
          previewService: 'preview',
          prePromotionAnalysis: { templates: [{ templateName: 'probe' }] },
          postPromotionAnalysis: { templates: [{ templateName: 'probe' }] },
        },
      },
      { replicas: 2 },
    );
    await cluster.run(10);
    cluster.setImage('2');
    await cluster.run(60);
    expect(cluster.status.phase).toBe(phase);
    const types = cluster.objects.analysisRuns
      .list(NAMESPACE)
      .map(run => run.metadata.labels?.['rollout-type']);
    expect(types).toEqual(
      value ? ['PostPromotion', 'PrePromotion'] : ['PrePromotion'],
    );
  });
});

describe('a Rollout with the template of a Deployment', () => {
  it.each([
    ['never', 3],
    ['onsuccess', 0],
    ['progressively', 0],
  ])('scales it down: %s', async (scaleDown, replicas) => {
    const cluster = new TestCluster();
    cluster.objects.deployments.create({
      metadata: { name: 'work', namespace: NAMESPACE },
      spec: {
        replicas: 3,
        selector: { matchLabels: { app: 'shop' } },
        template: template(),
      },
      status: {},
    });
    cluster.canary(
      [{ setWeight: 20 }, { pause: {} }],
      {},
      {
        template: undefined,
        workloadRef: {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          name: 'work',
          scaleDown,
        },
      },
    );
    await cluster.run(20);
    expect(cluster.phase).toBe('Healthy');
    const work = cluster.objects.deployments.get(NAMESPACE, 'work');
    expect(work?.spec.replicas).toBe(replicas);
    expect(cluster.status.workloadObservedGeneration).toBe(
      String(work?.metadata.generation),
    );
    expect(cluster.rollout.spec.template).toBeUndefined();

    if (!work) throw new Error('gone');
    cluster.objects.deployments.update({
      ...work,
      spec: { ...work.spec, template: template('example.test/shop:2') },
    });
    await cluster.run(20);
    expect(cluster.phase).toBe('Paused: CanaryPauseStep');
  });

  it('says when there is no such Deployment', async () => {
    const cluster = new TestCluster();
    cluster.canary(
      [],
      {},
      {
        template: undefined,
        workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'no' },
      },
    );
    await cluster.run(1);
    expect(cluster.phase).toBe(
      'Degraded: InvalidSpec: The Rollout "shop" is invalid: deployments.apps "shop/no" not found',
    );
  });
});
