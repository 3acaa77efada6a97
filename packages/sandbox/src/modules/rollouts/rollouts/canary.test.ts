import { NAMESPACE, template, TestCluster } from '../testing/TestCluster';

const NEVER = { nodeSelector: { place: 'nowhere' } };

async function deployed(
  ...given: Parameters<TestCluster['canary']>
): Promise<TestCluster> {
  const cluster = new TestCluster();
  cluster.canary(...given);
  await cluster.run(10);
  expect(cluster.phase).toBe('Healthy');
  return cluster;
}

const STEPS = [
  { setWeight: 20 },
  { pause: {} },
  { setWeight: 60 },
  { pause: { duration: '30s' } },
];

describe('a canary held by pods', () => {
  it('is stable at once when it is new', async () => {
    const cluster = await deployed(STEPS);
    const { status, rollout } = cluster;
    expect(status).toMatchObject({
      currentStepIndex: 4,
      replicas: 5,
      availableReplicas: 5,
      observedGeneration: String(rollout.metadata.generation),
      selector: 'app=shop',
    });
    expect(status.stableRS).toBe(status.currentPodHash);
    expect(rollout.metadata.annotations).toEqual({
      'rollout.argoproj.io/revision': '1',
    });
    expect(cluster.events()).toEqual(
      expect.arrayContaining([
        'RolloutUpdated: Rollout updated to revision 1',
        `NewReplicaSetCreated: Created ReplicaSet shop-${status.stableRS} (revision 1)`,
        `ScalingReplicaSet: Scaled up ReplicaSet shop-${status.stableRS} (revision 1) from 0 to 5`,
        `RolloutCompleted: Rollout completed update to revision 1 (${status.stableRS}): Initial deploy`,
      ]),
    );
    expect(cluster.errors).toEqual([]);
  });

  it('takes its steps: weights by pods, pauses for a user and for a time', async () => {
    const cluster = await deployed(STEPS);
    cluster.setImage('2');
    await cluster.run(10);
    expect(cluster.phase).toBe('Paused: CanaryPauseStep');
    expect(cluster.pods).toEqual({ 1: 4, 2: 1 });
    expect(cluster.status).toMatchObject({
      currentStepIndex: 1,
      controllerPause: true,
    });
    await cluster.run(1200);
    expect(cluster.status.currentStepIndex).toBe(1);

    cluster.promote();
    await cluster.run(10);
    expect(cluster.pods).toEqual({ 1: 2, 2: 3 });
    expect(cluster.status.currentStepIndex).toBe(3);
    const started = cluster.status.pauseConditions?.[0].startTime ?? '';
    const left = Date.parse(started) + 30_000 - cluster.clock.now().getTime();
    await cluster.run(left / 1000 - 0.1);
    expect(cluster.status.currentStepIndex).toBe(3);
    await cluster.run(10);
    expect(cluster.phase).toBe('Healthy');
    expect(cluster.pods).toEqual({ 2: 5 });
    expect(cluster.events()).toEqual(
      expect.arrayContaining([
        'RolloutStepCompleted: Rollout step 1/4 completed (setWeight: 20)',
        'RolloutStepCompleted: Rollout step 2/4 completed (pause)',
        'RolloutStepCompleted: Rollout step 4/4 completed (pause: 30s)',
        'RolloutPaused: Rollout is paused (CanaryPauseStep)',
        'RolloutResumed: Rollout is resumed',
        expect.stringMatching(
          /^RolloutCompleted: .*: Completed all 4 canary steps$/,
        ),
      ]),
    );
  });

  it('goes back when it is aborted, and starts again when it is retried', async () => {
    const cluster = await deployed(STEPS);
    cluster.setImage('2');
    await cluster.run(10);
    cluster.act({ abort: true });
    await cluster.run(10);
    expect(cluster.phase).toBe(
      'Degraded: RolloutAborted: Rollout aborted update to revision 2',
    );
    expect(cluster.status).toMatchObject({ abort: true, currentStepIndex: 0 });
    expect(cluster.status.abortedAt).toBeDefined();
    expect(cluster.status.pauseConditions).toBeUndefined();
    expect(cluster.pods).toEqual({ 1: 5 });

    cluster.act({ abort: false });
    await cluster.run(10);
    expect(cluster.phase).toBe('Paused: CanaryPauseStep');
    expect(cluster.status.abort).toBeUndefined();
    expect(cluster.pods).toEqual({ 1: 4, 2: 1 });
  });

  it('skips all steps on a full promotion, and drops one that has nothing to do', async () => {
    const cluster = await deployed(STEPS);
    cluster.act({ promoteFull: true });
    await cluster.run(1);
    expect(cluster.status.promoteFull).toBeUndefined();
    cluster.setImage('2');
    await cluster.run(10);
    cluster.act({ promoteFull: true });
    await cluster.run(10);
    expect(cluster.phase).toBe('Healthy');
    expect(cluster.pods).toEqual({ 2: 5 });
  });

  it('jumps to the end when it goes back to stable', async () => {
    const cluster = await deployed(STEPS);
    cluster.setImage('2');
    await cluster.run(10);
    cluster.setImage('1');
    await cluster.run(10);
    expect(cluster.phase).toBe('Healthy');
    expect(cluster.status.currentStepIndex).toBe(4);
    expect(cluster.rollout.metadata.annotations).toMatchObject({
      'rollout.argoproj.io/revision': '3',
    });
    expect(cluster.events()).toContain(
      'SkipSteps: Rollback to stable ReplicaSets',
    );
  });

  it.each([
    ['inside the window', { revisions: 2 }, 'Healthy'],
    ['without one', undefined, 'Paused: CanaryPauseStep'],
  ])('goes back to an older revision %s', async (_, rollbackWindow, phase) => {
    const cluster = await deployed(
      [{ setWeight: 20 }, { pause: {} }],
      {},
      { rollbackWindow },
    );
    cluster.setImage('2');
    await cluster.run(10);
    cluster.act({ promoteFull: true });
    await cluster.run(10);
    cluster.setImage('1');
    await cluster.run(10);
    expect(cluster.phase).toBe(phase);
  });

  it('is paused and resumed by a user', async () => {
    const cluster = await deployed(STEPS);
    cluster.change({ paused: true });
    await cluster.run(1);
    expect(cluster.phase).toBe('Paused: manually paused');
    cluster.setImage('2');
    await cluster.run(10);
    expect(cluster.pods).toEqual({ 1: 5 });
    cluster.change({ paused: false });
    await cluster.run(10);
    expect(cluster.pods).toEqual({ 1: 4, 2: 1 });
  });

  it('starts again when the steps change', async () => {
    const cluster = await deployed(STEPS);
    cluster.setImage('2');
    await cluster.run(10);
    cluster.change({
      strategy: { canary: { steps: [{ setWeight: 40 }, { pause: {} }] } },
    });
    await cluster.run(10);
    expect(cluster.status.currentStepIndex).toBe(1);
    expect(cluster.pods).toEqual({ 1: 3, 2: 2 });
  });

  it('reports pods that are too long in coming', async () => {
    const cluster = await deployed(
      [{ setWeight: 40 }],
      {},
      { progressDeadlineSeconds: 60 },
    );
    cluster.change({ template: template('example.test/shop:2', NEVER) });
    await cluster.run(59);
    expect(cluster.phase).toMatch(/^Progressing/);
    await cluster.run(10);
    const hash = cluster.status.currentPodHash;
    expect(cluster.phase).toBe(
      `Degraded: ProgressDeadlineExceeded: ReplicaSet "shop-${hash}" has timed out progressing.`,
    );
    expect(cluster.status.abort).toBeUndefined();
    expect(cluster.events('Pod')).toContain(
      'FailedScheduling: no nodes available to schedule pods',
    );
  });

  it('aborts by itself after the deadline where that is wanted', async () => {
    const cluster = await deployed(
      [{ setWeight: 40 }],
      {},
      { progressDeadlineSeconds: 60, progressDeadlineAbort: true },
    );
    cluster.setImage('2-crash');
    await cluster.run(100);
    expect(cluster.phase).toMatch(/^Degraded: RolloutAborted: /);
    expect(cluster.status.abort).toBe(true);
    expect(cluster.pods).toEqual({ 1: 5 });
  });

  it('is scaled to zero and back without steps', async () => {
    const cluster = await deployed(STEPS);
    cluster.change({ replicas: 0 });
    await cluster.run(10);
    expect(cluster.phase).toBe('Healthy');
    expect(cluster.objects.pods.list(NAMESPACE)).toEqual([]);
    cluster.change({ replicas: 3 });
    await cluster.run(10);
    expect(cluster.phase).toBe('Healthy');
    expect(cluster.pods).toEqual({ 1: 3 });
  });

  it('keeps as many old ReplicaSets as it is asked to', async () => {
    const cluster = await deployed([], {}, { revisionHistoryLimit: 1 });
    for (const tag of ['2', '3', '4']) {
      cluster.setImage(tag);
      await cluster.run(20);
    }
    const revisions = cluster.objects.replicaSets
      .list(NAMESPACE)
      .map(one => one.metadata.annotations?.['rollout.argoproj.io/revision']);
    expect(revisions.sort()).toEqual(['3', '4']);
  });

  it('restarts pods a few at a time, at the time asked for', async () => {
    const cluster = await deployed([]);
    const old = cluster.objects.pods
      .list(NAMESPACE)
      .map(pod => pod.metadata.uid);
    const at = new Date(cluster.clock.now().getTime() + 60_000).toISOString();
    cluster.change({ restartAt: at });
    await cluster.run(30);
    expect(cluster.phase).toBe('Progressing: rollout is restarting');
    await cluster.run(31);
    expect(cluster.objects.pods.list(NAMESPACE).length).toBeGreaterThanOrEqual(
      4,
    );
    await cluster.run(120);
    expect(cluster.phase).toBe('Healthy');
    expect(cluster.status.restartedAt).toBe(at.replace('.000', ''));
    const now = cluster.objects.pods
      .list(NAMESPACE)
      .map(pod => pod.metadata.uid);
    expect(now).toHaveLength(5);
    expect(now.filter(uid => old.includes(uid))).toEqual([]);
    expect(cluster.status.currentPodHash).toBe(cluster.status.stableRS);
  });

  it('continues from a snapshot where it was', async () => {
    const cluster = await deployed([
      { setWeight: 20 },
      { pause: { duration: 60 } },
    ]);
    cluster.setImage('2');
    await cluster.run(1);
    cluster.controllers.stop();
    const again = new TestCluster(
      JSON.parse(JSON.stringify(cluster.store.snapshot())),
      cluster.clock,
    );
    await again.run(10);
    expect(again.phase).toBe('Paused: CanaryPauseStep');
    await again.run(70);
    expect(again.phase).toBe('Healthy');
    expect(again.pods).toEqual({ 2: 5 });
    expect(again.errors).toEqual([]);
  });

  it('comes to rest: no timer and no write once it is healthy', async () => {
    const cluster = await deployed(STEPS);
    const version = cluster.store.resourceVersion;
    await cluster.run(3600);
    expect(cluster.store.resourceVersion).toBe(version);
    expect(cluster.clock.pending).toBe(0);
  });
});

