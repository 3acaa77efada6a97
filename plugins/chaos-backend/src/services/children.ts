import {
  ChaosObject,
  FaultChild,
  FaultRow,
  nodeProblem,
  nodeState,
  nodeStateText,
} from '@slipway/plugin-chaos-common';
import { JsonObject, JsonValue } from '@backstage/types';

const text = (value: JsonValue | undefined) =>
  typeof value === 'string' ? value : undefined;

/** What a node made, and what was said about the node. */
export interface NodeBelow {
  fault?: Pick<FaultRow, 'ref' | 'problem' | 'stateText'>;
  eventReasons: readonly string[];
}

/**
 * Nodes of a Workflow as pages show them.
 *
 * @param belowOf - what a node made, by its UID
 * @param now - Unix milliseconds
 */
export function nodeChildren(
  nodes: readonly ChaosObject[],
  belowOf: (nodeUid: string) => NodeBelow,
  now: number,
): FaultChild[] {
  return nodes.map(node => {
    const { metadata } = node;
    const spec: JsonObject = node.spec;
    const parent = metadata.labels?.['chaos-mesh.org/controlled-by'];
    const { fault, eventReasons } = belowOf(metadata.uid);
    const state = nodeState(node);
    const child: FaultChild = {
      name: metadata.name,
      kind: text(spec.type) ?? '',
      state: nodeStateText(state),
      nodeState: state,
    };
    const deadlineAt = text(spec.deadline);
    const optional = {
      template: text(spec.templateName),
      parent,
      startedAt: text(spec.startTime),
      deadlineAt,
      fault: fault?.ref,
      faultText: state === 'running' ? fault?.stateText : undefined,
      problem: nodeProblem(
        state,
        { kind: child.kind, deadlineAt },
        {
          now,
          faultProblem: fault?.problem,
          hasFault: fault !== undefined,
          eventReasons,
        },
      ),
    };
    for (const [name, value] of Object.entries(optional)) {
      if (value !== undefined) Object.assign(child, { [name]: value });
    }
    return child;
  });
}
