import { Entity } from '@backstage/catalog-model';
import { LocationSpec } from '@backstage/plugin-catalog-common';
import { CatalogProcessor } from '@backstage/plugin-catalog-node';
import { UNTRUSTED_LOCATION_KEY } from '@slipway/plugin-clusters-common';
import { TrustedLocations } from './TrustedLocations';

/** Kinds that nobody acts on, so that their owner gets no right through them. */
const WITHOUT_RIGHTS = new Set(['location', 'user', 'group']);

/** Puts the mark on entities whose location is not trusted, and takes it off all others. */
export class TrustMarker implements CatalogProcessor {
  constructor(private readonly trusted: TrustedLocations) {}

  getProcessorName(): string {
    return 'slipway-trust-marker';
  }

  /** After every other processor: nothing changes the mark again. */
  getPriority(): number {
    return 1_000;
  }

  async preProcessEntity(
    entity: Entity,
    location: LocationSpec,
  ): Promise<Entity> {
    if (WITHOUT_RIGHTS.has(entity.kind.toLocaleLowerCase('en-US'))) {
      return entity;
    }
    const { [UNTRUSTED_LOCATION_KEY]: _, ...annotations } =
      entity.metadata.annotations ?? {};
    return {
      ...entity,
      metadata: {
        ...entity.metadata,
        annotations: this.trusted.includes(location)
          ? annotations
          : { ...annotations, [UNTRUSTED_LOCATION_KEY]: 'true' },
      },
    };
  }
}
