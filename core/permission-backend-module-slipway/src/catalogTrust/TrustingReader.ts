import { LoggerService } from '@backstage/backend-plugin-api';
import {
  Entity,
  stringifyEntityRef,
  stringifyLocationRef,
} from '@backstage/catalog-model';
import { LocationSpec } from '@backstage/plugin-catalog-common';
import {
  CatalogProcessor,
  CatalogProcessorCache,
  CatalogProcessorEmit,
  CatalogProcessorParser,
  CatalogProcessorResult,
  processingResult,
} from '@backstage/plugin-catalog-node';
import { ConflictResolver } from './ConflictResolver';
import { Definition, Definitions } from './Definitions';
import { TRUSTED_LOCATIONS_KEY, TrustedLocations } from './TrustedLocations';

/** Kinds that say who belongs to which group: rights by themselves. */
const MEMBERSHIP_KINDS = new Set(['user', 'group']);

function refOf(entity: Entity): string | undefined {
  try {
    return stringifyEntityRef(entity);
  } catch {
    // Not an entity: the catalog says so itself.
    return undefined;
  }
}

/**
 * Reads locations as the catalog's own reader does, and decides what of it the catalog gets.
 *
 * An entity from a location that is not trusted is emitted without a location key. The catalog then gives its reference
 * to whoever comes with a key, so a trusted definition wins, whichever was read first. Users and groups are not taken
 * from such locations.
 */
export class TrustingReader implements CatalogProcessor {
  constructor(
    private readonly options: {
      reader: CatalogProcessor &
        Required<Pick<CatalogProcessor, 'readLocation'>>;
      trusted: TrustedLocations;
      definitions: Definitions;
      resolver: Pick<ConflictResolver, 'attempt'>;
      logger: LoggerService;
    },
  ) {}

  getProcessorName(): string {
    return `slipway-trusting-${this.options.reader.getProcessorName()}`;
  }

  /** Before the catalog's own readers, which have 20: the first that reads a location is the last. */
  getPriority(): number {
    return 10;
  }

  async readLocation(
    location: LocationSpec,
    optional: boolean,
    emit: CatalogProcessorEmit,
    parser: CatalogProcessorParser,
    cache: CatalogProcessorCache,
  ): Promise<boolean> {
    const source = stringifyLocationRef(location);
    const found: Definition[] = [];
    let failed = false;
    const read = await this.options.reader.readLocation(
      location,
      optional,
      item => {
        if (item.type === 'error') failed = true;
        const passed = this.#judge(item, source, found);
        if (passed) emit(passed);
        const attempt = this.#attempt(item);
        if (attempt) emit(processingResult.refresh(attempt));
      },
      parser,
      cache,
    );
    // What cannot be read now still counts as it was.
    if (read && !failed) this.options.definitions.replace(source, found);
    return read;
  }

  #attempt(item: CatalogProcessorResult): string | undefined {
    if (item.type !== 'entity') return undefined;
    if (!this.options.trusted.includes(item.location)) return undefined;
    const entityRef = refOf(item.entity);
    return entityRef && this.options.resolver.attempt(entityRef);
  }

  /** @returns what the catalog gets instead of an item; undefined for nothing */
  #judge(
    item: CatalogProcessorResult,
    source: string,
    found: Definition[],
  ): CatalogProcessorResult | undefined {
    if (item.type !== 'entity') return item;
    const entityRef = refOf(item.entity);
    if (!entityRef) return item;

    const trusted = this.options.trusted.includes(item.location);
    const definition: Definition = {
      entityRef,
      location: stringifyLocationRef(item.location),
      trusted,
    };
    found.push(definition);
    if (trusted) return item;

    const kind = item.entity.kind.toLocaleLowerCase('en-US');
    if (MEMBERSHIP_KINDS.has(kind)) {
      definition.refused = `Users and groups are taken from locations in ${TRUSTED_LOCATIONS_KEY} only`;
      this.options.logger.warn(
        `${entityRef} is not taken: its location is not in ${TRUSTED_LOCATIONS_KEY}, and a ${kind} gives rights`,
      );
      return undefined;
    }
    if (this.options.definitions.isTaken(entityRef, source)) return undefined;
    return { ...item, locationKey: null };
  }
}
