import {
  CanaryStep,
  CanaryStrategy,
  Experiment,
  RolloutSpec,
} from '../rolloutModel';
import { NAMESPACE, template, TestCluster } from '../testing/TestCluster';

type ExperimentStep = NonNullable<CanaryStep['experiment']>;

const JUDGE = {
  name: 'judge',
  templateName: 'probe',
  requiredForCompletion: true,
};

/** A canary whose first step is an Experiment, once the second image is out. */
async function started(
  step: ExperimentStep,
  options: {
    metric?: Parameters<TestCluster['analysisTemplate']>[1];
    value?: number;
    strategy?: CanaryStrategy;
    spec?: Partial<RolloutSpec>;
  } = {},
): Promise<TestCluster> {
  const cluster = new TestCluster();
  const { metric, value = 1, strategy, spec } = options;
  cluster.answer = async () => ({ type: 'vector', values: [value] });
  if (metric) cluster.analysisTemplate('probe', metric);
  cluster.service('stable');
  cluster.service('canary');
  cluster.canary(
    [
      {
        experiment: {
          templates: [{ name: 'trial', specRef: 'stable' }],
          ...step,
        },
      },
      { pause: {} },
    ],
    strategy,
    { replicas: 2, ...spec },
  );
  await cluster.run(10);
  expect(cluster.phase).toBe('Healthy');
  cluster.setImage('2');
  return cluster;
}

const experiments = (cluster: TestCluster): Experiment[] =>
  cluster.objects.experiments.list(NAMESPACE);

const ONCE = { count: 1 };

describe('the analyses of an Experiment', () => {
  it.each<[string, number, string]>([
    ['fails', 0, 'Failed'],
    ['has an error', NaN, 'Error'],
  ])('abort the canary when one %s', async (_, value, phase) => {
    const cluster = await started(
      { analyses: [JUDGE] },
      {
        value,
        metric: {
          ...ONCE,
          consecutiveErrorLimit: 0,
          successCondition:
            phase === 'Error' ? 'no.such.thing' : 'result[0] > 0',
        },
      },
    );
    await cluster.run(10);
    expect(cluster.phase).toMatch(
      /^Degraded: RolloutAborted: Rollout aborted update to revision 2: Experiment analysis phase is error\/failed: Metric "probe" assessed /,
    );
    expect(cluster.status.abort).toBe(true);
    expect(cluster.status.currentStepIndex).toBe(0);
    expect(experiments(cluster).map(one => one.status.phase)).toEqual([phase]);
    cluster.act({ abort: false });
    await cluster.run(10);
    expect(cluster.phase).toMatch(/^Degraded/);
    expect(
      experiments(cluster).map(({ metadata }) => metadata.name.slice(-4)),
    ).toEqual(['-2-0', '-0-1']);
  });

  it('end it when those that are required were successful', async () => {
    const cluster = await started(
      {
        analyses: [JUDGE, { name: 'other', templateName: 'endless' }],
        scaleDownDelaySeconds: 5,
      },
      { metric: { count: 2, interval: '5s' } },
    );
    cluster.analysisTemplate('endless', { count: 100, interval: '5s' });
    await cluster.run(5);
    expect(experiments(cluster)[0].status).toMatchObject({ phase: 'Running' });
    await cluster.run(10);
    const [{ status }] = experiments(cluster);
    expect(status).toMatchObject({
      analysisRuns: [
        { name: 'judge', phase: 'Successful' },
        { name: 'other', phase: 'Running' },
      ],
      templateStatuses: [{ name: 'trial', status: 'Successful' }],
    });
    await cluster.run(10);
    expect(
      cluster.objects.analysisRuns.list(NAMESPACE).map(run => run.status.phase),
    ).toEqual(['Successful', 'Successful']);
  });

  it('pause the canary when one is inconclusive, again and again', async () => {
    const cluster = await started(
      { analyses: [JUDGE] },
      {
        metric: {
          ...ONCE,
          initialDelay: '5s',
          successCondition: 'result[0] > 1',
          failureCondition: 'result[0] < 1',
        },
      },
    );
    await cluster.run(12);
    expect(cluster.phase).toBe('Paused: InconclusiveExperiment');
    await cluster.run(20);
    const count = experiments(cluster).length;
    expect(count).toBeGreaterThan(1);
    cluster.promote();
    await cluster.run(20);
    expect(cluster.phase).toBe('Paused: InconclusiveExperiment');
    expect(cluster.status.currentStepIndex).toBe(0);
    cluster.act({ currentStepIndex: 1 });
    cluster.promote();
    await cluster.run(5);
    // `controllerPause` is left true: the pause step counts as resumed.
    expect(cluster.phase).toBe('Healthy');
    expect(cluster.status.currentStepIndex).toBe(2);
  });

  it('make it an error when a template is missing', async () => {
    const cluster = await started({ analyses: [JUDGE] });
    await cluster.run(5);
    expect(cluster.phase).toMatch(/^Degraded/);
    expect(experiments(cluster)[0].status.message).toBe(
      `AnalysisTemplate verification failed for analysis 'judge': analysistemplate.argoproj.io "probe" not found`,
    );
  });

  it('get arguments from the rollout and from the templates', async () => {
    const cluster = await started(
      {
        duration: '1m',
        analyses: [
          {
            ...JUDGE,
            args: [
              { name: 'trial', value: '{{templates.trial.podTemplateHash}}' },
              { name: 'set', value: '{{ templates.trial.replicaset.name }}' },
              { name: 'from', value: '{{experiment.availableAt}}' },
              { name: 'to', value: '{{experiment.finishedAt}}' },
              {
                name: 'stable',
                valueFrom: { podTemplateHashValue: 'Stable' },
              },
              {
                name: 'name',
                valueFrom: { fieldRef: { fieldPath: 'metadata.name' } },
              },
            ],
          },
        ],
      },
      { metric: { count: 100 } },
    );
    const [probe] = cluster.objects.analysisTemplates.list(NAMESPACE);
    cluster.objects.analysisTemplates.update({
      ...probe,
      spec: {
        ...probe.spec,
        args: ['trial', 'set', 'from', 'to', 'stable', 'name'].map(name => ({
          name,
        })),
      },
    });
    await cluster.run(5);
    const [{ metadata, status }] = experiments(cluster);
    const [run] = cluster.objects.analysisRuns.list(NAMESPACE);
    const since = status.availableAt ?? '';
    const replicaSet = cluster.objects.replicaSets.get(
      NAMESPACE,
      `${metadata.name}-trial`,
    );
    const values = Object.fromEntries(
      (run.spec.args ?? []).map(({ name, value }) => [name, value]),
    );
    expect(values).toEqual({
      trial: replicaSet?.metadata.labels?.['rollouts-pod-template-hash'],
      set: `${metadata.name}-trial`,
      from: since,
      to: new Date(Date.parse(since) + 60_000)
        .toISOString()
        .replace('.000Z', 'Z'),
      stable: cluster.status.stableRS,
      name: 'shop',
    });
    expect(values.trial).not.toBe(values.stable);
    expect(run.metadata.name).toBe(`${metadata.name}-judge`);
  });

  it('end with an Experiment that is ended, or whose canary is aborted', async () => {
    const cluster = await started(
      { analyses: [{ name: 'endless', templateName: 'probe' }] },
      { metric: { count: 100, interval: '5s' } },
    );
    await cluster.run(10);
    cluster.act({ abort: true });
    await cluster.run(60);
    expect(experiments(cluster)[0]).toMatchObject({
      spec: { terminate: true },
      status: { phase: 'Successful' },
    });
    expect(cluster.objects.analysisRuns.list(NAMESPACE)[0].spec.terminate).toBe(
      true,
    );
    expect(cluster.pods).toEqual({ 1: 2 });
  });
});