describe('a canary with traffic routing', () => {
  const ROUTED = {
    stableService: 'stable',
    canaryService: 'canary',
    trafficRouting: { nginx: { stableIngress: 'shop' } },
  };

  async function routed(
    steps: Parameters<TestCluster['canary']>[0],
    more = {},
  ): Promise<TestCluster> {
    const cluster = new TestCluster();
    cluster.service('stable');
    cluster.service('canary');
    cluster.ingress('shop', 'stable');
    cluster.canary(steps, { ...ROUTED, ...more });
    await cluster.run(10);
    expect(cluster.phase).toBe('Healthy');
    return cluster;
  }

  const weightOf = (cluster: TestCluster) =>
    cluster.objects.ingresses.get(NAMESPACE, 'shop-shop-canary')?.metadata
      .annotations?.['nginx.ingress.kubernetes.io/canary-weight'];

  it('moves the weight only when the pods are there, keeps stable whole, and cleans up later', async () => {
    const cluster = await routed(STEPS);
    const stable = cluster.status.stableRS;
    cluster.setImage('2');
    await cluster.run(10);
    expect(weightOf(cluster)).toBe('20');
    expect(cluster.pods).toEqual({ 1: 5, 2: 1 });
    expect(cluster.status.canary?.weights).toEqual({
      canary: {
        weight: 20,
        serviceName: 'canary',
        podTemplateHash: cluster.status.currentPodHash,
      },
      stable: { weight: 80, serviceName: 'stable', podTemplateHash: stable },
    });
    const selector = (name: string) =>
      cluster.objects.services.get(NAMESPACE, name)?.spec.selector?.[
        'rollouts-pod-template-hash'
      ];
    expect([selector('stable'), selector('canary')]).toEqual([
      stable,
      cluster.status.currentPodHash,
    ]);

    cluster.promote();
    await cluster.run(10);
    expect(weightOf(cluster)).toBe('60');
    await cluster.run(40);
    expect(cluster.phase).toBe('Healthy');
    expect(weightOf(cluster)).toBe('0');
    expect(cluster.pods).toEqual({ 1: 5, 2: 5 });
    await cluster.run(40);
    expect(cluster.pods).toEqual({ 2: 5 });
    expect(selector('stable')).toBe(cluster.status.currentPodHash);
  });

  it('keeps the canary for a while after an abort', async () => {
    const cluster = await routed(STEPS, { abortScaleDownDelaySeconds: 20 });
    cluster.setImage('2');
    await cluster.run(10);
    cluster.act({ abort: true });
    await cluster.run(10);
    expect(weightOf(cluster)).toBe('0');
    expect(cluster.pods).toEqual({ 1: 5, 2: 1 });
    const version = cluster.store.resourceVersion;
    await cluster.run(5);
    expect(cluster.store.resourceVersion).toBe(version);
    await cluster.run(20);
    expect(cluster.pods).toEqual({ 1: 5 });
  });

  it.each([
    ['replicas', { replicas: 3 }, 3],
    ['weight', { weight: 40 }, 2],
    ['the weight of the traffic', { matchTrafficWeight: true }, 1],
  ])('scales the canary by %s', async (_, setCanaryScale, pods) => {
    const cluster = await routed([
      { setCanaryScale },
      { setWeight: 20 },
      { pause: {} },
    ]);
    cluster.setImage('2');
    await cluster.run(10);
    expect(cluster.status.currentStepIndex).toBe(2);
    expect(cluster.pods).toEqual({ 1: 5, 2: pods });
  });

  it('shrinks stable with the traffic where that is wanted', async () => {
    const cluster = await routed([{ setWeight: 60 }, { pause: {} }], {
      dynamicStableScale: true,
    });
    cluster.setImage('2');
    await cluster.run(10);
    expect(cluster.pods).toEqual({ 1: 2, 2: 3 });
    cluster.act({ abort: true });
    await cluster.run(60);
    expect(cluster.pods).toMatchObject({ 1: 5 });
    expect(weightOf(cluster)).toBe('0');
  });
});

