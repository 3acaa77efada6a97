import { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';
import { Entity } from '@backstage/catalog-model';
import { stringifyError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { KUBERNETES_ID_KEY, ObjectMeta } from '@slipway/plugin-clusters-common';
import { Clusters } from '@slipway/plugin-clusters-node';
import {
  EntityBinding,
  EntityPointers,
  LABEL_SELECTOR_ANNOTATION,
} from '@slipway/plugin-rollouts-common';
import { bindEntity, entityPointsAt, namedEntityRefs } from './bindEntity';
import {
  CatalogClaims,
  CLAIM_FIELDS,
  indexClaims,
  normaliseEntityRef,
} from './catalogClaims';

const STEADY_MS = 30_000;
/** While the catalog still changes or does not answer. */
const SETTLING_MS = 5_000;
/** After a start the catalog fills, with pauses, and people wait for their buttons. */
const FILLING_MS = 1_000;
const FILLING_FOR_MS = 30_000;
const FAILED_MS = 2_000;
/** After a ref was named that nobody has looked up yet. */
const SOON_MS = 200;
const REFS_PER_REQUEST = 500;

/** The binding of one workload, with the owner of the bound entity. */
export interface Bound {
  entity: EntityBinding;
  ownerRef?: string;
}

export interface EntityBinderOptions {
  clusters: Pick<Clusters, 'namespaceMeta'>;
  catalog: CatalogService;
  auth: AuthService;
  logger: LoggerService;
}

/**
 * Finds the catalog entity that owns a workload, from a copy of the catalog's
 * annotations and owners that is refreshed every 30 s (5 s while it still
 * changes, every second for half a minute after a start). Never asks the catalog for a request of a person.
 */
export class EntityBinder {
  private claims: CatalogClaims | undefined;
  private failure: string | undefined;
  /** Refs that objects or pages named since the last refresh. */
  private mentioned = new Set<string>();
  private lookedUp = new Set<string>();
  private readonly listeners = new Set<() => void>();
  private timer: NodeJS.Timeout | undefined;
  private dueAt = Infinity;
  private running: Promise<void> | undefined;
  private stopped = false;
  private startedAt = Date.now();

  static create(options: EntityBinderOptions) {
    return new EntityBinder(options);
  }

  private constructor(private readonly options: EntityBinderOptions) {}

  /** Begins to refresh; the first attempt is made at once. */
  start() {
    this.startedAt = Date.now();
    this.schedule(0);
  }

  /** True once the catalog has been read. */
  known(): boolean {
    return this.claims !== undefined;
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  /** Calls back after each refresh; those who are still interested in a ref mention it again. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Which entity owns a workload, and who owns the entity. */
  bind(
    cluster: string,
    metadata: Pick<ObjectMeta, 'labels' | 'annotations' | 'namespace'>,
  ): Bound {
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
      return {
        entity: {
          state: 'unbound',
          reason: this.unread(),
        },
      };
    }
    const entity = bindEntity(metadata, namespace, this.claims);
    return entity.state === 'bound'
      ? { entity, ownerRef: this.claims.byRef.get(entity.entityRef)?.ownerRef }
      : { entity };
  }

  /** How an entity points at workloads; why that is not known, when the catalog has not been read. */
  pointers(entityRef: string): EntityPointers | { unread: string } {
    this.mention(entityRef);
    if (!this.claims) return { unread: this.unread() };
    return this.claims.byRef.get(entityRef) ?? {};
  }

  private unread(): string {
    return this.failure ?? 'The catalog has not been read yet.';
  }

  /** Whether the page of an entity shows this workload: it is bound to it, or the entity points at it. Reading only. */
  joins(
    entityRef: string,
    bound: Bound,
    cluster: string,
    metadata: Pick<ObjectMeta, 'labels' | 'namespace'>,
  ): boolean {
    // An id binds wherever it stands; what the entity shows of it is narrower,
    // as on its Kubernetes tab.
    if (
      bound.entity.state === 'bound' &&
      bound.entity.entityRef === entityRef &&
      bound.entity.by !== 'kubernetes-id'
    ) {
      return true;
    }
    const entity = this.claims?.byRef.get(entityRef);
    return entity ? entityPointsAt(entity, cluster, metadata) : false;
  }

  /** Asks for an entity to be among those looked up, soon if it never was. */
  mention(entityRef: string) {
    this.mentioned.add(entityRef);
    if (
      this.claims &&
      !this.claims.byRef.has(entityRef) &&
      !this.lookedUp.has(entityRef)
    ) {
      this.schedule(SOON_MS);
    }
  }

  /** Reads the catalog now, or joins the reading that is under way. Never rejects; a failure keeps what was known. */
  refresh(): Promise<void> {
    this.running ??= this.read().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  private schedule(delayMs: number) {
    if (this.stopped) return;
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
    if (Date.now() - this.startedAt < FILLING_FOR_MS) return FILLING_MS;
    return settling ? SETTLING_MS : STEADY_MS;
  }

  private async read() {
    const refs = [...this.mentioned];
    try {
      const claims = indexClaims(await this.entities(refs));
      const changed =
        JSON.stringify(entries(this.claims)) !==
        JSON.stringify(entries(claims));
      this.claims = claims;
      this.failure = undefined;
      this.lookedUp = new Set(refs);
      this.mentioned = new Set();
      // Whatever is still named says so again when the listeners bind anew.
      for (const listener of this.listeners) listener();
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

  private async entities(refs: string[]): Promise<Entity[]> {
    const { auth, catalog } = this.options;
    const credentials = await auth.getOwnServiceCredentials();
    const { items } = await catalog.getEntities(
      {
        filter: [
          {
            [`metadata.annotations.${KUBERNETES_ID_KEY}`]:
              CATALOG_FILTER_EXISTS,
          },
          {
            [`metadata.annotations.${LABEL_SELECTOR_ANNOTATION}`]:
              CATALOG_FILTER_EXISTS,
          },
        ],
        fields: CLAIM_FIELDS,
      },
      { credentials },
    );
    const found = [...items];
    for (let at = 0; at < refs.length; at += REFS_PER_REQUEST) {
      const named = await catalog.getEntitiesByRefs(
        {
          entityRefs: refs.slice(at, at + REFS_PER_REQUEST),
          fields: CLAIM_FIELDS,
        },
        { credentials },
      );
      for (const entity of named.items) if (entity) found.push(entity);
    }
    return found;
  }
}

function entries(claims: CatalogClaims | undefined) {
  return claims ? [...claims.byRef].sort(([a], [b]) => (a < b ? -1 : 1)) : [];
}
