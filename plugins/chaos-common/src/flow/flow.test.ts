import { JsonObject } from '@backstage/types';
import { ago, fault, NOW } from '../__fixtures__/builders';
import { projectChaosObject } from '../raw';
import { FaultChild } from '../types';
import { faultProblem } from '../state';
import {
  historyText,
  missedRunsText,
  nodeProblem,
  NodeState,
  nodeState,
  policyText,
  scheduleFacts,
  workflowProblem,
  workflowSteps,
  workflowText,
} from '.';

describe('nodeState', () => {
  const node = (type: string, conditions: Record<string, string>) =>
    projectChaosObject({
      metadata: { name: 'node' },
      spec: { type },
      status: {
        conditions: Object.entries(conditions).map(([name, reason]) => ({
          type: name,
          status: 'True',
          reason,
        })),
      },
    });

  it.each<[string, string, Record<string, string>, NodeState]>([
    ['is new', 'Serial', {}, 'running'],
    [
      'has its fault',
      'PodChaos',
      { ChaosInjected: 'ChaosCRCreated' },
      'running',
    ],
    [
      'a fault that its deadline ends has done all it was for',
      'PodChaos',
      { DeadlineExceed: 'NodeDeadlineExceed' },
      'finished',
    ],
    [
      'a wait as well',
      'Suspend',
      { DeadlineExceed: 'NodeDeadlineExceed' },
      'finished',
    ],
    [
      'a lane has not, even when its children have ended with it',
      'Serial',
      { DeadlineExceed: 'NodeDeadlineExceed', Accomplished: '' },
      'deadline',
    ],
    [
      'nor has a check',
      'StatusCheck',
      { DeadlineExceed: 'NodeDeadlineExceed' },
      'deadline',
    ],
    [
      'was done before its deadline came',
      'Serial',
      { Accomplished: '', DeadlineExceed: 'NodeDeadlineOmitted' },
      'finished',
    ],
    [
      'a fault that the deadline above it ended',
      'PodChaos',
      { DeadlineExceed: 'ParentNodeDeadlineExceed' },
      'cut',
    ],
    [
      'aborted comes first',
      'Serial',
      { Accomplished: '', Aborted: 'WorkflowAborted' },
      'aborted',
    ],
  ])('%s', (_, type, conditions, state) => {
    expect(nodeState(node(type, conditions))).toBe(state);
  });
});

describe('a Schedule', () => {
  const spec = (more: JsonObject = {}): JsonObject => ({
    schedule: '@every 5m',
    type: 'PodChaos',
    historyLimit: 3,
    concurrencyPolicy: 'Forbid',
    startingDeadlineSeconds: 600,
    ...more,
  });
  const schedule = (more: JsonObject, time: number, paused = false) =>
    fault({
      kind: 'Schedule',
      spec: spec(more),
      annotations: paused
        ? { 'experiment.chaos-mesh.org/pause': 'true' }
        : undefined,
      status: { time: ago(time) },
    });
  const event = (reason: string, message: string, seconds: number) => ({
    reason,
    message,
    lastAt: ago(seconds),
  });
  const reasonOf = (
    ...[object, events]: [ReturnType<typeof schedule>, object[]?]
  ) => faultProblem(object, NOW, events as never)?.reason;

  it('is well while its next start is to come', () => {
    expect(reasonOf(schedule({}, 200))).toBeUndefined();
    // Due, and within the patience.
    expect(reasonOf(schedule({}, 310))).toBeUndefined();
  });

  it('is not asked while it is paused', () => {
    expect(reasonOf(schedule({}, 90_000, true))).toBeUndefined();
  });

  it('waits for what runs under Forbid', () => {
    const message =
      'Forbid spawning new job because: often-x1 is still running';
    const problem = faultProblem(schedule({}, 400), NOW, [
      event('Forbid', message, 100),
    ]);
    expect(problem).toMatchObject({
      reason: 'schedule-waiting',
      severity: 'warning',
      summary: 'A start waits: often-x1 still runs, and its policy is Forbid.',
    });
    // What was said before the last start explains nothing.
    expect(reasonOf(schedule({}, 400), [event('Forbid', message, 500)])).toBe(
      'schedule-overdue',
    );
  });

  it('says why a start failed', () => {
    expect(
      faultProblem(schedule({}, 400), NOW, [
        event('Failed', 'Failed to create new object: denied', 90),
      ]),
    ).toMatchObject({
      reason: 'schedule-failed',
      summary: 'A start failed: Failed to create new object: denied',
    });
  });

  it('stands still after more than 100 missed starts', () => {
    const missed = { startingDeadlineSeconds: 86_400 };
    expect(reasonOf(schedule(missed, 300 * 101))).toBe('schedule-stuck');
    expect(reasonOf(schedule(missed, 300 * 99))).toBe('schedule-overdue');
    // A deadline keeps the others out of the count.
    expect(reasonOf(schedule({}, 300 * 200))).toBe('schedule-overdue');
  });

  it('never starts with a deadline shorter than @every', () => {
    expect(reasonOf(schedule({ startingDeadlineSeconds: 60 }, 10))).toBe(
      'schedule-stuck',
    );
    expect(
      reasonOf(
        schedule({ startingDeadlineSeconds: 60, schedule: '0 * * * *' }, 10),
      ),
    ).toBeUndefined();
  });

  it('says what it does with what was missed, and what it keeps', () => {
    expect(missedRunsText(scheduleFacts(spec()))).toContain('last 10 min');
    expect(missedRunsText(scheduleFacts({}))).toContain('never starts again');
    expect(historyText(scheduleFacts({}))).toContain('Keeps none');
    expect(historyText(scheduleFacts(spec()))).toContain('last 3');
    expect(policyText(scheduleFacts({}))).toContain('Forbid');
    expect(policyText(scheduleFacts({ concurrencyPolicy: 'Allow' }))).toContain(
      'Allow',
    );
  });
});

