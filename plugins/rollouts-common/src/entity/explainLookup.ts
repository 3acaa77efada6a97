import {
  CLUSTER_ANNOTATION,
  ENTITY_REF_KEY,
  KUBERNETES_ID_KEY,
  LABEL_SELECTOR_ANNOTATION,
  NAMESPACE_ANNOTATION,
} from '@slipway/plugin-clusters-common';
import { EntityLookup, LookedInCluster } from './lookup';

/** Why the page of an entity shows no rollout. Names stand between backquotes, to be drawn as code. */
export interface LookupExplanation {
  title: string;
  /** What was found where rollouts were looked for. */
  findings: string[];
  /** What can be done: only what is not there already. */
  ways: string[];
}

const code = (text: string) => `\`${text}\``;
const codes = (texts: readonly string[]) => texts.map(code).join(', ');

/**
 * Explains that no rollout of an entity is shown. Pure: each sentence follows
 * from the annotations, the clusters and the counts of the lookup.
 */
export function explainLookup(lookup: EntityLookup): LookupExplanation {
  const name = lookup.entityRef.slice(lookup.entityRef.lastIndexOf('/') + 1);
  if (lookup.unread !== undefined) {
    return {
      title: `It is not known whether ${name} has rollouts`,
      findings: [`Its annotations are not known: ${lookup.unread}`],
      ways: [],
    };
  }
  const looked = lookedIn(lookup);
  const unread = looked.filter(({ state }) => !isRead(state));
  const nowhereRead =
    lookup.clusters.length === 0 ||
    (looked.length > 0 && unread.length === looked.length);
  const invalid = lookup.labelSelector?.error !== undefined;
  return {
    title:
      nowhereRead && !invalid
        ? `It is not known whether ${name} has rollouts`
        : `No rollout of ${name} was found`,
    findings: [
      ...selectorFindings(lookup),
      ...clusterFindings(lookup, looked),
      ...(nowhereRead ? [] : namespaceFindings(lookup, looked)),
      ...(nowhereRead || invalid ? [] : labelFindings(lookup)),
    ],
    ways: nowhereRead && !invalid ? [] : ways(lookup),
  };
}

/** Clusters that the entity does not exclude. */
function lookedIn({ cluster, clusters }: EntityLookup): LookedInCluster[] {
  return cluster === undefined
    ? clusters
    : clusters.filter(({ name }) => name === cluster);
}

/** Whether what a cluster holds is known, be it of an earlier time. */
function isRead(state: LookedInCluster['state']): boolean {
  return state === 'live' || state === 'stale' || state === 'not-installed';
}

function selectorFindings({ labelSelector, kubernetesId }: EntityLookup) {
  if (!labelSelector) return [];
  return [
    ...(labelSelector.error === undefined
      ? []
      : [
          `The annotation ${code(
            LABEL_SELECTOR_ANNOTATION,
          )} is not a label selector, so nothing is selected: ${code(
            labelSelector.text,
          )}: ${labelSelector.error}.`,
        ]),
    ...(kubernetesId === undefined
      ? []
      : [
          `The annotation ${code(
            KUBERNETES_ID_KEY,
          )} does not count: the label selector takes its place.`,
        ]),
  ];
}

function clusterFindings(
  { cluster, clusters }: EntityLookup,
  looked: readonly LookedInCluster[],
): string[] {
  if (clusters.length === 0) {
    return ['No cluster is connected, so nothing is known of rollouts.'];
  }
  if (cluster !== undefined && looked.length === 0) {
    return [
      `There is no cluster ${code(cluster)}, which the annotation ${code(
        CLUSTER_ANNOTATION,
      )} names. Connected: ${codes(clusters.map(one => one.name).sort())}.`,
    ];
  }
  return looked.flatMap(stateFinding);
}

/** What is to be said of a cluster that is not live. */
function stateFinding({ name, state, since, reason }: LookedInCluster) {
  const why = reason?.replace(/\.$/, '');
  const because = why && !why.startsWith(`Cluster ${name}`) ? `: ${why}` : '';
  const own = why?.startsWith(`Cluster ${name}`) ? `${why}. ` : '';
  switch (state) {
    case 'live':
      return [];
    case 'stale':
      return [
        `${own}Cluster ${code(
          name,
        )} was last read at ${since}${because}. It may have newer rollouts.`,
      ];
    case 'connecting':
      return [`Cluster ${code(name)} has not been read yet.`];
    case 'refused':
      return [
        own
          ? `${own}It may have rollouts of this entity.`
          : `Cluster ${code(
              name,
            )} refuses to be read${because}. It may have rollouts of this entity.`,
      ];
    case 'not-installed':
      return [`Cluster ${code(name)} does not have the kind Rollout.`];
    default:
      return [
        own
          ? `${own}It may have rollouts of this entity.`
          : `Cluster ${code(
              name,
            )} does not answer${because}. It may have rollouts of this entity.`,
      ];
  }
}

