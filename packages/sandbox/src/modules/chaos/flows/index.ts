import { KubeObject } from '@slipway/kube-sim';
import { Kind, LoopContext, LoopDefinition } from '../../../loops';
import { API } from '../kinds';
import { Schedule, StatusCheck, Workflow, WorkflowNode } from './model';
import { NodeController } from './NodeController';
import { ScheduleController } from './ScheduleController';
import { StatusCheckController } from './StatusCheckController';
import { WorkflowController } from './WorkflowController';

/** The loops of what starts faults: Schedules, Workflows with their nodes, and StatusChecks. */
export function flowLoops({
  store,
  clock,
  events,
  ask,
}: LoopContext): LoopDefinition[] {
  const schedules = new Kind<Schedule>(store, API, 'Schedule');
  const workflows = new Kind<Workflow>(store, API, 'Workflow');
  const nodes = new Kind<WorkflowNode>(store, API, 'WorkflowNode');
  const checks = new Kind<StatusCheck>(store, API, 'StatusCheck');
  const kindOf = (type: string) => new Kind<KubeObject>(store, API, type);
  return [
    {
      of: schedules,
      create: ({ requeueAfter }) =>
        new ScheduleController({
          kind: schedules,
          clock,
          events,
          kindOf,
          requeueAfter,
        }),
    },
    {
      of: workflows,
      create: () =>
        new WorkflowController({ kind: workflows, nodes, clock, events }),
    },
    {
      of: nodes,
      create: ({ requeueAfter }) =>
        new NodeController({
          kind: nodes,
          workflows,
          checks,
          clock,
          events,
          kindOf,
          requeueAfter,
        }),
    },
    {
      of: checks,
      create: ({ requeueAfter }) =>
        new StatusCheckController({
          kind: checks,
          clock,
          events,
          ask,
          requeueAfter,
        }),
    },
  ];
}
