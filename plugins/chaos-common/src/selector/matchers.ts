import {
  LabelSelector,
  LabelSelectorError,
  parseLabelSelector,
} from '@slipway/plugin-clusters-common';
import { ChaosNode, ChaosPod } from '../raw';
import { LabelRequirement, PodSelectorSpec } from './readSelector';

/** A selector that the controller cannot use: it selects nothing, and says why in an event. */
export class SelectorError extends Error {}

type Matcher = (pod: ChaosPod) => boolean;

const OPERATORS: Readonly<Record<string, (each: LabelRequirement) => string>> =
  {
    In: ({ key, values }) => `${key} in (${values.join(',')})`,
    NotIn: ({ key, values }) => `${key} notin (${values.join(',')})`,
    Exists: ({ key }) => key,
    DoesNotExist: ({ key }) => `!${key}`,
  };

/** Signs of the language of selectors: no key and no value of a label has them. */
const SIGNS = /[\s=!<>(),]/;

function requirePlain(part: string, name: string) {
  if (SIGNS.test(part)) {
    throw new SelectorError(`${name}: Invalid value: ${JSON.stringify(part)}`);
  }
}

function parsed(text: string, name: string): LabelSelector {
  try {
    return parseLabelSelector(text);
  } catch (error) {
    if (error instanceof LabelSelectorError) {
      throw new SelectorError(`${name}: ${error.problem}`);
    }
    throw error;
  }
}

/**
 * Labels and expressions together; an empty selector matches every pod.
 *
 * @see pkg/selector/generic/label/selector.go, metav1.LabelSelectorAsSelector
 */
export function labelMatcher(spec: PodSelectorSpec): Matcher {
  const texts = [
    ...Object.entries(spec.labelSelectors).map(([key, value]) => {
      [key, value].forEach(part => requirePlain(part, 'labelSelectors'));
      return `${key}=${value}`;
    }),
    ...spec.expressionSelectors.map(each => {
      if (!Object.hasOwn(OPERATORS, each.operator)) {
        throw new SelectorError(
          `expressionSelectors: "${each.operator}" is not a valid label selector operator`,
        );
      }
      const needsValues = each.operator === 'In' || each.operator === 'NotIn';
      if (needsValues !== each.values.length > 0) {
        throw new SelectorError(
          `expressionSelectors: ${each.operator} ${
            needsValues ? 'needs values' : 'takes no values'
          }`,
        );
      }
      [each.key, ...each.values].forEach(part =>
        requirePlain(part, 'expressionSelectors'),
      );
      return OPERATORS[each.operator](each);
    }),
  ];
  const selects = texts.map(text => parsed(text, 'labelSelectors'));
  return ({ metadata }) => selects.every(holds => holds(metadata.labels ?? {}));
}

/**
 * Annotations are joined to the text of a label selector, so a value must be
 * one that a label may have, and a comma in it starts another requirement.
 *
 * @see pkg/selector/generic/annotation/selector.go, pkg/label/label.go `String`
 */
export function annotationMatcher(spec: PodSelectorSpec): Matcher {
  const text = Object.entries(spec.annotationSelectors)
    .filter(([key]) => key !== '')
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
  const selects = parsed(text, 'annotationSelectors');
  return ({ metadata }) => selects(metadata.annotations ?? {});
}

/** Fields of a pod that the API server selects by. @see pkg/selector/generic/field/selector.go `toPodSelectableFields` */
const FIELDS: Readonly<Record<string, (pod: ChaosPod) => string>> = {
  'metadata.name': ({ metadata }) => metadata.name,
  'metadata.namespace': ({ metadata }) => metadata.namespace ?? '',
  'spec.nodeName': ({ nodeName }) => nodeName,
  'spec.restartPolicy': ({ restartPolicy }) => restartPolicy,
  'spec.schedulerName': ({ schedulerName }) => schedulerName,
  'spec.serviceAccountName': ({ serviceAccountName }) => serviceAccountName,
  'status.phase': ({ phase }) => phase,
  'status.podIP': ({ podIP }) => podIP,
  'status.nominatedNodeName': ({ nominatedNodeName }) => nominatedNodeName,
};

/** Fields of pods. The API server lists by them, and refuses those that it does not know. */
export function fieldMatcher(spec: PodSelectorSpec): Matcher {
  const wanted = Object.entries(spec.fieldSelectors).map(([name, value]) => {
    if (!Object.hasOwn(FIELDS, name)) {
      throw new SelectorError(
        `fieldSelectors: field label not supported: ${name}`,
      );
    }
    return { read: FIELDS[name], value };
  });
  return pod => wanted.every(({ read, value }) => read(pod) === value);
}

/**
 * Nodes by name and by label together: a pod on one of either matches. A name
 * that does not exist is an error; labels that match no node match no pod.
 *
 * @see pkg/selector/pod/node_selector.go `newNodeSelector`
 */
export function nodeMatcher(
  spec: PodSelectorSpec,
  nodes: readonly ChaosNode[],
): Matcher {
  const labels = Object.entries(spec.nodeSelectors);
  if (spec.nodes.length === 0 && labels.length === 0) return () => true;
  const known = new Set(nodes.map(({ metadata }) => metadata.name));
  for (const name of spec.nodes) {
    if (!known.has(name)) {
      throw new SelectorError(`nodes: node "${name}" not found`);
    }
  }
  const chosen = new Set(spec.nodes);
  if (labels.length > 0) {
    for (const { metadata } of nodes) {
      if (
        labels.every(
          ([key, value]) =>
            Object.hasOwn(metadata.labels ?? {}, key) &&
            metadata.labels?.[key] === value,
        )
      ) {
        chosen.add(metadata.name);
      }
    }
  }
  return ({ nodeName }) => chosen.has(nodeName);
}

const PHASE = /^(!?)\s*([A-Za-z0-9][-A-Za-z0-9_.]*)$/;

/**
 * Phases are read as a label selector of keys: one of the names includes a pod,
 * a name behind `!` excludes it. Other operators are refused.
 *
 * @see pkg/selector/pod/phase_selector.go `newPhaseSelector`
 */
export function phaseMatcher(spec: PodSelectorSpec): Matcher {
  const text = spec.podPhaseSelectors.join(',');
  parsed(text, 'podPhaseSelectors');
  const parts = text === '' ? [] : text.split(',').map(part => part.trim());
  const included: string[] = [];
  const excluded: string[] = [];
  for (const part of parts) {
    const [, not, phase] = PHASE.exec(part) ?? [];
    if (phase === undefined) {
      throw new SelectorError(
        `podPhaseSelectors: unsupported operator in "${part}"`,
      );
    }
    (not ? excluded : included).push(phase);
  }
  return ({ phase }) =>
    !excluded.includes(phase) &&
    (included.length === 0 || included.includes(phase));
}
