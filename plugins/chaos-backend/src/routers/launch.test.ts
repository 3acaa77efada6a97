import { fakeApprovals } from '@slipway/plugin-approvals-node/testUtils';
import { ConflictError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import { CHAOS_KINDS } from '@slipway/plugin-chaos-common';
import {
  CLUSTER,
  delayFault,
  delaySpec,
  pod,
  startHarness,
} from '../__testUtils__/harness';

const inProduction = (prod: JsonObject): JsonObject => ({
  slipway: { chaos: { guardrails: { prod } } },
});

describe('preview', () => {
  it('shows what would be hit, and changes nothing', async () => {
    const harness = await startHarness();
    const { status, body } = await harness.preview(undefined, 'vera');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      effect: 'Delays packets by 300ms that the pods send',
      environment: { environment: 'stage' },
      launchable: true,
      workloads: [{ workload: 'Rollout orders', pods: 2, most: 2 }],
      seen: { matched: ['shop/orders-1', 'shop/orders-2'] },
      unknown: [],
    });
    expect(harness.clusters.writes).toEqual([]);
  });

  it('names who calls it by the catalog and by the traffic, and what runs there', async () => {
    const harness = await startHarness({ faults: [delayFault('other')] });
    harness.metrics.setCallers(
      { cluster: CLUSTER, namespace: 'shop', deployment: 'orders' },
      [
        {
          namespace: 'shop',
          deployment: 'gateway',
          requestRate: 4,
          over: '1m',
        },
      ],
    );
    const { body } = await harness.preview();
    expect(body.callers).toEqual([
      {
        title: 'gateway in shop',
        source: 'traffic',
        requestRate: 4,
        over: '1m',
      },
    ]);
    expect(body.running).toMatchObject([
      {
        what: 'fault',
        title: expect.stringContaining('NetworkChaos other'),
        state: 'Running: 2 of 2 targets injected.',
        since: expect.any(String),
      },
    ]);
    harness.metrics.setDown('Prometheus does not answer');
    expect((await harness.preview()).body.unknown).toEqual([
      'Who calls Rollout orders now is not known: Prometheus does not answer',
    ]);
  });

  it('shows request rates only to those who may read metrics', async () => {
    const harness = await startHarness({ refused: { olga: ['metrics.read'] } });
    harness.metrics.setCallers(
      { cluster: CLUSTER, namespace: 'shop', deployment: 'orders' },
      ['web', 'gateway'].map((deployment, index) => ({
        namespace: 'shop',
        deployment,
        requestRate: 9 - index,
        over: '1m',
      })),
    );
    expect((await harness.preview()).body.callers).toEqual(
      ['gateway in shop', 'web in shop'].map(title => ({
        title,
        source: 'traffic',
        rateNeeds: 'metrics.read',
      })),
    );
    const { body } = await harness.preview(undefined, 'vera');
    expect(body.callers).toMatchObject([
      { title: 'web in shop', requestRate: 9 },
      { title: 'gateway in shop', requestRate: 8 },
    ]);
  });

  it('says what is wrong at which field', async () => {
    const harness = await startHarness();
    const { body } = await harness.preview({
      draft: harness.draft(delaySpec({ duration: '' })),
    });
    expect(body.launchable).toBe(false);
    expect(body.problems).toContainEqual(
      expect.objectContaining({
        path: 'spec.duration',
        rule: 'duration.empty',
      }),
    );
  });

  it('names pods of a canary that is being rolled out', async () => {
    const harness = await startHarness({
      pods: [pod('orders-1'), pod('orders-2', { hash: 'bbb' })],
      rollouts: [
        {
          apiVersion: 'argoproj.io/v1alpha1',
          kind: 'Rollout',
          metadata: { name: 'orders', namespace: 'shop' },
          status: { currentPodHash: 'bbb', stableRS: 'aaa' },
        },
      ],
    });
    const { body } = await harness.preview();
    expect(body.workloads).toMatchObject([{ canary: 1 }]);
  });

  it('needs the permission to read, and a draft that is one', async () => {
    const harness = await startHarness();
    expect((await harness.preview(undefined, 'blind')).status).toBe(403);
    expect((await harness.preview({ draft: { kind: 'Pod' } })).status).toBe(
      400,
    );
  });
});

