import { Entity, RELATION_HAS_PART } from '@backstage/catalog-model';
import { byPlace, RolloutSummary } from '@slipway/plugin-rollouts-common';

/** A component of a system with its rollouts, by place. */
export interface ServiceOfSystem {
  entityRef: string;
  rollouts: RolloutSummary[];
}

/** Refs of the components of a system, each once. */
export function componentsOf(system: Pick<Entity, 'relations'>): string[] {
  const refs = (system.relations ?? [])
    .filter(({ type }) => type === RELATION_HAS_PART)
    .map(({ targetRef }) => targetRef)
    .filter(ref => ref.startsWith('component:'));
  return [...new Set(refs)];
}

/**
 * Components with the rollouts bound to them: those with
 * something that needs attention first, else by their refs.
 */
export function servicesOfSystem(
  refs: readonly string[],
  rollouts: readonly RolloutSummary[],
): ServiceOfSystem[] {
  const calm = ({ rollouts: own }: ServiceOfSystem) =>
    own.every(({ attention }) => attention === undefined) ? 1 : 0;
  return refs
    .map(entityRef => ({
      entityRef,
      rollouts: rollouts
        .filter(
          ({ entity }) =>
            entity.state === 'bound' && entity.entityRef === entityRef,
        )
        .sort(byPlace),
    }))
    .sort(
      (a, b) =>
        calm(a) - calm(b) || a.entityRef.localeCompare(b.entityRef, 'en'),
    );
}
