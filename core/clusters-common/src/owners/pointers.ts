import {
  LabelSelector,
  LabelSelectorError,
  parseLabelSelector,
} from '../labelSelector';
import { KUBERNETES_ID_KEY } from '../types';

export const LABEL_SELECTOR_ANNOTATION =
  'backstage.io/kubernetes-label-selector';
export const NAMESPACE_ANNOTATION = 'backstage.io/kubernetes-namespace';
export const CLUSTER_ANNOTATION = 'backstage.io/kubernetes-cluster';

/** How an entity points at its workloads: Backstage's standard annotations, trimmed. */
export interface EntityPointers {
  kubernetesId?: string;
  labelSelector?: {
    text: string;
    /** Absent when the API server would refuse the text. */
    selects?: LabelSelector;
    /** Why it would, with the place in the text. */
    error?: string;
  };
  namespace?: string;
  cluster?: string;
}

/**
 * Reads the annotations of an entity. Those of nothing but blanks count as absent.
 *
 * @see https://backstage.io/docs/features/kubernetes/configuration#surfacing-your-kubernetes-components-as-part-of-an-entity
 */
export function pointersOf(
  annotations: Readonly<Record<string, string>> = {},
): EntityPointers {
  const text = (key: string) => annotations[key]?.trim() || undefined;
  const selector = text(LABEL_SELECTOR_ANNOTATION);
  return {
    kubernetesId: text(KUBERNETES_ID_KEY),
    labelSelector: selector === undefined ? undefined : parsed(selector),
    namespace: text(NAMESPACE_ANNOTATION),
    cluster: text(CLUSTER_ANNOTATION),
  };
}

function parsed(text: string): EntityPointers['labelSelector'] {
  try {
    return { text, selects: parseLabelSelector(text) };
  } catch (error) {
    if (error instanceof LabelSelectorError) {
      return { text, error: error.message };
    }
    throw error;
  }
}

/** Whether labels are those that an entity looks for. A label selector takes the place of the id. */
export function labelsMatch(
  { labelSelector, kubernetesId }: EntityPointers,
  labels: Readonly<Record<string, string>>,
): boolean {
  return labelSelector
    ? labelSelector.selects?.(labels) ?? false
    : kubernetesId !== undefined && labels[KUBERNETES_ID_KEY] === kubernetesId;
}

/** Kinds of the catalog that workloads are parts of. */
const KINDS_WITH_WORKLOADS = new Set(['component', 'resource', 'system']);

/**
 * Whether the page of an entity shows workloads, and so whether a workload can
 * be bound to it. Workloads can name a Component, Resource or System that has
 * no annotation at all; entities of other kinds need one.
 */
export function showsWorkloads(entity: {
  kind: string;
  annotations?: Readonly<Record<string, string>>;
}): boolean {
  if (KINDS_WITH_WORKLOADS.has(entity.kind.toLocaleLowerCase('en-US'))) {
    return true;
  }
  const { kubernetesId, labelSelector } = pointersOf(entity.annotations);
  return kubernetesId !== undefined || labelSelector !== undefined;
}
