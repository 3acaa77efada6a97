import {
  isObject,
  Json,
  object,
  objects,
  string,
  strings,
  texts,
} from '../read';

/** Requirement of a label selector. */
export interface LabelRequirement {
  key: string;
  operator: string;
  values: string[];
}

/** Which pods a fault is for. @see api/v1alpha1/selector.go `PodSelectorSpec` */
export interface PodSelectorSpec {
  namespaces: string[];
  fieldSelectors: Record<string, string>;
  labelSelectors: Record<string, string>;
  expressionSelectors: LabelRequirement[];
  annotationSelectors: Record<string, string>;
  nodes: string[];
  /** Pods by name, under their namespaces. */
  pods: Record<string, string[]>;
  nodeSelectors: Record<string, string>;
  podPhaseSelectors: string[];
}

/** A selector with how many of what it matches are picked. @see `PodSelector`, `ContainerSelector` */
export interface PodSelector {
  selector: PodSelectorSpec;
  mode: string;
  value: string;
  containerNames: string[];
}

/**
 * Reads the selector of a spec. Namespaces that are not given are the object's
 * own: the webhook fills them in.
 *
 * @see api/v1alpha1/common_webhook.go `(*PodSelector).Default`
 */
export function readPodSelector(spec: Json, ownNamespace: string): PodSelector {
  const selector = object(spec.selector);
  const namespaces = strings(selector.namespaces);
  return {
    selector: {
      namespaces: namespaces.length > 0 ? namespaces : [ownNamespace],
      fieldSelectors: texts(selector.fieldSelectors),
      labelSelectors: texts(selector.labelSelectors),
      expressionSelectors: objects(selector.expressionSelectors).map(each => ({
        key: string(each.key) ?? '',
        operator: string(each.operator) ?? '',
        values: strings(each.values),
      })),
      annotationSelectors: texts(selector.annotationSelectors),
      nodes: strings(selector.nodes),
      pods: isObject(selector.pods)
        ? Object.fromEntries(
            Object.entries(selector.pods).map(([namespace, names]) => [
              namespace,
              strings(names),
            ]),
          )
        : {},
      nodeSelectors: texts(selector.nodeSelectors),
      podPhaseSelectors: strings(selector.podPhaseSelectors),
    },
    mode: string(spec.mode) ?? '',
    value: string(spec.value) ?? '',
    containerNames: strings(spec.containerNames),
  };
}

/** The selectors beside `pods` that somebody set: with `pods` set they have no effect. */
export function ignoredBesidePods(selector: Json): string[] {
  if (Object.keys(object(selector.pods)).length === 0) return [];
  return [
    'namespaces',
    'labelSelectors',
    'expressionSelectors',
    'annotationSelectors',
    'fieldSelectors',
    'nodes',
    'nodeSelectors',
    'podPhaseSelectors',
  ].filter(name => {
    const value = selector[name];
    return Array.isArray(value)
      ? value.length > 0
      : Object.keys(object(value)).length > 0;
  });
}
