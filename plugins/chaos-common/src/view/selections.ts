import { embeddedIn, EmbeddedFault, selectsPods } from '../checks';
import { FaultDraft } from '../draft';
import { CHAOS_KINDS } from '../kinds';
import { SelectionPreview, WorkloadShare } from '../preview';
import { ChaosPod } from '../raw';
import { isObject, Json, string } from '../read';
import { pick, readPodSelector, SelectorFacts, selectPods } from '../selector';
import { podFacts, templateHashOf, workloadOf } from './podFacts';

/** Most pods that a selection lists. */
const LISTED = 200;

/** A selection with the pods themselves. */
export interface Selection {
  preview: SelectionPreview;
  pods: ChaosPod[];
}

/**
 * What each selector of a draft matches now, by the controller's own rules.
 * The far side of a NetworkChaos is a selection of its own.
 *
 * @see api/v1alpha1/*_types.go `GetSelectorSpecs`
 */
export function selectionsOf(
  draft: FaultDraft,
  ownNamespace: string,
  facts: SelectorFacts,
): Selection[] {
  return embeddedIn(draft).faults.flatMap(fault => {
    if (!selectsPods(fault.kind)) return [];
    const { path, spec } = fault;
    const source = select(spec, { path, side: 'source' }, fault);
    const target = isObject(spec.target)
      ? [select(spec.target, { path: `${path}.target`, side: 'target' }, fault)]
      : [];
    return [source, ...target];
  });

  function select(
    spec: Json,
    at: Pick<SelectionPreview, 'path' | 'side'>,
    fault: EmbeddedFault,
  ): Selection {
    const read = readPodSelector(spec, ownNamespace);
    const { pods, failure } = selectPods(read.selector, facts);
    const picked = pick(read.mode, read.value, pods.length);
    const containers =
      at.side === 'source'
        ? containersOf(fault, read.containerNames, pods)
        : undefined;
    const why =
      failure ??
      picked.failure ??
      (containers?.length === 0
        ? 'None of the pods has a container of these names, so nothing is injected.'
        : undefined);
    return {
      pods,
      preview: {
        ...at,
        matched: pods.slice(0, LISTED).map(podFacts),
        matchedTotal: pods.length,
        picked: picked.range,
        ...(containers ? { containers } : {}),
        ...(why ? { failure: why } : {}),
      },
    };
  }
}

/**
 * Containers that are hit: those that are named, the first of each pod when
 * none is; undefined for faults on whole pods.
 *
 * @see pkg/selector/container/selector.go `Select`
 */
function containersOf(
  { kind, spec }: EmbeddedFault,
  names: readonly string[],
  pods: readonly ChaosPod[],
): string[] | undefined {
  const wholePods =
    CHAOS_KINDS[kind].targets === 'pods' &&
    string(spec.action) !== 'container-kill' &&
    kind !== 'KernelChaos';
  if (wholePods) return undefined;
  const hit = pods.flatMap(({ containers }) =>
    names.length === 0
      ? containers.slice(0, 1)
      : containers.filter(name => names.includes(name)),
  );
  return [...new Set(hit)];
}

/** A workload whose update is in progress: the template hash of its canary. */
export interface CanaryFacts {
  /** Hash of the revision that is being rolled out; undefined when none is. */
  canaryHashOf(pod: ChaosPod): string | undefined;
}

/** How many of the pods belong to the canary of each workload that has one. */
export function canariesAmong(
  pods: readonly ChaosPod[],
  { canaryHashOf }: CanaryFacts,
): Array<{ workload: string; count: number }> {
  const found = new Map<string, { workload: string; count: number }>();
  for (const pod of pods) {
    const hash = canaryHashOf(pod);
    const workload = workloadOf(pod);
    if (workload !== undefined && hash && templateHashOf(pod) === hash) {
      const key = `${pod.metadata.namespace}/${workload}`;
      const { count } = found.get(key) ?? { count: 0 };
      found.set(key, { workload, count: count + 1 });
    }
  }
  return [...found.values()];
}

/** How much of each workload may be hit, over all selections whose pods are disturbed. */
export function sharesOf(
  selections: readonly Selection[],
  allPods: readonly ChaosPod[],
  facts: CanaryFacts,
): WorkloadShare[] {
  const nameOf = (pod: ChaosPod) =>
    `${pod.metadata.namespace}/${
      workloadOf(pod) ?? `Pod ${pod.metadata.name}`
    }`;
  const shares = new Map<string, WorkloadShare>();
  const mostOf = new Map<string, number>();
  for (const { preview, pods } of selections) {
    if (preview.side !== 'source') continue;
    const matched = new Map<string, ChaosPod[]>();
    for (const pod of pods) {
      const name = nameOf(pod);
      matched.set(name, [...(matched.get(name) ?? []), pod]);
    }
    for (const [name, own] of matched) {
      // Which of them are picked is random: at worst all that are picked are of one workload.
      const most = Math.min(own.length, preview.picked.most);
      mostOf.set(name, Math.max(mostOf.get(name) ?? 0, most));
      const [first] = own;
      const all = allPods.filter(pod => nameOf(pod) === name);
      const before = shares.get(name);
      shares.set(name, {
        namespace: first.metadata.namespace ?? '',
        workload: workloadOf(first) ?? `Pod ${first.metadata.name}`,
        pods: all.length,
        ready: all.filter(({ ready }) => ready).length,
        matched: Math.max(before?.matched ?? 0, own.length),
        most: mostOf.get(name) ?? 0,
        canary: Math.max(
          before?.canary ?? 0,
          ...canariesAmong(own, facts).map(({ count }) => count),
        ),
      });
    }
  }
  return [...shares.values()];
}
