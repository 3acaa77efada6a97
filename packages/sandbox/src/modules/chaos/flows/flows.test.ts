import { KubeObject } from '@slipway/kube-sim';
import { Kind } from '../../../loops';
import { cluster } from '../__testUtils__/cluster';
import { API } from '../kinds';
import { PAUSE } from '../model';
import { refuse } from '../webhook/refuse';
import { ABORT, Schedule, StatusCheck, Workflow, WorkflowNode } from './model';

const ORDERS = { mode: 'one', selector: { labelSelectors: { app: 'orders' } } };
const KILL = { ...ORDERS, action: 'pod-kill' };
const FAIL = { ...ORDERS, action: 'pod-failure' };

/** The garbage collector works between turns of the event loop. */
async function collected(clock: { step(ms: number): void }) {
  for (let round = 0; round < 10; round++) {
    await new Promise(resolve => {
      setImmediate(resolve);
    });
    clock.step(1_000);
  }
}

function world() {
  const made = cluster();
  const { store, create } = made;
  const kind = <O extends KubeObject>(name: string) =>
    new Kind<O>(store, API, name);
  return {
    ...made,
    launch(name: string, spec: object, annotations?: Record<string, string>) {
      create({
        apiVersion: API,
        kind: name,
        metadata: { name: 'flow', namespace: 'shop', annotations },
        spec: spec as KubeObject['spec'],
      });
    },
    schedule: () => kind<Schedule>('Schedule').get('shop', 'flow'),
    workflow: () => kind<Workflow>('Workflow').get('shop', 'flow'),
    nodes: () =>
      new Map(
        kind<WorkflowNode>('WorkflowNode')
          .list('shop')
          .map(node => [node.spec.templateName, node]),
      ),
    faults: () => kind('PodChaos').list('shop'),
    checks: () => kind<StatusCheck>('StatusCheck').list('shop'),
    annotate(name: string, annotations: Record<string, string>) {
      const of = kind(name);
      const object = of.get('shop', 'flow');
      if (!object) throw new Error(`there is no ${name}`);
      of.update({ ...object, metadata: { ...object.metadata, annotations } });
    },
    remove(name: string) {
      const object = kind(name).get('shop', 'flow');
      if (object) kind(name).delete(object);
    },
    said: (reason: string) =>
      made.objects.events
        .list('shop')
        .filter(event => event.reason === reason)
        .map(({ message }) => message),
  };
}

/** Conditions that are True, with their reasons. */
const truths = (object?: {
  status: {
    conditions?: Array<{ type: string; status: string; reason?: string }>;
  };
}) =>
  Object.fromEntries(
    (object?.status.conditions ?? [])
      .filter(({ status }) => status === 'True')
      .map(({ type, reason = '' }) => [type, reason]),
  );

