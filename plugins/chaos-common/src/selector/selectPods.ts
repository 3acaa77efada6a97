import { ChaosNode, ChaosPod } from '../raw';
import {
  annotationMatcher,
  fieldMatcher,
  labelMatcher,
  nodeMatcher,
  phaseMatcher,
  SelectorError,
} from './matchers';
import { PodSelectorSpec } from './readSelector';

/** How the controller of a cluster is set up, as far as selecting goes. @see controllers/config/config.go */
export interface ControllerScope {
  /** False when it works in one namespace only. */
  clusterScoped: boolean;
  /** That namespace. */
  targetNamespace?: string;
  /** True when a namespace must have the annotation `chaos-mesh.org/inject: enabled`. */
  filterNamespaces: boolean;
}

/** A controller as the chart sets it up unless configured otherwise. */
export const DEFAULT_SCOPE: ControllerScope = {
  clusterScoped: true,
  filterNamespaces: false,
};

/** Annotation that lets faults into a namespace, where the controller asks for it. @see pkg/selector/generic/selector.go */
export const INJECT_ANNOTATION = 'chaos-mesh.org/inject';

/** What a selector is judged on. */
export interface SelectorFacts {
  pods: readonly ChaosPod[];
  nodes: readonly ChaosNode[];
  scope: ControllerScope;
  /** Annotations of a namespace. */
  annotationsOf(namespace: string): Readonly<Record<string, string>>;
}

/** The pods that match, in the order of the controller; or why it cannot select. */
export type Selected =
  | { pods: ChaosPod[]; failure?: undefined }
  | { pods: []; failure: string };

/**
 * The pods that a selector matches now. Pods that are not running, not ready or
 * being deleted match too: the controller does not look at that. A namespace
 * that is named twice is listed twice, and its pods count twice.
 *
 * @see pkg/selector/pod/selector.go `SelectPods`
 */
export function selectPods(
  selector: PodSelectorSpec,
  facts: SelectorFacts,
): Selected {
  try {
    return {
      pods:
        Object.keys(selector.pods).length > 0
          ? specifiedPods(selector, facts)
          : listedPods(selector, facts),
    };
  } catch (error) {
    if (error instanceof SelectorError) {
      return { pods: [], failure: error.message };
    }
    throw error;
  }
}

function isAllowed(namespace: string, facts: SelectorFacts): boolean {
  return (
    !facts.scope.filterNamespaces ||
    facts.annotationsOf(namespace)[INJECT_ANNOTATION] === 'enabled'
  );
}

/**
 * With `pods` set every other selector is ignored, and a name that is not there
 * is skipped.
 *
 * @see `selectSpecifiedPods`
 */
function specifiedPods(
  { pods }: PodSelectorSpec,
  facts: SelectorFacts,
): ChaosPod[] {
  const { scope } = facts;
  return Object.entries(pods).flatMap(([namespace, names]) => {
    if (!scope.clusterScoped && namespace !== scope.targetNamespace) return [];
    if (!isAllowed(namespace, facts)) return [];
    return names.flatMap(name =>
      facts.pods.filter(
        ({ metadata }) =>
          metadata.namespace === namespace && metadata.name === name,
      ),
    );
  });
}

/** @see `listPods`, pkg/selector/generic/namespace/selector.go `New` */
function listedPods(spec: PodSelectorSpec, facts: SelectorFacts): ChaosPod[] {
  const { scope } = facts;
  if (!scope.clusterScoped) {
    const outside = spec.namespaces.find(
      namespace => namespace !== scope.targetNamespace,
    );
    if (spec.namespaces.length > 1) {
      throw new SelectorError(
        'namespaces: only one namespace can be selected, because the controller of this cluster works in one',
      );
    }
    if (outside !== undefined) {
      throw new SelectorError(
        `namespaces: the controller of this cluster works in ${scope.targetNamespace} only, not in ${outside}`,
      );
    }
  }
  const matchers = [
    labelMatcher(spec),
    annotationMatcher(spec),
    fieldMatcher(spec),
    nodeMatcher(spec, facts.nodes),
    phaseMatcher(spec),
  ];
  return spec.namespaces
    .filter(namespace => isAllowed(namespace, facts))
    .flatMap(namespace =>
      facts.pods.filter(
        pod =>
          pod.metadata.namespace === namespace &&
          matchers.every(matches => matches(pod)),
      ),
    );
}
