import { FaultDraft } from '../draft';
import { DraftProblem } from '../preview';
import { object, objects, string } from '../read';
import { FaultRef } from '../types';

/**
 * A Schedule whose name another one of the cluster has, in another namespace:
 * the controller finds what a Schedule started by a label with its name, in
 * every namespace. Both then count, pause and delete the faults of both.
 *
 * @param schedules - those of the cluster
 * @see controllers/schedule/utils/list.go `ListActiveJobs`
 */
export function sameNameProblems(
  { kind, name }: FaultDraft,
  namespace: string,
  schedules: readonly Pick<FaultRef, 'namespace' | 'name'>[],
): DraftProblem[] {
  const other = schedules.find(
    each => each.name === name && each.namespace !== namespace,
  );
  if (kind !== 'Schedule' || !other) return [];
  return [
    {
      path: 'metadata.name',
      rule: 'schedule.same-name',
      origin: 'trap',
      severity: 'refused',
      message: `${other.namespace} has a Schedule ${name} too: Chaos Mesh would mix up what both start. Choose another name.`,
    },
  ];
}

/** Name of the step of a Workflow that a place in its object lies in. */
export function stepOfPath(
  { spec }: FaultDraft,
  path: string,
): string | undefined {
  const [, within, index] =
    /^spec(\.workflow)?\.templates\[(\d+)\]/.exec(path) ?? [];
  if (index === undefined) return undefined;
  const workflow = within === undefined ? spec : object(spec.workflow);
  return string(objects(workflow.templates)[Number(index)]?.name);
}