describe('Schedule', () => {
  const every = (spec: object = {}) => ({
    schedule: '@every 10s',
    type: 'PodChaos',
    concurrencyPolicy: 'Forbid',
    historyLimit: 2,
    startingDeadlineSeconds: 60,
    podChaos: KILL,
    ...spec,
  });

  it('starts faults at its times, and keeps as many as its history', async () => {
    const { clock, launch, schedule, faults, failures, remove } = world();
    launch('Schedule', every());
    clock.step(9_000);
    expect(faults()).toHaveLength(0);
    clock.step(2_000);
    const [first] = faults();
    expect(first.metadata).toMatchObject({
      labels: { 'managed-by': 'flow' },
      ownerReferences: [{ kind: 'Schedule', name: 'flow', controller: true }],
    });
    expect(first.metadata.name).toMatch(/^flow-/);
    clock.step(30_000);
    expect(faults()).toHaveLength(2);
    expect(schedule()?.status.active).toHaveLength(2);
    expect(schedule()?.status.time).toBeDefined();
    remove('Schedule');
    await collected(clock);
    expect(faults()).toHaveLength(0);
    expect(failures).toEqual([]);
  });

  it.each([
    ['Forbid', 1],
    ['Allow', 3],
  ])('with %s has %i running after three starts', (policy, count) => {
    const { clock, launch, faults, said } = world();
    const podChaos = { ...FAIL, duration: '2m' };
    launch('Schedule', every({ concurrencyPolicy: policy, podChaos }));
    clock.step(32_000);
    expect(faults()).toHaveLength(count);
    expect(said('Forbid').length > 0).toBe(policy === 'Forbid');
  });

  it('makes up for what was forbidden as soon as the fault is over', () => {
    const { clock, launch, faults } = world();
    launch('Schedule', every({ podChaos: { ...FAIL, duration: '15s' } }));
    clock.step(24_000);
    expect(faults()).toHaveLength(1);
    clock.step(5_000);
    expect(faults()).toHaveLength(2);
  });

  it('starts nothing while it is paused, and pauses what it started', () => {
    const { clock, launch, faults, annotate } = world();
    launch('Schedule', every({ podChaos: { ...FAIL, duration: '2m' } }));
    clock.step(11_000);
    annotate('Schedule', { [PAUSE]: 'true' });
    clock.step(60_000);
    expect(faults()).toHaveLength(1);
    expect(faults()[0].metadata.annotations?.[PAUSE]).toBe('true');
    annotate('Schedule', {});
    clock.step(1_000);
    expect(faults()[0].metadata.annotations?.[PAUSE]).toBe('false');
  });

  it('never starts when the deadline is shorter than what @every says', () => {
    const { clock, launch, faults } = world();
    launch('Schedule', every({ startingDeadlineSeconds: 5 }));
    clock.step(60_000);
    expect(faults()).toHaveLength(0);
  });

  it('gives up after more than 100 missed starts', () => {
    const { clock, launch, faults, annotate, said } = world();
    launch(
      'Schedule',
      every({ schedule: '@every 1s', startingDeadlineSeconds: 3_600 }),
      { [PAUSE]: 'true' },
    );
    clock.step(120_000);
    annotate('Schedule', {});
    clock.step(60_000);
    expect(faults()).toHaveLength(0);
    expect(said('Failed')).toEqual([
      expect.stringContaining('too many missed start time (> 100)'),
    ]);
  });

  it('deletes each fault that is over where no history is kept', () => {
    const { clock, launch, faults, schedule } = world();
    launch('Schedule', every({ historyLimit: undefined }));
    clock.step(14_000);
    expect(schedule()?.status.time).toBeDefined();
    expect(faults()).toHaveLength(0);
  });
});

