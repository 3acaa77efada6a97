import { Clock } from '@slipway/kube-sim';
import { ControlLoop, EventRecorder, Kind } from '../../../loops';
import { stamp } from '../../../loops/time';
import {
  ABORT,
  holds,
  isNodeFinished,
  withCondition,
  Workflow,
  WorkflowNode,
} from './model';
import { childrenOf, renderNode } from './nodes';

export interface WorkflowControllerOptions {
  kind: Kind<Workflow>;
  nodes: Kind<WorkflowNode>;
  clock: Clock;
  events: EventRecorder;
}

/**
 * Starts the entry of a Workflow, says when it is accomplished, and aborts it.
 *
 * @see pkg/workflow/controllers/workflow_entry_reconciler.go, abort_workflow_reconciler.go of chaos-mesh
 */
export class WorkflowController implements ControlLoop {
  constructor(private readonly options: WorkflowControllerOptions) {}

  sync(namespace: string | undefined, name: string): void {
    const { kind, nodes } = this.options;
    const workflow = kind.get(namespace, name);
    if (!workflow || workflow.metadata.deletionTimestamp) return;
    if (!childrenOf(nodes, workflow).length) this.#enter(workflow);
    this.#abort(workflow);
    const [entry] = childrenOf(nodes, workflow);
    this.#report(workflow, entry);
  }

  #tell(
    workflow: Workflow,
    type: 'Normal' | 'Warning',
    reason: string,
    message: string,
  ) {
    this.options.events.record(
      workflow,
      'workflow-entry-reconciler',
      type,
      reason,
      message,
    );
  }

  #enter(workflow: Workflow) {
    const { nodes, clock } = this.options;
    const { entry } = workflow.spec;
    try {
      const node = renderNode(nodes, clock, workflow, undefined, entry);
      this.#tell(
        workflow,
        'Normal',
        'EntryCreated',
        `entry node created, entry node ${node.metadata.name}`,
      );
    } catch {
      this.#tell(
        workflow,
        'Warning',
        'InvalidEntry',
        `failed to spawn new entry node of workflow, entry: ${entry}`,
      );
    }
  }

  #abort(workflow: Workflow) {
    const { nodes, events } = this.options;
    const [entry] = childrenOf(nodes, workflow);
    if (!entry) return;
    const isAborted = workflow.metadata.annotations?.[ABORT] === 'true';
    if (isAborted && !holds(entry.status, 'Aborted')) {
      events.record(
        entry,
        'workflow-abort-workflow-reconciler',
        'Normal',
        'WorkflowAborted',
        `aborted because workflow ${workflow.metadata.name} aborted`,
      );
    }
    const conditions = withCondition(
      entry.status.conditions,
      'Aborted',
      isAborted,
      isAborted ? 'WorkflowAborted' : '',
    );
    if (conditions === entry.status.conditions) return;
    nodes.updateStatus({ ...entry, status: { ...entry.status, conditions } });
  }

  #report(workflow: Workflow, entry: WorkflowNode | undefined) {
    const { kind, clock } = this.options;
    const { status } = workflow;
    const now = stamp(clock.now());
    const isAccomplished = entry !== undefined && isNodeFinished(entry);
    const scheduled = withCondition(
      status.conditions,
      'Scheduled',
      entry !== undefined,
    );
    const conditions = withCondition(scheduled, 'Accomplished', isAccomplished);
    const endTime = isAccomplished ? status.endTime ?? now : undefined;
    const entryNode = entry?.metadata.name ?? status.entryNode;
    if (
      conditions === status.conditions &&
      endTime === status.endTime &&
      entryNode === status.entryNode
    ) {
      return;
    }
    const { endTime: _, ...rest } = status;
    kind.updateStatus({
      ...workflow,
      status: {
        ...rest,
        conditions,
        startTime: status.startTime ?? now,
        ...(entryNode ? { entryNode } : {}),
        ...(endTime ? { endTime } : {}),
      },
    });
    if (endTime && !status.endTime) {
      this.#tell(
        workflow,
        'Normal',
        'WorkflowAccomplished',
        'workflow accomplished',
      );
    }
  }
}
