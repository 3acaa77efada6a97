import {
  ENTITY_REF_KEY,
  EntityBinding,
  KUBERNETES_ID_KEY,
  LABEL_SELECTOR_ANNOTATION,
  labelsMatch,
  ObjectMeta,
  showsWorkloads,
} from '@slipway/plugin-clusters-common';
import {
  CatalogClaims,
  EntityClaims,
  normaliseEntityRef,
} from './catalogClaims';

/** Labels and annotations, as workloads and namespaces have them. */
export interface Marks {
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
}

/** What an object says in so many words about its entity: the refs it names, as written. */
export function namedEntityRefs({ annotations, labels }: Marks): string[] {
  const texts = [annotations?.[ENTITY_REF_KEY], labels?.[ENTITY_REF_KEY]];
  return [...new Set(texts.flatMap(text => (text ? [text] : [])))];
}

/** As {@link showsWorkloads}: what is bound has a page that shows it. */
function canHaveWorkloads({
  entityRef,
  kubernetesId,
  labelSelector,
}: EntityClaims): boolean {
  return (
    kubernetesId !== undefined ||
    labelSelector !== undefined ||
    showsWorkloads({ kind: entityRef.slice(0, entityRef.indexOf(':')) })
  );
}

/** Which entities do not count, why, and what to do about it; the end of a sentence. */
function untrustedReason(refs: readonly string[]): string {
  return `${refs.join(
    ', ',
  )}, from a location that is not trusted. The platform group may add the location to slipway.catalog.trustedLocations.`;
}

function bindNamed(
  marks: Marks,
  on: 'workload' | 'namespace',
  claims: CatalogClaims,
): EntityBinding | undefined {
  const written = namedEntityRefs(marks);
  if (written.length === 0) return undefined;
  const where = `${ENTITY_REF_KEY} on the ${on}`;
  const refs = new Set<string>();
  for (const text of written) {
    const ref = normaliseEntityRef(text);
    if (!ref) {
      return {
        state: 'unbound',
        reason: `${where} says "${text}", which is not an entity reference.`,
      };
    }
    refs.add(ref);
  }
  const [entityRef, ...others] = refs;
  if (others.length > 0) {
    return {
      state: 'ambiguous',
      reason: `${where} is there as an annotation and as a label, and they differ.`,
      candidates: [...refs].sort(),
    };
  }
  const named = claims.byRef.get(entityRef);
  if (!named) {
    return {
      state: 'unbound',
      reason: `${where} names ${entityRef}, which is not in the catalog.`,
    };
  }
  if (named.untrusted) {
    return {
      state: 'unbound',
      reason: `${where} names ${untrustedReason([entityRef])}`,
    };
  }
  if (!canHaveWorkloads(named)) {
    return {
      state: 'unbound',
      reason: `${where} names ${entityRef}, which has no workloads: only a Component, a Resource or a System has, or an entity with the annotation ${KUBERNETES_ID_KEY} or ${LABEL_SELECTOR_ANNOTATION}.`,
    };
  }
  return {
    state: 'bound',
    entityRef,
    by: on === 'workload' ? 'workload-annotation' : 'namespace-annotation',
  };
}

/**
 * Which catalog entity owns a workload. Pure. The first that speaks decides:
 *
 * 1. `slipway.io/entity-ref` on the workload,
 * 2. the same on its namespace,
 * 3. the workload's label `backstage.io/kubernetes-id`, if exactly one entity claims it.
 *
 * Only marks on the cluster's side count. What an entity says of a workload
 * never binds by itself, so pointing at somebody else's workload gains nothing;
 * a second entity claiming the same id makes it ambiguous, which refuses.
 * Entities from locations that are not trusted neither bind nor make ambiguous.
 */
export function bindEntity(
  workload: Marks,
  namespace: Marks,
  claims: CatalogClaims,
): EntityBinding {
  const named =
    bindNamed(workload, 'workload', claims) ??
    bindNamed(namespace, 'namespace', claims);
  if (named) return named;

  const id = workload.labels?.[KUBERNETES_ID_KEY];
  if (!id) {
    return {
      state: 'unbound',
      reason: `The workload names no catalog entity: it has neither ${ENTITY_REF_KEY} nor the label ${KUBERNETES_ID_KEY}, and its namespace has no ${ENTITY_REF_KEY}.`,
    };
  }
  const candidates = claims.byKubernetesId.get(id) ?? [];
  if (candidates.length === 0) {
    const untrusted = [...claims.byRef.values()]
      .filter(entity => entity.untrusted && entity.kubernetesId === id)
      .map(({ entityRef }) => entityRef)
      .sort();
    if (untrusted.length > 0) {
      return {
        state: 'unbound',
        reason: `The annotation ${KUBERNETES_ID_KEY}: ${id} is only on ${untrustedReason(
          untrusted,
        )}`,
      };
    }
    return {
      state: 'unbound',
      reason: `No catalog entity has the annotation ${KUBERNETES_ID_KEY}: ${id}.`,
    };
  }
  if (candidates.length > 1) {
    return {
      state: 'ambiguous',
      reason: `${candidates.length} catalog entities have the annotation ${KUBERNETES_ID_KEY}: ${id}.`,
      candidates: [...candidates],
    };
  }
  return { state: 'bound', entityRef: candidates[0], by: 'kubernetes-id' };
}

/**
 * Whether an entity's own annotations point at a workload: Backstage's standard
 * join. A label selector takes the place of the id; namespace and cluster narrow it.
 * Good for reading only; what plugin-kubernetes shows on the Kubernetes tab.
 *
 * @see https://backstage.io/docs/features/kubernetes/configuration#surfacing-your-kubernetes-components-as-part-of-an-entity
 */
export function entityPointsAt(
  entity: EntityClaims,
  cluster: string,
  metadata: Pick<ObjectMeta, 'labels' | 'namespace'>,
): boolean {
  if (entity.cluster && entity.cluster !== cluster) return false;
  if (entity.namespace && entity.namespace !== metadata.namespace) return false;
  return labelsMatch(entity, metadata.labels ?? {});
}
