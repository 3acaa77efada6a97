import { BlueGreenStrategy, CanaryStrategy } from '../rolloutModel';
import { NAMESPACE, template, TestCluster } from '../testing/TestCluster';

/** Role and note of the pods, by the tag of their image. */
const rolesOf = (cluster: TestCluster): Record<string, string[]> => {
  const roles: Record<string, string[]> = {};
  for (const { metadata, spec } of cluster.objects.pods.list(NAMESPACE)) {
    if (metadata.deletionTimestamp) continue;
    const tag = spec.containers?.[0].image?.split(':')[1] ?? '';
    const role = [metadata.labels?.role, metadata.annotations?.note]
      .filter(Boolean)
      .join(' ');
    roles[tag] = [...new Set([...(roles[tag] ?? []), role])];
  }
  return roles;
};

const STABLE = { labels: { role: 'stable' }, annotations: { note: 's' } };
const CANARY = { labels: { role: 'canary' }, annotations: { note: 'c' } };
const STEPS = [{ setWeight: 50 }, { pause: {} }];

async function canary(more: CanaryStrategy): Promise<TestCluster> {
  const cluster = new TestCluster();
  cluster.canary(STEPS, more, { replicas: 2 });
  await cluster.run(10);
  return cluster;
}

describe('metadata of stable and canary pods', () => {
  it('follows the role of their revision', async () => {
    const cluster = await canary({
      stableMetadata: STABLE,
      canaryMetadata: CANARY,
    });
    expect(rolesOf(cluster)).toEqual({ 1: ['stable s'] });
    const hash = cluster.status.currentPodHash;
    cluster.setImage('2');
    await cluster.run(10);
    expect(cluster.phase).toBe('Paused: CanaryPauseStep');
    expect(rolesOf(cluster)).toEqual({ 1: ['stable s'], 2: ['canary c'] });
    const newest = cluster.objects.replicaSets
      .ownedBy(cluster.rollout)
      .find(one => one.metadata.name !== `shop-${hash}`);
    expect(newest?.metadata.annotations).toMatchObject({
      'rollout.argoproj.io/ephemeral-metadata':
        '{"labels":{"role":"canary"},"annotations":{"note":"c"}}',
    });
    expect(newest?.spec.selector.matchLabels).not.toHaveProperty('role');
    cluster.promote();
    await cluster.run(10);
    expect(cluster.phase).toBe('Healthy');
    expect(rolesOf(cluster)).toEqual({ 2: ['stable s'] });
  });

  it('changes with the spec, and is taken away again', async () => {
    const cluster = await canary({ canaryMetadata: CANARY });
    cluster.setImage('2');
    await cluster.run(10);
    cluster.change({
      strategy: {
        canary: {
          steps: STEPS,
          canaryMetadata: { labels: { role: 'other' } },
        },
      },
    });
    await cluster.run(5);
    expect(rolesOf(cluster)).toEqual({ 1: [''], 2: ['other'] });
    expect(cluster.status.currentStepIndex).toBe(1);
    cluster.change({ strategy: { canary: { steps: STEPS } } });
    await cluster.run(5);
    expect(rolesOf(cluster)).toEqual({ 1: [''], 2: [''] });
    for (const { metadata } of cluster.objects.replicaSets.list(NAMESPACE)) {
      expect(metadata.annotations).not.toHaveProperty(
        'rollout.argoproj.io/ephemeral-metadata',
      );
    }
  });

  it('leaves what others put there', async () => {
    const cluster = await canary({ canaryMetadata: CANARY });
    cluster.setImage('2');
    await cluster.run(10);
    for (const pod of cluster.objects.pods.list(NAMESPACE)) {
      cluster.objects.pods.update({
        ...pod,
        metadata: {
          ...pod.metadata,
          labels: { ...pod.metadata.labels, mine: 'yes' },
        },
      });
    }
    cluster.act({ abort: true });
    await cluster.run(1);
    expect(
      cluster.objects.pods
        .list(NAMESPACE)
        .filter(pod => pod.metadata.labels?.mine === 'yes').length,
    ).toBeGreaterThan(0);
  });
});

it('gives active and preview pods theirs', async () => {
  const cluster = new TestCluster();
  cluster.service('active');
  cluster.service('preview');
  const blueGreen: BlueGreenStrategy = {
    activeService: 'active',
    previewService: 'preview',
    autoPromotionEnabled: false,
    activeMetadata: { labels: { role: 'active' } },
    previewMetadata: { labels: { role: 'preview' } },
    scaleDownDelaySeconds: 600,
  };
  cluster.deploy({ blueGreen }, { replicas: 1 });
  await cluster.run(10);
  cluster.setImage('2');
  await cluster.run(10);
  expect(rolesOf(cluster)).toEqual({ 1: ['active'], 2: ['preview'] });
  cluster.promote();
  await cluster.run(10);
  expect(rolesOf(cluster)).toEqual({ 1: [''], 2: ['active'] });
});

describe('a step of a plugin', () => {
  const steps = [{ plugin: { name: 'argoproj-labs/none' } }, { pause: {} }];
  const said = (cluster: TestCluster) =>
    cluster.objects.events
      .list(NAMESPACE)
      .filter(event => event.reason === 'ReconciliationError');

  it('is never completed without the plugin, and an Event says why', async () => {
    const cluster = new TestCluster();
    cluster.canary(steps, {}, { replicas: 1 });
    await cluster.run(10);
    expect(cluster.phase).toBe('Healthy');
    expect(said(cluster)).toEqual([]);
    cluster.setImage('2');
    await cluster.run(70);
    expect(cluster.phase).toMatch(/^Progressing/);
    expect(cluster.status.currentStepIndex).toBe(0);
    const [event] = said(cluster);
    expect(event).toMatchObject({
      type: 'Warning',
      message:
        'Reconciliation failed with error: could not create step plugin at index 0 : failed to get step plugin argoproj-labs/none: unable to start plugin system: unable to find plugin (argoproj-labs/none): plugin argoproj-labs/none not configured in configmap',
    });
    expect(event.count).toBeGreaterThan(1);
  });

  it('exceeds the deadline, can be skipped and can be promoted past', async () => {
    const cluster = new TestCluster();
    cluster.canary(steps, {}, { replicas: 1, progressDeadlineSeconds: 20 });
    await cluster.run(10);
    cluster.change({ template: template('example.test/shop:2') });
    await cluster.run(60);
    expect(cluster.phase).toMatch(/^Degraded: ProgressDeadlineExceeded/);
    cluster.act({ currentStepIndex: 1 });
    await cluster.run(5);
    expect(cluster.phase).toMatch(/^Paused: CanaryPauseStep/);
    cluster.act({ promoteFull: true });
    await cluster.run(10);
    expect(cluster.phase).toBe('Healthy');
  });
});