describe('launch', () => {
  const find = (harness: Awaited<ReturnType<typeof startHarness>>) =>
    harness.clusters.get<{ metadata: { annotations: object } }>(
      CHAOS_KINDS.NetworkChaos.resource,
      { cluster: CLUSTER, namespace: 'shop', name: 'slow' },
    );

  it('an owner launches: the object says whose it is, who and why', async () => {
    const harness = await startHarness();
    const { status, body } = await harness.launch();
    expect(body).toMatchObject({ action: 'launch' });
    expect(status).toBe(200);
    // A launch does not wait for Prometheus.
    expect(harness.metrics.asked).toEqual([]);
    expect((await find(harness)).metadata.annotations).toEqual({
      'slipway.io/entity-ref': 'component:default/orders',
      'slipway.io/started-by': 'user:default/olga',
      'slipway.io/purpose': 'How slow may it be',
    });
    expect(harness.activity.entries).toMatchObject([
      {
        type: 'launch',
        actor: 'user:default/olga',
        outcome: 'succeeded',
        target: { kind: 'NetworkChaos', name: 'slow' },
      },
    ]);
    expect(harness.audited).toMatchObject([
      { eventId: 'launch', outcome: 'succeeded' },
    ]);
  });

  it.each<[string, number, string]>([
    ['vera', 403, 'Only owners (team-orders) and the platform group may'],
    ['carla', 403, 'Only owners (team-orders) and the platform group may'],
  ])('%s may not', async (user, status, words) => {
    const harness = await startHarness();
    const answer = await harness.launch(user);
    expect(answer.status).toBe(status);
    expect(answer.body.error.message).toContain(words);
    expect(harness.clusters.writes).toEqual([]);
  });

  it.each<[string, object]>([
    [
      'a selector of everything',
      { selector: { namespaces: ['shop'], labelSelectors: { x: 'y' } } },
    ],
    ['pods by name', { selector: { pods: { shop: ['products-1'] } } }],
    [
      'the far side that is disturbed too',
      {
        direction: 'both',
        target: {
          mode: 'all',
          selector: {
            namespaces: ['shop'],
            labelSelectors: { app: 'products' },
          },
        },
      },
    ],
  ])('never reaches pods of others: %s', async (_, changes) => {
    const harness = await startHarness({
      pods: [
        pod('orders-1', { labels: { x: 'y' } }),
        pod('products-1', { entity: 'products', labels: { x: 'y' } }),
      ],
    });
    const { status, body } = await harness.launch(
      'olga',
      delaySpec({ ...changes }),
      ['shop/orders-1', 'shop/products-1'],
    );
    expect(body.error.message).toContain('Only owners (team-catalog)');
    expect(status).toBe(403);
    expect(harness.clusters.writes).toEqual([]);
  });

  it('a target that only filters packets may be of others', async () => {
    const harness = await startHarness();
    const target = {
      mode: 'all',
      selector: { namespaces: ['shop'], labelSelectors: { app: 'products' } },
    };
    expect((await harness.launch('olga', delaySpec({ target }))).status).toBe(
      200,
    );
  });

  it.each<[string, object, number, string]>([
    ['a trap', { duration: '' }, 400, '[duration.empty]'],
    [
      'no target',
      { selector: { labelSelectors: { app: 'z' } } },
      400,
      'No pod',
    ],
    ['a guardrail', { duration: '2h' }, 403, '[guardrail.duration]'],
    ['another cluster', { remoteCluster: 'x' }, 403, 'remote-cluster'],
  ])('refuses %s', async (_, changes, status, words) => {
    const harness = await startHarness();
    const answer = await harness.launch('olga', delaySpec({ ...changes }));
    expect(answer.body.error.message).toContain(words);
    expect(answer.status).toBe(status);
    expect(harness.clusters.writes).toEqual([]);
    expect(harness.audited).toMatchObject([{ outcome: 'failed' }]);
  });

  it('refuses what would hit a pod that was not seen', async () => {
    const harness = await startHarness();
    const { status, body } = await harness.launch('olga', undefined, [
      'shop/orders-1',
    ]);
    expect(status).toBe(409);
    expect(body.error.message).toContain('shop/orders-2 would be hit too');
  });

  it('in production the name is typed, and half of the pods are left', async () => {
    const harness = await startHarness({
      environment: 'prod',
      config: inProduction({ approval: false }),
    });
    const one = delaySpec({ mode: 'one' });
    const untyped = await harness.launch('olga', one);
    expect(untyped.body.error.message).toContain('confirm.name must be');
    const confirm = { confirm: { name: 'orders' } };
    const all = await harness.launch('olga', undefined, undefined, confirm);
    expect(all.body.error.message).toContain('[guardrail.share]');
    expect((await harness.launch('olga', one, undefined, confirm)).status).toBe(
      200,
    );
  });

  it('in production nothing is launched unless it is configured', async () => {
    const harness = await startHarness({ environment: 'prod' });
    const { status, body } = await harness.launch(
      'olga',
      delaySpec({ mode: 'one' }),
      undefined,
      { confirm: { name: 'orders' } },
    );
    expect(status).toBe(403);
    expect(body.error.message).toContain('[guardrail.environment]');
  });

  it('in production somebody else allows exactly this fault', async () => {
    const approvals = fakeApprovals();
    const harness = await startHarness({
      environment: 'prod',
      config: inProduction({}),
      features: [approvals.factory],
    });
    const one = delaySpec({ mode: 'one' });
    const confirm = { name: 'orders' };
    const refused = await harness.launch('olga', one, undefined, { confirm });
    expect(refused.status).toBe(403);
    expect(refused.body.error).toMatchObject({
      name: 'ApprovalRequiredError',
      approval: { why: 'shop is production.' },
    });
    const asked = await harness
      .as('olga')
      .post(`${harness.place}/actions/launch/approval`, {
        seen: { matched: ['shop/orders-1', 'shop/orders-2'] },
        args: { draft: harness.draft(one), purpose: 'How slow may it be' },
        reason: 'Game day',
      });
    expect(asked.status).toBe(201);
    const { id } = asked.body.approval;
    expect(asked.body.approval).toMatchObject({
      asked: { words: expect.stringMatching(/300 ?ms/) },
      path: '/resilience/faults/launch?entity=component%3Adefault%2Forders',
    });
    approvals.allow(id);
    const command = { confirm, approvalId: id };
    const other = await harness.launch(
      'olga',
      delaySpec({ mode: 'one', duration: '4m' }),
      undefined,
      command,
    );
    expect(other.status).toBe(403);
    expect(other.body.error.message).toMatch(/not what was asked for/);
    const launched = await harness.launch('olga', one, undefined, command);
    expect(launched.status).toBe(200);
    expect(approvals.approvals).toMatchObject([
      { state: 'used', use: { outcome: 'succeeded' } },
    ]);
  });

  it('a name that is taken is reported as such', async () => {
    const harness = await startHarness();
    harness.clusters.failNext('write', new ConflictError('exists already'));
    const { status, body } = await harness.launch();
    expect(status).toBe(409);
    expect(body.error.message).toContain('exists already');
  });

  it('guardrails come from the configuration', async () => {
    const harness = await startHarness({
      config: {
        slipway: {
          chaos: { guardrails: { stage: { kinds: ['PodChaos'] } } },
        },
      },
    });
    const { body } = await harness.launch();
    expect(body.error.message).toContain('[guardrail.kind]');
  });
});

