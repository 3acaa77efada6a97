import {
  Bound,
  EntityBinding,
  KubeObject,
  ObjectRef,
  ResolvedEnvironment,
  ResourceId,
} from '@slipway/plugin-clusters-common';
import {
  boolean,
  metadata,
  object,
  string,
} from '@slipway/plugin-clusters-common/read';

/** The kind in the cluster. */
export const FREEZES: ResourceId = {
  group: 'example.slipway.io',
  version: 'v1',
  plural: 'freezes',
  kind: 'Freeze',
};

/** What is kept of a Freeze. */
export interface Freeze extends KubeObject {
  reason: string;
  lifted: boolean;
}

/** Reads a Freeze as the API server gives it. */
export function projectFreeze(raw: Record<string, unknown>): Freeze {
  const spec = object(raw.spec);
  return {
    metadata: metadata(raw),
    reason: string(spec.reason) ?? '',
    lifted: boolean(spec.lifted) ?? false,
  };
}

/** Ready for `clusters.watch(…)`. */
export const freezeKind = {
  id: 'freezes',
  resource: FREEZES,
  project: projectFreeze,
};

/** A freeze as pages show it. */
export interface FreezeView {
  uid: string;
  ref: ObjectRef;
  environment: ResolvedEnvironment;
  entity: EntityBinding;
  /** Owner of the entity: `group:default/team-orders`. */
  ownerRef?: string;
  reason: string;
  state: 'active' | 'lifted';
}

/** Key of a freeze in the topic, over all clusters. */
export const freezeKey = ({ ref, uid }: Pick<FreezeView, 'ref' | 'uid'>) =>
  `${ref.cluster}/${uid}`;

/** Puts together what pages show. */
export function freezeView(
  { metadata: { name, namespace = '', uid }, reason, lifted }: Freeze,
  place: { cluster: string; environment: ResolvedEnvironment },
  { entity, ownerRef }: Bound,
): FreezeView {
  return {
    uid,
    ref: { cluster: place.cluster, namespace, name },
    environment: place.environment,
    entity,
    ...(ownerRef ? { ownerRef } : {}),
    reason,
    state: lifted ? 'lifted' : 'active',
  };
}
