import assert from 'node:assert/strict';
import {
  CHAOS_KINDS,
  nodeState,
  NodeState,
  projectChaosObject,
  WORKFLOW_NODES,
} from '@slipway/plugin-chaos-common';
import {
  faultOf,
  Faults,
  FaultScenario,
  internalKind,
  isInjected,
} from '../../lib/faults';
import { at, Json } from '../../lib/json';

const { resource: POD_FAULTS } = CHAOS_KINDS.PodChaos;
const STATUS_CHECKS = internalKind('StatusCheck', 'statuschecks');
const ABORT = 'workflow.chaos-mesh.org/abort';

const lane = (templateType: string, children: string[], more: Json = {}) => ({
  name: 'all',
  templateType,
  children,
  ...more,
});

const wait = (name: string, deadline: string) => ({
  name,
  templateType: 'Suspend',
  deadline,
});

/** A template whose pods fail until its deadline. */
const failure = (faults: Faults, name: string, deadline: string) => ({
  name,
  templateType: 'PodChaos',
  deadline,
  podChaos: {
    action: 'pod-failure',
    mode: 'one',
    selector: faults.selector('app'),
  },
});

const launch = (faults: Faults, templates: Json[], metadata?: Json) =>
  faults.launch('Workflow', 'flow', { entry: 'all', templates }, metadata);

/** A check that fails at once beside a step that waits. */
const checked = (prefix: string): Json[] => [
  {
    ...lane('Parallel', [`${prefix}check`, `${prefix}wait`]),
    name: `${prefix}all`,
    deadline: '2m',
  },
  {
    name: `${prefix}check`,
    templateType: 'StatusCheck',
    deadline: '1m',
    abortWithStatusCheck: true,
    statusCheck: {
      type: 'HTTP',
      intervalSeconds: 1,
      failureThreshold: 1,
      http: {
        url: 'http://127.0.0.1:9/health',
        criteria: { statusCode: '200' },
      },
    },
  },
  wait(`${prefix}wait`, '1m'),
];

interface Node {
  raw: Json;
  type: string;
  conditions: Record<string, string>;
  state: NodeState;
}

const byTemplate = (nodes: Json[]) =>
  new Map(
    nodes.map((raw): [string, Node] => [
      String(at(raw, 'spec', 'templateName')),
      {
        raw,
        type: String(at(raw, 'spec', 'type')),
        conditions: faultOf(raw).conditions,
        state: nodeState(projectChaosObject(raw)),
      },
    ]),
  );

/** The nodes by their templates, when they are as wanted. */
async function untilNodes(
  faults: Faults,
  what: string,
  wanted: (nodes: Map<string, Node>) => boolean,
) {
  return byTemplate(
    await faults.untilListed(WORKFLOW_NODES, what, nodes =>
      wanted(byTemplate(nodes)),
    ),
  );
}

const untilAccomplished = (faults: Faults) =>
  faults.until(
    'Workflow',
    'flow',
    'accomplished',
    ({ conditions, state, raw }) =>
      conditions.Accomplished === 'True' &&
      state === 'finished' &&
      Boolean(at(raw, 'status', 'endTime')),
  );

/** The states that the portal shows, by template. */
const statesOf = (nodes: Map<string, Node>) =>
  Object.fromEntries([...nodes].map(([name, { state }]) => [name, state]));

const reasonOf = (node: Node | undefined, type: string) => {
  const conditions = at(node?.raw, 'status', 'conditions');
  const all: unknown[] = Array.isArray(conditions) ? conditions : [];
  const one = all.find(condition => at(condition, 'type') === type);
  return at(one, 'status') === 'True' ? at(one, 'reason') : undefined;
};

