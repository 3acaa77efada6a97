import { isDeepStrictEqual } from 'node:util';
import { Clock, isRecord, JsonRecord, KubeObject } from '@slipway/kube-sim';
import { ControlLoop, EventRecorder, Kind } from '../../../loops';
import {
  ABORT,
  holds,
  isNodeFinished,
  MEMBER_OF,
  StatusCheck,
  withCondition,
  Workflow,
  WorkflowNode,
} from './model';
import {
  childrenOf,
  FOREGROUND,
  labelsBelow,
  renderNode,
  splitChildren,
} from './nodes';
import { spawn } from './spawn';

export interface NodeControllerOptions {
  kind: Kind<WorkflowNode>;
  workflows: Kind<Workflow>;
  checks: Kind<StatusCheck>;
  clock: Clock;
  events: EventRecorder;
  /** Faults of a kind, or Schedules. */
  kindOf(type: string): Kind<KubeObject>;
  requeueAfter(namespace: string | undefined, name: string, ms: number): void;
}

const GROUP = 'chaos-mesh.org';

/**
 * Takes a node of a Workflow through its life: its children one after the other
 * or all at once, the fault or check that it stands for, its deadline, and its
 * abort. Task nodes are not simulated: they wait until their deadline.
 *
 * @see pkg/workflow/controllers of chaos-mesh: the serial, parallel, chaos, statuscheck, deadline and abort reconcilers
 */
export class NodeController implements ControlLoop {
  constructor(private readonly options: NodeControllerOptions) {}

  sync(namespace: string | undefined, name: string): void {
    const { kind } = this.options;
    for (const step of [
      this.#deadline,
      this.#abort,
      this.#flow,
      this.#fault,
      this.#check,
    ]) {
      const node = kind.get(namespace, name);
      if (!node || node.metadata.deletionTimestamp) return;
      step(node);
    }
  }

