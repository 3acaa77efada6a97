import { isFaultKind } from '../kinds';
import { Json, objects, string, strings } from '../read';
import { FaultChild, FaultProblem } from '../types';
import { NodeState, nodeStateText } from './nodeState';

/** One step of a Workflow as its page shows it: a template at one place, with its node once there is one. */
export interface FlowStep {
  /** Unique: the path of templates to it, with positions. */
  key: string;
  template: string;
  /** `Serial`, `Suspend`, `PodChaos`. */
  type: string;
  state: NodeState;
  node?: FaultChild;
  children: FlowStep[];
}

/** How deep a Workflow is shown; a template below itself would continue for ever. */
const DEEPEST = 20;

/**
 * The steps of a Workflow from its entry down. A template that is started twice
 * is shown twice; nodes are matched by the node above them and in the order of
 * their start.
 *
 * @param spec - of the Workflow
 * @param nodes - as they are now
 */
export function workflowSteps(
  spec: Json,
  nodes: readonly FaultChild[],
): FlowStep | undefined {
  const templates = objects(spec.templates);
  const used = new Set<string>();
  const byStart = [...nodes].sort((a, b) =>
    (a.startedAt ?? '').localeCompare(b.startedAt ?? ''),
  );
  const stepOf = (
    name: string,
    key: string,
    parent: FaultChild | undefined,
    depth: number,
  ): FlowStep | undefined => {
    const template = templates.find(each => each.name === name);
    if (!template || depth > DEEPEST) return undefined;
    const node =
      depth > 0 && !parent
        ? undefined
        : byStart.find(
            each =>
              !used.has(each.name) &&
              each.template === name &&
              (depth === 0 || each.parent === parent?.name),
          );
    if (node) used.add(node.name);
    return {
      key,
      template: name,
      type: string(template.templateType) ?? '',
      state: node?.nodeState ?? 'not-started',
      ...(node ? { node } : {}),
      children: strings(template.children).flatMap((child, index) => {
        const path = `${key}/${index}-${child}`;
        return stepOf(child, path, node, depth + 1) ?? [];
      }),
    };
  };
  const entry = string(spec.entry) ?? '';
  return stepOf(entry, entry, undefined, 0);
}

/** All steps that do something, lanes not among them. */
function leaves(step: FlowStep): FlowStep[] {
  const isLane = step.type === 'Serial' || step.type === 'Parallel';
  return isLane ? step.children.flatMap(leaves) : [step];
}

/** Where a Workflow stands, in one sentence with its counts. */
export function workflowText(root: FlowStep | undefined): string {
  if (!root?.node) return 'No step has started.';
  const steps = leaves(root);
  const over = steps.filter(
    ({ state }) => state !== 'running' && state !== 'not-started',
  ).length;
  const count = `${over} of ${steps.length} step${
    steps.length === 1 ? '' : 's'
  }`;
  switch (root.state) {
    case 'aborted':
      return `Aborted after ${count}.`;
    case 'deadline':
      return `Stopped by its deadline: ${count} over.`;
    case 'finished':
      return `Finished: ${count} over.`;
    default: {
      const running = steps
        .filter(({ state }) => state === 'running')
        .map(({ template }) => template);
      return `Running: ${count} over${
        running.length > 0 ? `, ${running.join(' and ')} now` : ''
      }.`;
    }
  }
}

/** The first step that cannot continue, and why. */
export function workflowProblem(
  nodes: readonly FaultChild[],
): FaultProblem | undefined {
  const stuck = nodes.find(({ problem }) => problem !== undefined);
  return stuck?.problem === undefined
    ? undefined
    : {
        reason: 'step-stuck',
        severity: 'error',
        summary: `Step ${stuck.template ?? stuck.name}: ${stuck.problem}`,
        remedy:
          'Abort the workflow, or wait: the step ends at its deadline whatever it did.',
      };
}

/** What is known of one node beside its conditions. */
export interface NodeSurroundings {
  /** Unix milliseconds. */
  now: number;
  /** What is wrong with the fault that it started. */
  faultProblem?: FaultProblem;
  hasFault: boolean;
  /** Reasons of events about the node. */
  eventReasons: readonly string[];
}

/** How long past its deadline a node may still run, ms. */
const PATIENCE = 30_000;

/**
 * Why a node that runs does not do what it is for; undefined when it does.
 *
 * @see pkg/workflow/controllers/chaos_node_reconciler.go `createChaos`: a refused fault is tried again only when the node changes
 */
export function nodeProblem(
  state: NodeState,
  { kind, deadlineAt }: Pick<FaultChild, 'kind' | 'deadlineAt'>,
  { now, faultProblem, hasFault, eventReasons }: NodeSurroundings,
): string | undefined {
  if (state !== 'running') return undefined;
  if (deadlineAt !== undefined && now - Date.parse(deadlineAt) > PATIENCE) {
    return 'its deadline is over and the controller has not ended it.';
  }
  if (faultProblem?.severity === 'error') return faultProblem.summary;
  const makes = isFaultKind(kind) || kind === 'Schedule';
  if (makes && !hasFault && eventReasons.includes('ChaosCRCreateFailed')) {
    return `its ${kind} was refused when the controller created it.`;
  }
  return undefined;
}

/** State of a step in a few words; what runs says what its fault does. */
export function stepStateText({ state, node }: FlowStep): string {
  return node?.faultText ?? nodeStateText(state);
}
