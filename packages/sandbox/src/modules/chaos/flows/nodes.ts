import { Clock, JsonRecord, KubeObject } from '@slipway/kube-sim';
import { Kind } from '../../../loops';
import { parseDuration, stamp } from '../../../loops/time';
import { API } from '../kinds';
import {
  CONTROLLED_BY,
  isNodeFinished,
  NodeSpec,
  Workflow,
  WORKFLOW,
  WorkflowNode,
} from './model';
import { spawn } from './spawn';

/** The finalizer with which nodes and checks wait for what they own. */
export const FOREGROUND = 'foregroundDeletion';

/** Objects below a Workflow or node, by label, oldest first. @see fetchChildNodes in pkg/workflow/controllers/utils.go */
export function childrenOf<O extends KubeObject>(
  kind: Kind<O>,
  { metadata }: KubeObject,
): O[] {
  return kind
    .list(metadata.namespace)
    .filter(one => one.metadata.labels?.[CONTROLLED_BY] === metadata.name)
    .sort(
      (left, right) =>
        Date.parse(left.metadata.creationTimestamp) -
        Date.parse(right.metadata.creationTimestamp),
    );
}

/** Children of a node: those that run, and those that are finished. */
export function splitChildren(
  nodes: Kind<WorkflowNode>,
  node: WorkflowNode,
): { active: WorkflowNode[]; finished: WorkflowNode[] } {
  const all = childrenOf(nodes, node);
  return {
    active: all.filter(one => !isNodeFinished(one)),
    finished: all.filter(isNodeFinished),
  };
}

/** Labels of what a node or Workflow makes. */
export const labelsBelow = (owner: KubeObject, workflow: string) => ({
  [CONTROLLED_BY]: owner.metadata.name,
  [WORKFLOW]: workflow,
});

/**
 * Makes the node of a template.
 *
 * @param parent - the node above it; undefined for the entry
 * @throws Error when there is no such template
 * @see renderNodesByTemplates in pkg/workflow/controllers/new_node.go
 */
export function renderNode(
  nodes: Kind<WorkflowNode>,
  clock: Clock,
  workflow: Workflow,
  parent: WorkflowNode | undefined,
  name: string,
): WorkflowNode {
  const template = workflow.spec.templates?.find(one => one.name === name);
  if (!template) {
    throw new Error(
      `workflow ${workflow.metadata.name} do not contains template called ${name}`,
    );
  }
  const { name: _, templateType, deadline, ...rest } = template;
  const now = clock.now().getTime();
  const length = deadline === undefined ? undefined : parseDuration(deadline);
  const spec: NodeSpec = {
    ...(structuredClone(rest) as JsonRecord),
    templateName: name,
    workflowName: workflow.metadata.name,
    type: templateType,
    startTime: stamp(new Date(now)),
    ...(length === undefined
      ? {}
      : { deadline: stamp(new Date(now + length)) }),
  };
  const owner = parent ?? workflow;
  return spawn(
    nodes,
    {
      owner: { ...owner, apiVersion: API },
      labels: labelsBelow(owner, workflow.metadata.name),
      spec,
      finalizers: [FOREGROUND],
    },
    name,
  );
}