describe('a Workflow', () => {
  const spec = {
    entry: 'all',
    templates: [
      {
        name: 'all',
        templateType: 'Serial',
        children: ['kill', 'both', 'kill'],
      },
      { name: 'both', templateType: 'Parallel', children: ['slow', 'wait'] },
      { name: 'kill', templateType: 'PodChaos' },
      { name: 'slow', templateType: 'NetworkChaos' },
      { name: 'wait', templateType: 'Suspend' },
    ],
  };
  const child = (
    template: string,
    parent: string,
    state: NodeState,
    seconds: number,
    more: Partial<FaultChild> = {},
  ): FaultChild => ({
    name: `${template}-${seconds}`,
    kind: '',
    template,
    parent,
    state,
    nodeState: state,
    startedAt: ago(seconds),
    ...more,
  });
  const nodes = [
    child('both', 'all-90', 'running', 60),
    child('all', 'flow', 'running', 90),
    child('kill', 'all-90', 'finished', 89),
    child('wait', 'both-60', 'finished', 58),
    child('slow', 'both-60', 'running', 59),
  ];

  it('has its nodes at the steps that they run', () => {
    const root = workflowSteps(spec, nodes);
    expect(root?.node?.name).toBe('all-90');
    expect(
      root?.children.map(({ template, state }) => [template, state]),
    ).toEqual([
      ['kill', 'finished'],
      ['both', 'running'],
      ['kill', 'not-started'],
    ]);
    expect(root?.children[1].children.map(({ state }) => state)).toEqual([
      'running',
      'finished',
    ]);
    expect(workflowText(root)).toBe('Running: 2 of 4 steps over, slow now.');
  });

  it.each<[NodeState, string]>([
    ['aborted', 'Aborted after 2 of 4 steps.'],
    ['deadline', 'Stopped by its deadline: 2 of 4 steps over.'],
    ['finished', 'Finished: 2 of 4 steps over.'],
  ])('says that it is %s', (state, words) => {
    const ended = nodes.map(node =>
      node.template === 'all' ? { ...node, nodeState: state } : node,
    );
    expect(workflowText(workflowSteps(spec, ended))).toBe(words);
  });

  it('has not started without a node, and survives a template below itself', () => {
    expect(workflowText(workflowSteps(spec, []))).toBe('No step has started.');
    const loop = {
      entry: 'a',
      templates: [{ name: 'a', templateType: 'Serial', children: ['a'] }],
    };
    expect(workflowSteps(loop, [])?.children).toHaveLength(1);
    expect(workflowSteps({ entry: 'x' }, [])).toBeUndefined();
  });

  it('names the step that is stuck', () => {
    const problem = { problem: 'its PodChaos was refused.' };
    expect(
      workflowProblem([
        ...nodes,
        child('kill', 'all-90', 'running', 5, problem),
      ]),
    ).toMatchObject({
      reason: 'step-stuck',
      summary: 'Step kill: its PodChaos was refused.',
    });
    expect(workflowProblem(nodes)).toBeUndefined();
  });

  it.each<[string, Parameters<typeof nodeProblem>, RegExp | undefined]>([
    [
      'nothing is wrong',
      [
        'running',
        { kind: 'PodChaos', deadlineAt: ago(-60) },
        { now: NOW, hasFault: true, eventReasons: ['ChaosCRCreated'] },
      ],
      undefined,
    ],
    [
      'its deadline is over',
      [
        'running',
        { kind: 'Suspend', deadlineAt: ago(60) },
        { now: NOW, hasFault: false, eventReasons: [] },
      ],
      /deadline is over/,
    ],
    [
      'its fault was refused',
      [
        'running',
        { kind: 'PodChaos' },
        { now: NOW, hasFault: false, eventReasons: ['ChaosCRCreateFailed'] },
      ],
      /PodChaos was refused/,
    ],
    [
      'its fault found nothing',
      [
        'running',
        { kind: 'PodChaos' },
        {
          now: NOW,
          hasFault: true,
          eventReasons: [],
          faultProblem: {
            reason: 'no-target',
            severity: 'error',
            summary: 'Nothing was selected.',
          },
        },
      ],
      /Nothing was selected/,
    ],
    [
      'it is over',
      [
        'finished',
        { kind: 'PodChaos', deadlineAt: ago(60) },
        { now: NOW, hasFault: false, eventReasons: ['ChaosCRCreateFailed'] },
      ],
      undefined,
    ],
  ])('%s', (_, args, words) => {
    expect(nodeProblem(...args) ?? 'none').toMatch(words ?? /^none$/);
  });
});