describe('a spec that is refused', () => {
  it.each([
    [
      { setWeight: 101 },
      'spec.strategy.steps[0].setWeight: Invalid value: 101: SetWeight needs to be between 0 and 100',
    ],
    [
      { pause: { duration: 'soon' } },
      'spec.strategy.steps[0].pause.duration: Invalid value: -1: Duration needs to be greater than 0',
    ],
    [
      { setCanaryScale: { replicas: 1 } },
      'spec.strategy.trafficRouting: Required value: SetCanaryScale requires TrafficRouting to be set',
    ],
    [
      { analysis: { templates: [{ templateName: 'none' }] } },
      `spec.strategy.canary.steps[0].analysis.templates: Invalid value: "none": AnalysisTemplate 'none' not found`,
    ],
  ])('says so for the step %j', async (step, message) => {
    const cluster = new TestCluster();
    cluster.canary([step]);
    await cluster.run(1);
    expect(cluster.phase).toBe(
      `Degraded: InvalidSpec: The Rollout "shop" is invalid: ${message}`,
    );
    cluster.change({ strategy: { canary: { steps: [] } } });
    await cluster.run(20);
    expect(cluster.phase).toBe('Healthy');
  });

  it('waits for a service that is not there yet', async () => {
    const cluster = new TestCluster();
    cluster.deploy({ blueGreen: { activeService: 'active' } });
    await cluster.run(1);
    expect(cluster.phase).toContain(
      'spec.strategy.blueGreen.activeService: Invalid value: "active": service "active" not found',
    );
    cluster.service('active');
    await cluster.run(10);
    expect(cluster.phase).toBe('Healthy');
  });

  it.each([
    [
      { selector: undefined },
      "spec.selector: Required value: Rollout has missing field '.spec.selector'",
    ],
    [
      { strategy: {} },
      "spec.strategy.strategy: Required value: Rollout has missing field '.spec.strategy.canary or .spec.strategy.blueGreen'",
    ],
    [
      { replicas: -1 },
      'spec.replicas: Invalid value: -1: must be greater than or equal to 0',
    ],
    [
      { minReadySeconds: 700 },
      'spec.progressDeadlineSeconds: Invalid value: 600: must be greater than minReadySeconds',
    ],
  ])('says so for %j', async (spec, message) => {
    const cluster = new TestCluster();
    cluster.canary([], {}, spec);
    await cluster.run(1);
    expect(cluster.phase).toContain(message);
  });
});