describe('the pods of an Experiment', () => {
  it('run for the duration and stay for the delay', async () => {
    const cluster = await started({
      duration: '20s',
      scaleDownDelaySeconds: 10,
    });
    await cluster.run(10);
    expect(experiments(cluster)[0].status).toMatchObject({
      phase: 'Running',
      conditions: [{ type: 'Progressing', reason: 'NewReplicaSetAvailable' }],
    });
    await cluster.run(15);
    expect(cluster.phase).toBe('Paused: CanaryPauseStep');
    const trial = () =>
      cluster.objects.replicaSets
        .list(NAMESPACE)
        .find(one => one.metadata.name.endsWith('-trial'));
    expect(trial()?.spec.replicas).toBe(1);
    await cluster.run(12);
    expect(trial()?.spec.replicas).toBe(0);
    expect(cluster.events('Experiment')).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^ScalingReplicaSet: Scaled up .* from 0 to 1$/),
        expect.stringMatching(
          /^ScalingReplicaSet: Scaled down .* from 1 to 0$/,
        ),
        'ExperimentSuccessful: Experiment transitioned from Running -> Successful',
      ]),
    );
  });

  it('make it fail when they miss the deadline', async () => {
    const cluster = await started(
      { templates: [{ name: 'trial', specRef: 'canary' }] },
      { spec: { progressDeadlineSeconds: 30 } },
    );
    cluster.change({
      template: template('example.test/shop:2', {
        nodeSelector: { place: 'nowhere' },
      }),
    });
    await cluster.run(60);
    expect(cluster.phase).toBe(
      `Degraded: RolloutAborted: Rollout aborted update to revision 2: Experiment analysis phase is error/failed: Template 'trial' exceeded its progressDeadlineSeconds (30)`,
    );
  });

  it('get a share of the traffic that stable gives up', async () => {
    const cluster = new TestCluster();
    cluster.service('stable');
    cluster.service('canary');
    cluster.ingress('shop', 'stable');
    cluster.canary(
      [
        { setWeight: 10 },
        {
          experiment: {
            duration: '20s',
            templates: [
              { name: 'a', specRef: 'stable', weight: 5 },
              { name: 'b', specRef: 'canary', weight: 15 },
              { name: 'c', specRef: 'canary' },
            ],
          },
        },
        { pause: {} },
      ],
      {
        stableService: 'stable',
        canaryService: 'canary',
        // Weights of experiments are refused without a router like SMI.
        trafficRouting: { nginx: { stableIngress: 'shop' }, smi: {} },
      },
      {
        replicas: 2,
        template: {
          metadata: { labels: { app: 'shop' } },
          spec: {
            containers: [
              {
                name: 'app',
                image: 'example.test/shop:1',
                ports: [{ containerPort: 8080 }],
              },
            ],
          },
        },
      },
    );
    await cluster.run(10);
    const { template: pods } = cluster.rollout.spec;
    cluster.change({
      template: {
        ...pods,
        spec: {
          containers: [
            {
              name: 'app',
              image: 'example.test/shop:2',
              ports: [{ containerPort: 8080 }],
            },
          ],
        },
      },
    });
    await cluster.run(15);
    const [{ metadata, status }] = experiments(cluster);
    const [a, b, c] = status.templateStatuses ?? [];
    expect(cluster.status.canary?.weights).toMatchObject({
      canary: { weight: 10 },
      stable: { weight: 70 },
      additional: [
        {
          weight: 5,
          serviceName: `${metadata.name}-a`,
          podTemplateHash: a.podTemplateHash,
        },
        {
          weight: 15,
          serviceName: `${metadata.name}-b`,
          podTemplateHash: b.podTemplateHash,
        },
      ],
    });
    expect(c.serviceName).toBeUndefined();
    expect(
      cluster.objects.services.get(NAMESPACE, `${metadata.name}-a`)?.spec,
    ).toMatchObject({
      ports: [{ port: 8080, targetPort: 8080, protocol: 'TCP' }],
      selector: { 'rollouts-pod-template-hash': a.podTemplateHash },
    });
    await cluster.run(30);
    expect(cluster.status.canary?.weights).toEqual(
      expect.not.objectContaining({ additional: expect.anything() }),
    );
    await cluster.run(30);
    expect(
      cluster.objects.services.list(NAMESPACE).map(one => one.metadata.name),
    ).toEqual(['canary', 'stable']);
  });
});

