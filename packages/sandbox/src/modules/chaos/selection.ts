import { matchesLabelSelector } from './labels';
import { Node, Pod } from '../../loops/model';
import { Objects } from '../../loops/Objects';
import { PodSelector, PodSelectorSpec } from './model';

const has = (
  present: { [key: string]: string } | undefined,
  wanted: { [key: string]: string } | undefined,
) =>
  Object.entries(wanted ?? {}).every(
    ([key, value]) => present?.[key] === value,
  );

const byName = (left: Pod, right: Pod) =>
  left.metadata.name < right.metadata.name ? -1 : 1;

/**
 * Whether the node of a pod is one of those named or labelled; a selector that
 * speaks of no nodes takes all.
 *
 * @see pkg/selector/pod/node_selector.go of chaos-mesh
 */
function onNode(
  pod: Pod,
  { nodes = [], nodeSelectors = {} }: PodSelectorSpec,
  all: readonly Node[],
): boolean {
  if (!nodes.length && !Object.keys(nodeSelectors).length) return true;
  return all.some(
    ({ metadata }) =>
      metadata.name === pod.spec.nodeName &&
      (nodes.includes(metadata.name) ||
        (Object.keys(nodeSelectors).length > 0 &&
          has(metadata.labels, nodeSelectors))),
  );
}

/** @see pkg/selector/pod/phase_selector.go of chaos-mesh: `Running`, `!Failed` */
function inPhase(pod: Pod, phases: readonly string[]): boolean {
  const { phase = '' } = pod.status;
  const wanted = phases.filter(one => !one.startsWith('!'));
  return (
    (!wanted.length || wanted.includes(phase)) && !phases.includes(`!${phase}`)
  );
}

function fieldsMatch(pod: Pod, fields: { [key: string]: string }): boolean {
  const known: Record<string, string | undefined> = {
    'metadata.name': pod.metadata.name,
    'metadata.namespace': pod.metadata.namespace,
    'spec.nodeName': pod.spec.nodeName,
    'status.phase': pod.status.phase,
    'status.podIP': pod.status.podIP,
  };
  return Object.entries(fields).every(([key, value]) => known[key] === value);
}

/**
 * The pods that a selector matches. With `pods` all its other members are
 * ignored; nothing asks whether a pod runs.
 *
 * @see SelectPods in pkg/selector/pod/selector.go of chaos-mesh
 */
export function selectPods(objects: Objects, selector: PodSelectorSpec): Pod[] {
  const named = Object.entries(selector.pods ?? {});
  if (named.length) {
    return named.flatMap(([namespace, names]) =>
      names.flatMap(name => objects.pods.get(namespace, name) ?? []),
    );
  }
  const nodes = objects.nodes.list();
  const pods = selector.namespaces?.length
    ? selector.namespaces.flatMap(namespace =>
        objects.pods.list(namespace).sort(byName),
      )
    : objects.pods.list().sort(byName);
  return pods.filter(
    pod =>
      has(pod.metadata.labels, selector.labelSelectors) &&
      matchesLabelSelector(
        pod.metadata.labels ?? {},
        selector.expressionSelectors ?? [],
      ) &&
      has(pod.metadata.annotations, selector.annotationSelectors) &&
      fieldsMatch(pod, selector.fieldSelectors ?? {}) &&
      onNode(pod, selector, nodes) &&
      inPhase(pod, selector.podPhaseSelectors ?? []),
  );
}

const INVALID = (mode: string, value: number) =>
  `fixed percentage value of ${value} is invalid, Must be ${
    mode === 'fixed-percent' ? '(0,100]' : '[0-100]'
  }`;

/**
 * Which of the matched are hit, by position.
 *
 * @param random - a number from 0 (inclusive) to 1 (exclusive), the same each time for the same fault
 * @throws Error in the words of the controller
 * @see FilterObjectsByMode in pkg/selector/generic/mode.go of chaos-mesh
 */
export function pick(
  { mode, value = '' }: Pick<PodSelector, 'mode' | 'value'>,
  count: number,
  random: () => number,
): number[] {
  const some = (wanted: number): number[] => {
    const left = Array.from({ length: count }, (_, index) => index);
    return Array.from(
      { length: Math.min(wanted, count) },
      () => left.splice(Math.floor(random() * left.length), 1)[0],
    );
  };
  if (mode === 'all') return Array.from({ length: count }, (_, index) => index);
  if (mode === 'one') return some(1);
  const number = Number.parseInt(value, 10);
  if (!/^[+-]?\d+$/.test(value)) {
    throw new Error(
      `strconv.Atoi: parsing ${JSON.stringify(value)}: invalid syntax`,
    );
  }
  if (mode === 'fixed') {
    if (number <= 0) {
      throw new Error('cannot select any object as value below or equal 0');
    }
    return some(number);
  }
  if (number === 0) {
    throw new Error('cannot select any object as value below or equal 0');
  }
  if (number < 0 || number > 100) throw new Error(INVALID(mode, number));
  const percent =
    mode === 'random-max-percent'
      ? Math.floor(random() * (number + 1))
      : number;
  return some(Math.ceil((count * percent) / 100));
}

/**
 * Identifiers of the targets of one selector.
 *
 * @param ofContainers - whether the kind has its fault in containers: those that are named, the first without names
 * @throws Error in the words of the controller when nothing matches
 */
export function targetsOf(
  objects: Objects,
  selector: PodSelector,
  ofContainers: boolean,
  random: () => number,
): string[] {
  const pods = selectPods(objects, selector.selector);
  if (!pods.length) throw new Error('no pod is selected');
  const picked = pick(selector, pods.length, random).map(index => pods[index]);
  const idOf = ({ metadata }: Pod) => `${metadata.namespace}/${metadata.name}`;
  if (!ofContainers) return picked.map(idOf);
  return picked.flatMap(pod => {
    const all = (pod.spec.containers ?? []).map(({ name }) => name);
    const names = selector.containerNames ?? [];
    const hit = names.length
      ? all.filter(name => names.includes(name))
      : all.slice(0, 1);
    return hit.map(name => `${idOf(pod)}/${name}`);
  });
}