  #tell(
    node: WorkflowNode,
    component: string,
    reason: string,
    message: string,
    type: 'Normal' | 'Warning' = 'Normal',
  ) {
    this.options.events.record(
      node,
      `workflow-${component}-reconciler`,
      type,
      reason,
      message,
    );
  }

  #set(
    node: WorkflowNode,
    type: string,
    isTrue: boolean,
    reason = '',
    more: Partial<WorkflowNode['status']> = {},
  ): void {
    const { status } = node;
    const conditions = withCondition(status.conditions, type, isTrue, reason);
    this.#write(node, { ...status, ...more, conditions });
  }

  #write(node: WorkflowNode, status: WorkflowNode['status']): void {
    // Members that are undefined are not there.
    const next: WorkflowNode['status'] = JSON.parse(JSON.stringify(status));
    if (isDeepStrictEqual(next, node.status)) return;
    this.options.kind.updateStatus({ ...node, status: next });
  }

  /** Passes a deadline or an abort on to children that still run. */
  #propagate(
    node: WorkflowNode,
    condition: 'DeadlineExceed' | 'Aborted',
    reason: string,
    message: string,
  ) {
    if (!['Serial', 'Parallel', 'Task'].includes(node.spec.type)) return;
    for (const child of splitChildren(this.options.kind, node).active) {
      this.#tell(child, 'deadline', reason, message);
      this.#set(child, condition, true, reason);
    }
  }

  /** @see deadline_reconciler.go */
  readonly #deadline = (node: WorkflowNode): void => {
    const { clock, requeueAfter } = this.options;
    const { metadata, spec, status } = node;
    const { name } = metadata;
    const propagate = () =>
      this.#propagate(
        node,
        'DeadlineExceed',
        'ParentNodeDeadlineExceed',
        `deadline exceed bscause parent node ${name} deadline exceed`,
      );
    if (holds(status, 'DeadlineExceed')) {
      propagate();
      return;
    }
    if (spec.deadline === undefined) return;
    const left = Date.parse(spec.deadline) - clock.now().getTime();
    if (left >= 0) {
      this.#set(node, 'DeadlineExceed', false, 'NodeDeadlineNotExceed');
      requeueAfter(metadata.namespace, name, left + 1);
      return;
    }
    const wasDone = holds(status, 'Accomplished');
    if (!wasDone) {
      this.#tell(node, 'deadline', 'NodeDeadlineExceed', 'deadline exceed');
    }
    this.#set(
      node,
      'DeadlineExceed',
      true,
      wasDone ? 'NodeDeadlineOmitted' : 'NodeDeadlineExceed',
    );
    propagate();
  };

  /** @see abort_node_reconciler.go */
  readonly #abort = (node: WorkflowNode): void => {
    if (!holds(node.status, 'Aborted')) return;
    const { workflows } = this.options;
    const { namespace, name } = node.metadata;
    if (node.spec.type !== 'StatusCheck') {
      this.#propagate(
        node,
        'Aborted',
        'ParentNodeAborted',
        `aborted because parent node ${name} aborted`,
      );
      return;
    }
    const workflow = workflows.get(namespace, node.spec.workflowName);
    const annotations = workflow?.metadata.annotations;
    // The real one writes into a map that is not there, and fails each time.
    if (!workflow || !annotations || annotations[ABORT] === 'true') return;
    workflows.update({
      ...workflow,
      metadata: {
        ...workflow.metadata,
        annotations: { ...annotations, [ABORT]: 'true' },
      },
    });
  };

  /** @see serial_node_reconciler.go, parallel_node_reconciler.go */
  readonly #flow = (node: WorkflowNode): void => {
    const { type, children = [] } = node.spec;
    if (type !== 'Serial' && type !== 'Parallel') return;
    if (!isNodeFinished(node)) this.#startChildren(node, children);
    const { kind } = this.options;
    const fresh = kind.get(node.metadata.namespace, node.metadata.name);
    if (!fresh) return;
    const { active, finished } = splitChildren(kind, fresh);
    const names = (nodes: WorkflowNode[]) =>
      nodes.map(({ metadata }) => ({ name: metadata.name }));
    const isDone = finished.length === children.length;
    if (isDone && !isNodeFinished(fresh)) {
      this.#tell(
        fresh,
        `${type.toLowerCase()}-node`,
        'NodeAccomplished',
        'node accomplished',
      );
    }
    this.#set(fresh, 'Accomplished', isDone, '', {
      activeChildren: active.length ? names(active) : undefined,
      finishedChildren: finished.length ? names(finished) : undefined,
    });
  };

  #startChildren(node: WorkflowNode, children: readonly string[]) {
    const { kind, workflows, clock } = this.options;
    const { active, finished } = splitChildren(kind, node);
    const { type, workflowName } = node.spec;
    const isStarted = active.length + finished.length > 0;
    const all = isStarted ? [] : children;
    const [following] = active.length ? [] : children.slice(finished.length);
    const one = following === undefined ? [] : [following];
    const next = type === 'Parallel' ? all : one;
    const workflow = workflows.get(node.metadata.namespace, workflowName);
    if (!next.length || !workflow) return;
    const made = next.map(
      name => renderNode(kind, clock, workflow, node, name).metadata.name,
    );
    this.#tell(
      node,
      `${type.toLowerCase()}-node`,
      'NodesCreated',
      `child nodes created, ${made.join(',')}`,
    );
  }

  /** @see chaos_node_reconciler.go */
  readonly #fault = (node: WorkflowNode): void => {
    const { type } = node.spec;
    const member = type === 'Schedule' ? 'schedule' : MEMBER_OF[type];
    if (member === undefined) return;
    const { kind, kindOf } = this.options;
    const objects = kindOf(type);
    const there = childrenOf(objects, node);
    if (isNodeFinished(node)) {
      for (const object of there) {
        if (object.metadata.deletionTimestamp) continue;
        objects.delete(object);
        this.#tell(
          node,
          'chaos-node',
          'ChaosCRDeleted',
          `chaos CR ${object.metadata.name} deleted`,
        );
      }
    } else if (!there.length) {
      this.#make(node, objects, node.spec[member]);
    }
    const fresh = kind.get(node.metadata.namespace, node.metadata.name);
    if (!fresh) return;
    const [object] = childrenOf(objects, fresh);
    this.#set(
      fresh,
      'ChaosInjected',
      object !== undefined,
      object ? 'ChaosCRCreated' : 'ChaosCRNotExists',
      {
        chaosResource: object && {
          apiGroup: GROUP,
          kind: object.kind,
          name: object.metadata.name,
        },
      },
    );
  };

  #make(node: WorkflowNode, objects: Kind<KubeObject>, spec: unknown) {
    try {
      const { name } = spawn(
        objects,
        {
          owner: node,
          labels: labelsBelow(node, node.spec.workflowName),
          spec: structuredClone(isRecord(spec) ? spec : {}) as JsonRecord,
        },
        node.metadata.name,
      ).metadata;
      this.#tell(
        node,
        'chaos-node',
        'ChaosCRCreated',
        `chaos CR ${name} created`,
      );
    } catch {
      this.#tell(
        node,
        'chaos-node',
        'ChaosCRCreateFailed',
        'failed to create chaos CR',
        'Warning',
      );
    }
  }

  /** @see statuscheck_reconciler.go */
  readonly #check = (node: WorkflowNode): void => {
    if (node.spec.type !== 'StatusCheck') return;
    const { checks } = this.options;
    const [check] = childrenOf(checks, node);
    if (isNodeFinished(node)) {
      if (!check || check.metadata.deletionTimestamp) return;
      const { name } = check.metadata;
      checks.delete(check);
      const message = `status check ${name} deleted`;
      this.#tell(node, 'statuscheck', 'StatusCheckDeleted', message);
      return;
    }
    if (!check) {
      const spec = structuredClone(node.spec.statusCheck ?? {}) as JsonRecord;
      const labels = labelsBelow(node, node.spec.workflowName);
      const { name } = spawn(
        checks,
        { owner: node, labels, spec, finalizers: [FOREGROUND] },
        node.metadata.name,
      ).metadata;
      const message = `status check ${name} created`;
      this.#tell(node, 'statuscheck', 'StatusCheckCreated', message);
      return;
    }
    const isCompleted = holds(check.status, 'Completed');
    const isFailed =
      isCompleted && !holds(check.status, 'SuccessThresholdExceed');
    const aborts = Boolean(node.spec.abortWithStatusCheck) && isFailed;
    const accomplished = withCondition(
      node.status.conditions,
      'Accomplished',
      isCompleted,
      isCompleted ? 'StatusCheckCompleted' : '',
    );
    const conditions = withCondition(
      accomplished,
      'Aborted',
      aborts,
      aborts ? 'StatusCheckNotExceedSuccessThreshold' : '',
    );
    this.#write(node, { ...node.status, conditions });
  };
}