describe('what starts faults', () => {
  const orders = {
    mode: 'all',
    selector: { namespaces: ['shop'], labelSelectors: { app: 'orders' } },
  };
  const launch = async (kind: string, spec: JsonObject) => {
    const harness = await startHarness({
      schedules: [
        {
          apiVersion: 'chaos-mesh.org/v1alpha1',
          kind: 'Schedule',
          metadata: { name: 'taken', namespace: 'other' },
        },
      ],
    });
    const draft = {
      kind,
      name: kind === 'Schedule' ? 'taken' : 'flow',
      spec,
    };
    const { status, body } = await harness
      .as('olga')
      .post(`${harness.place}/actions/launch`, {
        seen: { matched: ['shop/orders-1', 'shop/orders-2'] },
        args: { draft, purpose: 'nested' },
      });
    return { status, body, writes: harness.clusters.writes };
  };
  const workflow = (template: JsonObject) => ({
    entry: 'all',
    templates: [
      {
        name: 'all',
        templateType: 'Serial',
        deadline: '10m',
        children: ['step'],
      },
      { name: 'step', deadline: '5m', ...template },
    ],
  });
  const scheduled = (more: JsonObject) => ({
    schedule: '@every 10m',
    type: 'PodChaos',
    concurrencyPolicy: 'Forbid',
    historyLimit: 1,
    startingDeadlineSeconds: 900,
    ...more,
  });

  it.each<[string, string, JsonObject, string]>([
    [
      'a task in a workflow',
      'Workflow',
      workflow({ templateType: 'Task', task: { container: { name: 'x' } } }),
      'guardrail.task',
    ],
    [
      'a kernel fault in a workflow',
      'Workflow',
      workflow({
        templateType: 'KernelChaos',
        kernelChaos: { ...orders, failKernRequest: { failtype: 0 } },
      }),
      'guardrail.kind',
    ],
    [
      'a fault on nodes of a cloud in a schedule of a workflow',
      'Workflow',
      workflow({
        templateType: 'Schedule',
        schedule: scheduled({
          type: 'AWSChaos',
          awsChaos: {
            action: 'ec2-restart',
            awsRegion: 'eu',
            ec2Instance: 'i-1',
          },
        }),
      }),
      'guardrail.kind',
    ],
    [
      'a fault that is too long in a workflow of a schedule',
      'Schedule',
      scheduled({
        type: 'Workflow',
        workflow: workflow({
          templateType: 'PodChaos',
          deadline: '5h',
          podChaos: { ...orders, action: 'pod-failure' },
        }),
      }),
      'guardrail.duration',
    ],
    [
      'another cluster in a workflow',
      'Workflow',
      workflow({
        templateType: 'PodChaos',
        podChaos: {
          ...orders,
          action: 'pod-failure',
          remoteCluster: 'elsewhere',
        },
      }),
      'guardrail.remote-cluster',
    ],
    [
      'a schedule whose name one in another namespace has',
      'Schedule',
      scheduled({ podChaos: { ...orders, action: 'pod-kill' } }),
      'schedule.same-name',
    ],
  ])('%s is refused, and nothing is written', async (_, kind, spec, rule) => {
    const { status, body, writes } = await launch(kind, spec);
    expect([400, 403]).toContain(status);
    expect(body.error.message).toContain(`[${rule}]`);
    expect(writes).toEqual([]);
  });

  it('a workflow of two faults is launched, and each step names its pods', async () => {
    const harness = await startHarness();
    const spec = workflow({
      templateType: 'PodChaos',
      podChaos: { ...orders, action: 'pod-failure' },
    });
    const { body } = await harness.preview({
      draft: { kind: 'Workflow', name: 'flow', spec },
    });
    expect(body).toMatchObject({
      launchable: true,
      selections: [{ step: 'step', matchedTotal: 2 }],
    });
  });
});
