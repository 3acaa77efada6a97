import { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { Bound } from '@slipway/plugin-clusters-common';
import { Clusters } from '@slipway/plugin-clusters-node';
import { bindEntity, entityPointsAt, namedEntityRefs } from './bindEntity';
import {
  CatalogClaims,
  indexClaims,
  normaliseEntityRef,
} from './catalogClaims';
import { ClaimsReader } from './claimsReader';
import { EntityJoins, OwnedMetadata, Owners } from './types';

const STEADY_MS = 30_000;
/** While the catalog still changes or does not answer. */
const SETTLING_MS = 5_000;
/** After a start the catalog fills, with pauses, and users wait for their buttons. */
const FILLING_MS = 1_000;
const FILLING_FOR_MS = 30_000;
const FAILED_MS = 2_000;
/** After a ref was named that was never looked up. */
const SOON_MS = 200;

export interface CatalogOwnersOptions {
  clusters: Pick<Clusters, 'namespaceMeta'>;
  reader: ClaimsReader;
  logger: LoggerService;
}

/**
 * Finds the catalog entity that owns an object, from a copy of the catalog's
 * annotations and owners that is refreshed every 30 s (5 s while it still
 * changes, every second for half a minute after a start). No request of a user
 * waits for the catalog.
 */
export class CatalogOwners implements Owners {
  private claims: CatalogClaims | undefined;
  private failure: string | undefined;
  /** Refs that objects or pages named since the last refresh. */
  private mentioned = new Set<string>();
  private lookedUp = new Set<string>();
  private readonly listeners = new Set<() => void>();
  private timer: NodeJS.Timeout | undefined;
  private dueAt = Infinity;
  private running: Promise<void> | undefined;
  private startedAt: number | undefined;
  private stopped = false;

  static create(options: CatalogOwnersOptions) {
    return new CatalogOwners(options);
  }

  private constructor(private readonly options: CatalogOwnersOptions) {}

  /** Starts to refresh; the first attempt is made at once. A second call does nothing. */
  start() {
    if (this.startedAt !== undefined) return;
    this.startedAt = Date.now();
    this.schedule(0);
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  known(): boolean {
    return this.claims !== undefined;
  }

  onChange(listener: () => void): () => void {
    // Of its own, so that the same function given twice is called twice and ended apart.
    const own = () => listener();
    this.listeners.add(own);
    return () => {
      this.listeners.delete(own);
    };
  }

  bind(cluster: string, metadata: OwnedMetadata): Bound {
    const namespace = this.options.clusters.namespaceMeta(
      cluster,
      metadata.namespace ?? '',
    );
    for (const text of [
      ...namedEntityRefs(metadata),
      ...namedEntityRefs(namespace),
    ]) {
      const ref = normaliseEntityRef(text);
      if (ref) this.mention(ref);
    }
    if (!this.claims) {
      return { entity: { state: 'unbound', reason: this.unread() } };
    }
    const entity = bindEntity(metadata, namespace, this.claims);
    return entity.state === 'bound'
      ? { entity, ownerRef: this.claims.byRef.get(entity.entityRef)?.ownerRef }
      : { entity };
  }

  joins(entityRef: string): EntityJoins {
    this.mention(entityRef);
    const claims = this.claims?.byRef.get(entityRef);
    return {
      pointers: this.claims ? claims ?? {} : { unread: this.unread() },
      shows({ bound, cluster, metadata }) {
        // An id binds in every namespace and cluster; what the entity shows of
        // it is narrower, as on its Kubernetes tab.
        const named =
          bound.entity.state === 'bound' &&
          bound.entity.entityRef === entityRef &&
          bound.entity.by !== 'kubernetes-id';
        return (
          named ||
          (claims !== undefined && entityPointsAt(claims, cluster, metadata))
        );
      },
    };
  }

  /** Reads the catalog now, or joins the reading that is under way. Never rejects; a failure keeps what was known. */
  refresh(): Promise<void> {
    this.running ??= this.read().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  private unread(): string {
    return this.failure ?? 'The catalog has not been read yet.';
  }

  /** Asks for an entity to be among those looked up, soon if it never was. */
  private mention(entityRef: string) {
    this.mentioned.add(entityRef);
    if (
      this.claims &&
      !this.claims.byRef.has(entityRef) &&
      !this.lookedUp.has(entityRef)
    ) {
      this.schedule(SOON_MS);
    }
  }

  private schedule(delayMs: number) {
    if (this.stopped || this.startedAt === undefined) return;
    const at = Date.now() + delayMs;
    if (at >= this.dueAt) return;
    clearTimeout(this.timer);
    this.dueAt = at;
    this.timer = setTimeout(() => {
      this.dueAt = Infinity;
      this.refresh();
    }, delayMs);
    this.timer.unref();
  }

  private nextReading(settling: boolean): number {
    const { startedAt = -Infinity } = this;
    if (Date.now() - startedAt < FILLING_FOR_MS) return FILLING_MS;
    return settling ? SETTLING_MS : STEADY_MS;
  }

  private async read() {
    const refs = [...this.mentioned];
    try {
      const claims = indexClaims(await this.options.reader.read(refs));
      const changed =
        JSON.stringify(entries(this.claims)) !==
        JSON.stringify(entries(claims));
      this.claims = claims;
      this.failure = undefined;
      this.lookedUp = new Set(refs);
      this.mentioned = new Set();
      // Whatever is still named is mentioned again when the listeners bind again.
      this.callListeners();
      this.schedule(this.nextReading(changed || claims.byRef.size === 0));
    } catch (error) {
      this.failure = 'The catalog does not answer.';
      this.options.logger.warn(
        `Could not read owners from the catalog; ${
          this.claims ? 'keeping what was known' : 'nothing can be acted on yet'
        }: ${stringifyError(error)}`,
      );
      this.schedule(this.claims ? SETTLING_MS : FAILED_MS);
    }
  }

  /** A plugin whose listener fails does not keep the others from theirs. */
  private callListeners() {
    for (const listener of [...this.listeners]) {
      try {
        listener();
      } catch (error) {
        this.options.logger.error(
          `A listener to owners failed: ${stringifyError(error)}`,
        );
      }
    }
  }
}

function entries(claims: CatalogClaims | undefined) {
  return claims ? [...claims.byRef].sort(([a], [b]) => (a < b ? -1 : 1)) : [];
}