describe('Workflow', () => {
  const flow = (type: string, children: string[], deadline?: string) => ({
    name: 'all',
    templateType: type,
    children,
    ...(deadline ? { deadline } : {}),
  });
  const fault = (name: string, deadline: string, podChaos: object = FAIL) => ({
    name,
    templateType: 'PodChaos',
    deadline,
    podChaos,
  });
  const wait = (deadline: string) => ({
    name: 'wait',
    templateType: 'Suspend',
    deadline,
  });

  it('runs a series step by step', () => {
    const { clock, launch, workflow, nodes, faults, failures } = world();
    launch('Workflow', {
      entry: 'all',
      templates: [
        flow('Serial', ['one', 'wait', 'two'], '5m'),
        fault('one', '20s'),
        wait('10s'),
        fault('two', '20s'),
      ],
    });
    clock.step(10_000);
    expect([...nodes().keys()].sort()).toEqual(['all', 'one']);
    expect(nodes().get('one')?.metadata.labels).toMatchObject({
      'chaos-mesh.org/workflow': 'flow',
      'chaos-mesh.org/controlled-by': nodes().get('all')?.metadata.name,
    });
    expect(truths(nodes().get('one'))).toEqual({
      ChaosInjected: 'ChaosCRCreated',
    });
    expect(faults()).toHaveLength(1);
    expect(truths(workflow())).toEqual({ Scheduled: '' });
    clock.step(15_000);
    expect([...nodes().keys()].sort()).toEqual(['all', 'one', 'wait']);
    expect(truths(nodes().get('one'))).toEqual({
      DeadlineExceed: 'NodeDeadlineExceed',
    });
    expect(faults()).toHaveLength(0);
    clock.step(35_000);
    expect(truths(workflow())).toEqual({ Scheduled: '', Accomplished: '' });
    expect(workflow()?.status.endTime).toBeDefined();
    expect(nodes().get('all')?.status.finishedChildren).toHaveLength(3);
    expect(faults()).toHaveLength(0);
    expect(failures).toEqual([]);
  });

  it('runs branches side by side, and all end at the deadline above them', () => {
    const { clock, launch, workflow, nodes, faults } = world();
    launch('Workflow', {
      entry: 'all',
      templates: [
        flow('Parallel', ['one', 'two'], '15s'),
        fault('one', '1m'),
        fault('two', '1m'),
      ],
    });
    clock.step(10_000);
    expect(faults()).toHaveLength(2);
    clock.step(8_000);
    expect(truths(nodes().get('all'))).toEqual({
      DeadlineExceed: 'NodeDeadlineExceed',
      Accomplished: '',
    });
    expect(truths(nodes().get('two'))).toEqual({
      DeadlineExceed: 'ParentNodeDeadlineExceed',
    });
    expect(faults()).toHaveLength(0);
    expect(truths(workflow())).toHaveProperty('Accomplished');
  });

  it('ends at once when it is aborted', async () => {
    const { clock, launch, workflow, nodes, faults, annotate, remove } =
      world();
    launch('Workflow', {
      entry: 'all',
      templates: [
        flow('Serial', ['one', 'wait']),
        fault('one', '5m'),
        wait('1m'),
      ],
    });
    clock.step(10_000);
    annotate('Workflow', { [ABORT]: 'true' });
    clock.step(5_000);
    expect(truths(nodes().get('all'))).toEqual({ Aborted: 'WorkflowAborted' });
    expect(truths(nodes().get('one'))).toEqual({
      Aborted: 'ParentNodeAborted',
    });
    expect(nodes().has('wait')).toBe(false);
    expect(faults()).toHaveLength(0);
    expect(truths(workflow())).toHaveProperty('Accomplished');
    remove('Workflow');
    await collected(clock);
    expect(workflow()).toBeUndefined();
    expect(nodes().size).toBe(0);
  });

  it.each([
    [{ purpose: 'test' }, true],
    [undefined, false],
  ])(
    'a check that fails aborts a workflow with annotations (%j): %s',
    async (annotations, isAborted) => {
      const { clock, launch, workflow, nodes, checks } = world();
      launch(
        'Workflow',
        {
          entry: 'all',
          templates: [
            flow('Parallel', ['check', 'wait']),
            {
              name: 'check',
              templateType: 'StatusCheck',
              deadline: '1m',
              abortWithStatusCheck: true,
              statusCheck: {
                type: 'HTTP',
                intervalSeconds: 2,
                failureThreshold: 2,
                http: {
                  url: 'http://nobody.shop/health',
                  criteria: { statusCode: '200' },
                },
              },
            },
            wait('1m'),
          ],
        },
        annotations,
      );
      clock.step(3_000);
      expect(checks()[0].status.records).toHaveLength(1);
      clock.step(7_000);
      expect(truths(nodes().get('check'))).toMatchObject({
        Accomplished: 'StatusCheckCompleted',
        Aborted: 'StatusCheckNotExceedSuccessThreshold',
      });
      await collected(clock);
      expect(checks()).toHaveLength(0);
      expect('Accomplished' in truths(workflow())).toBe(isAborted);
      expect('Aborted' in truths(nodes().get('wait'))).toBe(isAborted);
    },
  );

  it('starts faults by a schedule inside of it until its deadline', async () => {
    const { clock, launch, faults, nodes } = world();
    launch('Workflow', {
      entry: 'again',
      templates: [
        {
          name: 'again',
          templateType: 'Schedule',
          deadline: '35s',
          schedule: {
            schedule: '@every 10s',
            type: 'PodChaos',
            historyLimit: 5,
            startingDeadlineSeconds: 30,
            podChaos: KILL,
          },
        },
      ],
    });
    clock.step(25_000);
    expect(faults()).toHaveLength(2);
    expect(nodes().get('again')?.status.chaosResource?.kind).toBe('Schedule');
    clock.step(15_000);
    await collected(clock);
    expect(faults()).toHaveLength(0);
  });

  it('looks into the fault of a template, and not into a Schedule', () => {
    const wrong = { action: 'container-kill', ...ORDERS };
    const of = (template: object) =>
      refuse({
        apiVersion: API,
        kind: 'Workflow',
        metadata: { name: 'flow', namespace: 'shop' },
        spec: { entry: 'a', templates: [{ name: 'a', ...template }] },
      } as unknown as KubeObject)?.message;
    expect(of(fault('a', '1s', wrong))).toMatch(
      /name of container is required/,
    );
    expect(
      of({
        templateType: 'Schedule',
        deadline: '1m',
        schedule: { schedule: 'never', type: 'PodChaos', podChaos: wrong },
      }),
    ).toBeUndefined();
  });
});
