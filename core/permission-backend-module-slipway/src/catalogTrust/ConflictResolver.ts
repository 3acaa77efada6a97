import { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { parseLocationRef } from '@backstage/catalog-model';
import { stringifyError } from '@backstage/errors';
import { CATALOG_CONFLICTS_TOPIC } from '@backstage/plugin-catalog-backend';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { EventsService } from '@backstage/plugin-events-node';
import { TrustedLocations } from './TrustedLocations';

/** What the catalog says of a definition that it has refused. */
interface RefusedDefinition {
  entityRef: string;
  newLocationKey: string;
  existingLocationKey: string;
}

function isRefusedDefinition(value: unknown): value is RefusedDefinition {
  const { entityRef, newLocationKey, existingLocationKey } = Object(value);
  return [entityRef, newLocationKey, existingLocationKey].every(
    each => typeof each === 'string',
  );
}

/**
 * Gives an entity to its trusted location when the database holds it for another one: from before locations were trusted,
 * or because the configuration has changed. The catalog by itself refuses the trusted definition once and never tries again.
 */
export class ConflictResolver {
  /** How often a trusted definition of an entity was refused. */
  readonly #refusals = new Map<string, number>();

  constructor(
    private readonly options: {
      auth: AuthService;
      catalog: CatalogService;
      events: EventsService;
      logger: LoggerService;
      trusted: TrustedLocations;
    },
  ) {}

  /** Listens to what the catalog refuses. */
  async start(): Promise<void> {
    await this.options.events.subscribe({
      id: 'slipway-catalog-trust',
      topics: [CATALOG_CONFLICTS_TOPIC],
      onEvent: async ({ eventPayload }) => {
        // Not waited for: the catalog waits for this in a transaction, which may hold the only connection.
        if (isRefusedDefinition(eventPayload)) this.#settle(eventPayload);
      },
    });
  }

  /** Changes with each refusal of a trusted definition, so that the catalog does not take a reading for what it has already. */
  attempt(entityRef: string): string | undefined {
    const refusals = this.#refusals.get(entityRef);
    return refusals === undefined
      ? undefined
      : `slipway-trust:${entityRef}:${refusals}`;
  }

  #isTrusted(locationKey: string): boolean {
    try {
      return this.options.trusted.includes(parseLocationRef(locationKey));
    } catch {
      // Entity providers use keys of their own.
      return false;
    }
  }

  /** Never rejects. */
  async #settle(refused: RefusedDefinition): Promise<void> {
    const { entityRef, newLocationKey, existingLocationKey } = refused;
    if (!this.#isTrusted(newLocationKey)) return;
    if (this.#isTrusted(existingLocationKey)) return;
    this.#refusals.set(entityRef, 1 + (this.#refusals.get(entityRef) ?? 0));
    const { auth, catalog, logger } = this.options;
    try {
      const credentials = await auth.getOwnServiceCredentials();
      const entity = await catalog.getEntityByRef(entityRef, { credentials });
      const uid = entity?.metadata.uid;
      if (uid) await catalog.removeEntityByUid(uid, { credentials });
      logger.info(
        `${entityRef} is taken from a location that is not trusted: a trusted one defines it`,
      );
    } catch (error) {
      logger.warn(
        `${entityRef} is still held by a location that is not trusted; tried again when its trusted one is read: ${stringifyError(
          error,
        )}`,
      );
    }
  }
}