describe('an Experiment of its own', () => {
  const own = (spec: Experiment['spec']): TestCluster => {
    const cluster = new TestCluster();
    cluster.objects.experiments.create({
      metadata: { name: 'own', namespace: NAMESPACE },
      spec,
      status: {},
    });
    return cluster;
  };
  const one = {
    name: 'one',
    selector: { matchLabels: { app: 'x' } },
    template: {
      metadata: { labels: { app: 'x' } },
      spec: template().spec,
    },
  };

  it.each<[string, Experiment['spec'], string]>([
    [
      'two templates of one name',
      { templates: [one, one] },
      `Experiment own has repeated template name 'one' in templates`,
    ],
    [
      'a selector of everything',
      { templates: [{ ...one, selector: {} }] },
      'This experiment is selecting all pods at index 0. A non-empty selector is required.',
    ],
    [
      'a late template',
      {
        templates: [{ ...one, minReadySeconds: 20 }],
        progressDeadlineSeconds: 10,
      },
      'MinReadySeconds cannot be longer than ProgressDeadlineSeconds. Check template index 0',
    ],
  ])('is refused with %s', async (_, spec, message) => {
    const cluster = own(spec);
    await cluster.run(1);
    expect(experiments(cluster)[0].status).toMatchObject({
      conditions: [{ type: 'InvalidSpec', status: 'True', message }],
    });
  });

  it('runs without a Rollout until somebody ends it', async () => {
    const cluster = own({ templates: [{ ...one, replicas: 2 }] });
    await cluster.run(60);
    const [running] = experiments(cluster);
    expect(running.status).toMatchObject({
      phase: 'Running',
      templateStatuses: [{ name: 'one', availableReplicas: 2 }],
    });
    cluster.objects.experiments.update({
      ...running,
      spec: { ...running.spec, terminate: true },
    });
    await cluster.run(60);
    expect(experiments(cluster)[0].status).toMatchObject({
      phase: 'Successful',
      templateStatuses: [{ name: 'one', availableReplicas: 0 }],
    });
  });
});