export const workflowScenarios: FaultScenario[] = [
  {
    id: 'chaos-workflow',
    title:
      'A series of two faults with a pause between runs step by step; each fault ends at its deadline',
    async run(faults) {
      await faults.app('app', 1);
      await launch(faults, [
        lane('Serial', ['one', 'wait', 'two'], { deadline: '1m' }),
        // Long enough to be looked at while it lasts.
        failure(faults, 'one', '10s'),
        wait('wait', '1s'),
        failure(faults, 'two', '3s'),
      ]);
      const started = await untilNodes(
        faults,
        'the first has its fault',
        nodes => nodes.get('one')?.conditions.ChaosInjected === 'True',
      );
      assert.deepEqual(statesOf(started), { all: 'running', one: 'running' });
      const first = started.get('one')?.raw;
      assert.equal(
        at(first, 'metadata', 'labels', 'chaos-mesh.org/workflow'),
        'flow',
      );
      assert.equal(
        at(first, 'metadata', 'labels', 'chaos-mesh.org/controlled-by'),
        at(started.get('all')?.raw, 'metadata', 'name'),
      );
      const name = String(at(first, 'status', 'chaosResource', 'name'));
      const fault = await faults.until(
        'PodChaos',
        name,
        'injected',
        isInjected,
      );
      assert.equal(
        at(fault.raw, 'metadata', 'ownerReferences', 0, 'kind'),
        'WorkflowNode',
      );
      await untilAccomplished(faults);
      const ended = await untilNodes(
        faults,
        'all have ended',
        nodes => nodes.get('all')?.conditions.Accomplished === 'True',
      );
      assert.deepEqual(statesOf(ended), {
        all: 'finished',
        one: 'finished',
        wait: 'finished',
        two: 'finished',
      });
      assert.equal(
        reasonOf(ended.get('one'), 'DeadlineExceed'),
        'NodeDeadlineExceed',
      );
      const start = (step: string) =>
        Date.parse(String(at(ended.get(step)?.raw, 'spec', 'startTime')));
      assert.ok(start('one') + 3_000 <= start('wait'));
      assert.ok(start('wait') + 1_000 <= start('two'));
      await faults.untilListed(
        POD_FAULTS,
        'no fault is left',
        objects => objects.length === 0,
      );
      await faults.delete('Workflow', 'flow');
      await faults.untilGone('Workflow', 'flow');
      await faults.untilListed(
        WORKFLOW_NODES,
        'gone with their workflow',
        nodes => nodes.length === 0,
      );
    },
  },
  {
    id: 'chaos-workflow-deadline',
    title:
      'Branches start together; the deadline above them ends them, and their faults',
    async run(faults) {
      await faults.app('app', 2);
      await launch(faults, [
        lane('Parallel', ['one', 'two'], { deadline: '4s' }),
        failure(faults, 'one', '1m'),
        failure(faults, 'two', '1m'),
      ]);
      await faults.untilListed(
        POD_FAULTS,
        'both have a fault',
        objects => objects.length === 2,
      );
      const nodes = await untilNodes(
        faults,
        'stopped by the deadline',
        found =>
          reasonOf(found.get('one'), 'DeadlineExceed') !== undefined &&
          reasonOf(found.get('two'), 'DeadlineExceed') !== undefined,
      );
      assert.deepEqual(statesOf(nodes), {
        all: 'deadline',
        one: 'cut',
        two: 'cut',
      });
      await untilAccomplished(faults);
      await faults.untilListed(
        POD_FAULTS,
        'no fault is left',
        objects => objects.length === 0,
      );
    },
  },
  {
    id: 'chaos-workflow-abort',
    title:
      'An aborted workflow ends its faults at once and starts nothing more',
    async run(faults) {
      await faults.app('app', 1);
      await launch(faults, [
        lane('Serial', ['one', 'wait'], { deadline: '2m' }),
        failure(faults, 'one', '1m'),
        wait('wait', '1m'),
      ]);
      await faults.untilListed(
        POD_FAULTS,
        'the first runs',
        objects => objects.length === 1,
      );
      await faults.annotate('Workflow', 'flow', ABORT, 'true');
      const nodes = await untilNodes(
        faults,
        'aborted',
        found => found.get('one')?.conditions.Aborted === 'True',
      );
      assert.deepEqual(statesOf(nodes), { all: 'aborted', one: 'aborted' });
      await untilAccomplished(faults);
      await faults.untilListed(
        POD_FAULTS,
        'no fault is left',
        objects => objects.length === 0,
      );
      assert.equal((await faults.list(WORKFLOW_NODES)).length, 2);
    },
  },
  {
    id: 'chaos-workflow-check',
    title:
      'A status check that fails aborts its workflow; without annotations the workflow is not aborted',
    async run(faults) {
      await launch(faults, checked(''), {
        annotations: { why: 'contract' },
      });
      // Nothing is written into annotations that are not there.
      await faults.launch('Workflow', 'bare', {
        entry: 'bare-all',
        templates: checked('bare-'),
      });
      const [check] = await faults.untilListed(
        STATUS_CHECKS,
        'it is there',
        checks => checks.length > 0,
      );
      assert.equal(at(check, 'spec', 'mode'), 'Synchronous');
      const nodes = await untilNodes(
        faults,
        'aborted by the check',
        found =>
          found.get('wait')?.conditions.Aborted === 'True' &&
          found.get('bare-check')?.conditions.Aborted === 'True',
      );
      assert.equal(
        reasonOf(nodes.get('check'), 'Aborted'),
        'StatusCheckNotExceedSuccessThreshold',
      );
      const { raw } = await untilAccomplished(faults);
      assert.equal(at(raw, 'metadata', 'annotations', ABORT), 'true');
      const bare = await faults.read('Workflow', 'bare');
      assert.equal(bare.state, 'running');
      assert.equal(nodes.get('bare-wait')?.state, 'running');
    },
  },
];
