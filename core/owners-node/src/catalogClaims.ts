import {
  Entity,
  parseEntityRef,
  RELATION_OWNED_BY,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import {
  EntityPointers,
  pointersOf,
  UNTRUSTED_LOCATION_KEY,
} from '@slipway/plugin-clusters-common';

/** Fields of entities that the claims are made of; everything else stays in the catalog. */
export const CLAIM_FIELDS = [
  'kind',
  'metadata.name',
  'metadata.namespace',
  'metadata.annotations',
  'relations',
];

/** Stricter than the catalog's own parser, which lets further colons through. */
const ENTITY_REF = /^(?:[a-z][\w.-]*:)?(?:[\w.-]+\/)?[\w.-]+$/i;

/** What one entity says of the workloads that it shows. A claim gives nothing but reading. */
export interface EntityClaims extends EntityPointers {
  entityRef: string;
  /** Ref of the (first) owner, if it has one. */
  ownerRef?: string;
  /** Its location is not trusted: it shows workloads and owns none. */
  untrusted?: true;
}

/** The catalog as far as this plugin needs it; replaced as a whole by each refresh. */
export interface CatalogClaims {
  byRef: ReadonlyMap<string, EntityClaims>;
  /** Refs of the trusted entities that claim a `backstage.io/kubernetes-id`, sorted. */
  byKubernetesId: ReadonlyMap<string, readonly string[]>;
}

/**
 * Makes one spelling of an entity ref out of what users write in annotations:
 * `order-service`, `Component:order-service`, `component:default/order-service`.
 *
 * @returns `undefined` when it is not a ref
 */
export function normaliseEntityRef(text: string): string | undefined {
  const written = text.trim();
  return ENTITY_REF.test(written)
    ? stringifyEntityRef(
        parseEntityRef(written, {
          defaultKind: 'component',
          defaultNamespace: 'default',
        }),
      )
    : undefined;
}

/**
 * {@link normaliseEntityRef} for what came from outside.
 *
 * @throws InputError when it is not a ref
 */
export function requireEntityRef(text: string): string {
  const ref = normaliseEntityRef(text);
  if (!ref) {
    throw new InputError(
      'entityRef must be an entity reference: kind:namespace/name',
    );
  }
  return ref;
}

/** What one entity claims, from its annotations and relations. */
export function claimsOf(entity: Entity): EntityClaims {
  return {
    entityRef: stringifyEntityRef(entity),
    ownerRef: entity.relations?.find(
      relation => relation.type === RELATION_OWNED_BY,
    )?.targetRef,
    ...(entity.metadata.annotations?.[UNTRUSTED_LOCATION_KEY] === undefined
      ? {}
      : { untrusted: true }),
    ...pointersOf(entity.metadata.annotations),
  };
}

/** Indexes entities by ref and by claimed id. The same entity given twice counts once. */
export function indexClaims(entities: Iterable<Entity>): CatalogClaims {
  const byRef = new Map<string, EntityClaims>();
  for (const entity of entities) {
    const claims = claimsOf(entity);
    byRef.set(claims.entityRef, claims);
  }
  const byKubernetesId = new Map<string, string[]>();
  for (const { entityRef, kubernetesId, untrusted } of byRef.values()) {
    // Otherwise whoever registers an entity could take away the rights of the owner.
    if (!kubernetesId || untrusted) continue;
    const refs = byKubernetesId.get(kubernetesId);
    if (refs) refs.push(entityRef);
    else byKubernetesId.set(kubernetesId, [entityRef]);
  }
  for (const refs of byKubernetesId.values()) refs.sort();
  return { byRef, byKubernetesId };
}
