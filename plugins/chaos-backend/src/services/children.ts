import {
  ChaosObject,
  FaultChild,
  FaultRef,
} from '@slipway/plugin-chaos-common';
import { JsonObject, JsonValue } from '@backstage/types';

const text = (value: JsonValue | undefined) =>
  typeof value === 'string' ? value : undefined;

/** One or two words. The order of the conditions is the rule. @see api/v1alpha1/workflownode_types.go */
function stateOf({ status }: ChaosObject): string {
  const is = (condition: string) => status.conditions.includes(condition);
  if (is('Aborted')) return 'aborted';
  if (is('DeadlineExceed')) return 'deadline reached';
  if (is('Accomplished')) return 'finished';
  return is('ChaosInjected') ? 'injected' : 'running';
}

/**
 * Nodes of a Workflow as pages show them.
 *
 * @param faultOf - the fault that a node started, by the owner of the fault
 */
export function nodeChildren(
  nodes: readonly ChaosObject[],
  faultOf: (nodeUid: string) => FaultRef | undefined,
): FaultChild[] {
  return nodes.map(node => {
    const { metadata } = node;
    const spec: JsonObject = node.spec;
    const parent = metadata.labels?.['chaos-mesh.org/controlled-by'];
    const fault = faultOf(metadata.uid);
    const optional = {
      template: text(spec.templateName),
      parent,
      startedAt: text(spec.startTime),
      deadlineAt: text(spec.deadline),
      fault,
    };
    const child: FaultChild = {
      name: metadata.name,
      kind: text(spec.type) ?? '',
      state: stateOf(node),
    };
    for (const [name, value] of Object.entries(optional)) {
      if (value !== undefined) Object.assign(child, { [name]: value });
    }
    return child;
  });
}
