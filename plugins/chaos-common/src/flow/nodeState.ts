import { ChaosObject } from '../raw';
import { string } from '../read';

/**
 * Where a node of a Workflow stands. `finished`: it did all it was to do.
 * `deadline`: its own deadline cut it short. `cut`: the deadline of a node above
 * it did. `aborted`: the workflow was aborted.
 */
export type NodeState =
  | 'not-started'
  | 'running'
  | 'finished'
  | 'deadline'
  | 'cut'
  | 'aborted';

/** Types of nodes whose deadline is how they end: until then they wait, or keep their fault. */
export function endsAtDeadline(type: string): boolean {
  return !['Serial', 'Parallel', 'StatusCheck', 'Task'].includes(type);
}

/**
 * State of a node that exists, by its conditions. The deadline of a node that
 * was accomplished before is noted later as `NodeDeadlineOmitted`; a lane that
 * its deadline ended becomes accomplished too, when its last child is finished.
 *
 * @see pkg/workflow/controllers/deadline_reconciler.go, utils.go `WorkflowNodeFinished`
 */
export function nodeState({ spec, status }: ChaosObject): NodeState {
  const is = (condition: string) => status.conditions.includes(condition);
  if (is('Aborted')) return 'aborted';
  const reason = status.reasons?.DeadlineExceed;
  if (is('DeadlineExceed') && reason === 'ParentNodeDeadlineExceed') {
    return 'cut';
  }
  if (is('DeadlineExceed') && reason !== 'NodeDeadlineOmitted') {
    return endsAtDeadline(string(spec.type) ?? '') ? 'finished' : 'deadline';
  }
  return is('Accomplished') || is('DeadlineExceed') ? 'finished' : 'running';
}

const WORDS: Readonly<Record<NodeState, string>> = {
  'not-started': 'not started',
  running: 'running',
  finished: 'finished',
  deadline: 'stopped by its deadline',
  cut: 'stopped by the deadline above it',
  aborted: 'aborted',
};

/** A state in a few words. */
export const nodeStateText = (state: NodeState): string => WORDS[state];