function namespaceFindings(
  { namespace, cluster }: EntityLookup,
  looked: readonly LookedInCluster[],
): string[] {
  if (namespace === undefined || looked.length === 0) return [];
  const counted = looked.filter(one => isRead(one.state) && one.rollouts);
  if (counted.length === 0) return [];
  const there = counted.reduce(
    (sum, { rollouts }) => sum + (rollouts?.inNamespace ?? 0),
    0,
  );
  const where = cluster
    ? `of cluster ${code(cluster)}`
    : 'of any cluster that was read';
  return there === 0
    ? [
        `No rollout is in namespace ${code(
          namespace,
        )} ${where}; the annotation ${code(NAMESPACE_ANNOTATION)} names it.`,
      ]
    : [];
}

/** Places whose rollouts have the labels, though the entity excludes them; `undefined` when nothing was counted. */
function placesElsewhere({ clusters }: EntityLookup): string[] | undefined {
  const counted = clusters.filter(({ rollouts }) => rollouts);
  if (counted.length === 0) return undefined;
  return counted.flatMap(({ name, rollouts }) =>
    (rollouts?.matchingIn ?? []).map(namespace => `${name}/${namespace}`),
  );
}

/** The labels that are looked for, as a selector writes them. */
function wanted({ labelSelector, kubernetesId }: EntityLookup) {
  if (labelSelector) return labelSelector.text;
  return kubernetesId === undefined
    ? undefined
    : `${KUBERNETES_ID_KEY}=${kubernetesId}`;
}

function labelFindings(lookup: EntityLookup): string[] {
  const labels = wanted(lookup);
  const elsewhere = placesElsewhere(lookup);
  if (labels === undefined) {
    return [
      `The entity has neither the annotation ${code(
        KUBERNETES_ID_KEY,
      )} nor ${code(
        LABEL_SELECTOR_ANNOTATION,
      )}, and no rollout that is known names it.`,
    ];
  }
  if (elsewhere === undefined) return [];
  if (elsewhere.length === 0) {
    return [
      lookup.labelSelector
        ? `The label selector ${code(labels)} matches no rollout that is known.`
        : `No rollout that is known carries the label ${code(labels)}.`,
    ];
  }
  const limits = [
    ...(lookup.cluster === undefined ? [] : [CLUSTER_ANNOTATION]),
    ...(lookup.namespace === undefined ? [] : [NAMESPACE_ANNOTATION]),
  ];
  return [
    `Rollouts with ${
      lookup.labelSelector
        ? `labels that ${code(labels)} matches`
        : `the label ${code(labels)}`
    } are in ${codes(elsewhere)}, which ${limits
      .map(code)
      .join(' and ')} of the entity exclude${limits.length > 1 ? '' : 's'}.`,
  ];
}

function ways(lookup: EntityLookup): string[] {
  const { labelSelector, kubernetesId, entityRef } = lookup;
  const looked = lookedIn(lookup);
  const elsewhere = placesElsewhere(lookup);
  const found: string[] = [];
  if (labelSelector?.error !== undefined) {
    found.push(`Correct the annotation ${code(LABEL_SELECTOR_ANNOTATION)}.`);
  } else if (lookup.cluster !== undefined && looked.length === 0) {
    found.push(`Correct or remove the annotation ${code(CLUSTER_ANNOTATION)}.`);
  } else if (elsewhere && elsewhere.length > 0) {
    found.push(
      'Correct or remove the annotation that excludes them, if they belong to this entity.',
    );
  } else if (labelSelector) {
    found.push(
      'Correct the selector, or give the Rollout labels that it matches.',
    );
  } else if (kubernetesId !== undefined) {
    found.push(
      elsewhere
        ? 'Give the Rollout that label.'
        : `Give the Rollout the label ${code(
            `${KUBERNETES_ID_KEY}=${kubernetesId}`,
          )}, unless it has it.`,
    );
  } else {
    found.push(
      `Give the entity the annotation ${code(
        KUBERNETES_ID_KEY,
      )} and the Rollout the label of the same name and value.`,
      `Or give the entity the annotation ${code(
        LABEL_SELECTOR_ANNOTATION,
      )} that matches the labels of the Rollout.`,
    );
  }
  found.push(
    `Or name the entity on the Rollout or its namespace: annotation ${code(
      `${ENTITY_REF_KEY}: ${entityRef}`,
    )}.`,
  );
  return found;
}
