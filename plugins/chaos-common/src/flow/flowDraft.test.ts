import { checkDraft } from '../checks';
import { EXPERIMENTS, experimentOf } from '../experiments';
import {
  addStep,
  editStep,
  embeddedWorkflow,
  moveStep,
  NewStep,
  removeStep,
  startSchedule,
  startWorkflow,
  templateOf,
  templatesOf,
  withScheduled,
} from './flowDraft';

const place = {
  namespace: 'shop',
  labels: { 'backstage.io/kubernetes-id': 'orders' },
};
const experiment = (id: string) => {
  const found = experimentOf(id);
  if (!found) throw new Error(`there is no experiment ${id}`);
  return found;
};
const kill = experiment('pod-kill');
const start = startWorkflow(kill, place);
const refusals = (kind: 'Workflow' | 'Schedule', spec: typeof start) =>
  checkDraft({ kind, name: 'flow', spec })
    .filter(({ severity }) => severity === 'refused')
    .map(({ rule, path }) => `${rule} at ${path}`);
const children = (spec: typeof start, lane = 'steps') =>
  templateOf(spec, lane)?.template.children;

describe('a workflow', () => {
  it('starts with something that can be launched', () => {
    expect(refusals('Workflow', start)).toEqual([]);
    expect(children(start)).toEqual(['pod-kill']);
  });

  it.each<[NewStep['type'], NewStep, string, string[]]>([
    [
      'Fault',
      { type: 'Fault', experiment: experiment('slow-network') },
      'slow-network',
      [],
    ],
    ['Fault', { type: 'Fault', experiment: kill }, 'pod-kill-2', []],
    ['Suspend', { type: 'Suspend' }, 'wait', []],
    // Only what nobody else can know is missing.
    [
      'StatusCheck',
      { type: 'StatusCheck' },
      'check',
      ['status-check.url at spec.templates[2].statusCheck.http.url'],
    ],
    ['Parallel', { type: 'Parallel' }, 'branches', []],
  ])('takes one more %s', (_, step, name, problems) => {
    const added = addStep(start, 'steps', step, place);
    expect(added.name).toBe(name);
    expect(children(added.spec)).toEqual(['pod-kill', name]);
    expect(templateOf(added.spec, name)?.template.deadline).toMatch(
      /^\d+[sm]$/,
    );
    expect(refusals('Workflow', added.spec)).toEqual(problems);
  });

  const grown = (() => {
    const lane = addStep(start, 'steps', { type: 'Parallel' }, place).spec;
    const inside = addStep(lane, 'branches', { type: 'Suspend' }, place).spec;
    return addStep(inside, 'steps', { type: 'Suspend' }, place).spec;
  })();

  it('moves a step inside of its lane, and not out of it', () => {
    expect(children(grown)).toEqual(['pod-kill', 'branches', 'wait-2']);
    expect(children(moveStep(grown, 'steps', 2, 0))).toEqual([
      'wait-2',
      'pod-kill',
      'branches',
    ]);
    expect(moveStep(grown, 'steps', 0, -1)).toEqual(grown);
    expect(moveStep(grown, 'steps', 2, 3)).toEqual(grown);
  });

  it('loses a lane with all that only it starts', () => {
    const less = removeStep(grown, 'steps', 1);
    expect(templatesOf(less).map(({ name }) => name)).toEqual([
      'steps',
      'pod-kill',
      'wait-2',
    ]);
    // What is started elsewhere too stays.
    const twice = editStep(grown, 'branches', {
      ...templateOf(grown, 'branches')?.template,
      children: ['wait', 'wait-2'],
    });
    expect(templateOf(removeStep(twice, 'steps', 2), 'wait-2')).toBeDefined();
  });

  it('renames a step wherever it is named', () => {
    const renamed = editStep(grown, 'steps', {
      ...templateOf(grown, 'steps')?.template,
      name: 'all',
    });
    expect(renamed.entry).toBe('all');
    const inner = editStep(renamed, 'branches', {
      ...templateOf(renamed, 'branches')?.template,
      name: 'both',
    });
    expect(children(inner, 'all')).toEqual(['pod-kill', 'both', 'wait-2']);
    expect(refusals('Workflow', inner)).toEqual([]);
  });
});

describe('a schedule', () => {
  it('starts with everything set that surprises where it is left out', () => {
    const spec = startSchedule(experiment('slow-network'), place);
    expect(refusals('Schedule', spec)).toEqual([]);
    expect(spec).toMatchObject({
      type: 'NetworkChaos',
      concurrencyPolicy: 'Forbid',
      historyLimit: 5,
      startingDeadlineSeconds: 300,
    });
  });

  it('starts something else and keeps its times', () => {
    const spec = { ...startSchedule(kill, place), schedule: '@every 2m' };
    const other = withScheduled(spec, experiment('slow-network'), place);
    expect(other).toMatchObject({
      schedule: '@every 2m',
      type: 'NetworkChaos',
    });
    expect(other).not.toHaveProperty('podChaos');
    expect(refusals('Schedule', other)).toEqual([]);
  });

  it('starts a workflow, and a fault again', () => {
    const spec = { ...startSchedule(kill, place), schedule: '@every 4m' };
    const flow = withScheduled(spec, experiment('Workflow'), place);
    expect(flow).toMatchObject({
      schedule: '@every 4m',
      type: 'Workflow',
      workflow: startWorkflow(EXPERIMENTS[0], place),
    });
    expect(flow).not.toHaveProperty('podChaos');
    expect(embeddedWorkflow(flow)).toEqual(flow.workflow);
    expect(refusals('Schedule', flow)).toEqual([]);
    const fault = withScheduled(flow, kill, place);
    expect(fault).not.toHaveProperty('workflow');
    expect(embeddedWorkflow(fault)).toBeUndefined();
    expect(embeddedWorkflow({ type: 'Workflow' })).toEqual({});
  });
});
