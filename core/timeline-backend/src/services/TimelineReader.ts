import {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { Entity, RELATION_HAS_PART } from '@backstage/catalog-model';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  MAX_ITEMS,
  MissingLanes,
  TimelineAnswer,
  timelineReadPermission,
} from '@slipway/plugin-timeline-common';
import { Timeline, TimelineProvider } from '@slipway/plugin-timeline-node';

export interface TimelineReaderOptions {
  catalog: Pick<CatalogService, 'getEntityByRef' | 'getEntitiesByRefs'>;
  permissions: Pick<PermissionsService, 'authorize'>;
  timeline: Pick<Timeline, 'providers' | 'read'>;
  /** ms since the epoch. */
  now: () => number;
}

/** Reads the timeline of one entity, as one user may see it. */
export class TimelineReader {
  constructor(private readonly options: TimelineReaderOptions) {}

  /**
   * The lanes of a service, or of the services of a system. Each provider is
   * asked only when the user has its permissions.
   *
   * @param range - ms since the epoch
   * @throws NotFoundError when the user sees no such entity
   * @throws NotAllowedError when the user may not read timelines
   */
  async read(
    entityRef: string,
    range: { from: number; to: number },
    credentials: BackstageCredentials,
  ): Promise<TimelineAnswer> {
    const { now, timeline } = this.options;
    const [entityRefs, { allowed, refused }] = await Promise.all([
      this.#services(entityRef, credentials),
      this.#allowed(credentials),
    ]);
    const read = await timeline.read(
      allowed,
      { ...range, entityRefs, limit: MAX_ITEMS },
      { credentials },
    );
    return {
      ...range,
      at: now(),
      ...read,
      missing: [...refused, ...read.missing],
      entityRefs,
    };
  }

  async #services(
    entityRef: string,
    credentials: BackstageCredentials,
  ): Promise<string[]> {
    const { catalog } = this.options;
    const entity = await catalog.getEntityByRef(entityRef, { credentials });
    if (!entity) throw new NotFoundError(`There is no entity ${entityRef}`);
    const parts = partsOf(entity);
    if (parts.length === 0) return [entityRef];
    const { items } = await catalog.getEntitiesByRefs(
      { entityRefs: parts, fields: ['kind'] },
      { credentials },
    );
    return parts.filter((_, index) => items[index] !== undefined);
  }

  async #allowed(credentials: BackstageCredentials): Promise<{
    allowed: TimelineProvider[];
    refused: MissingLanes[];
  }> {
    const { permissions, timeline } = this.options;
    const providers = timeline.providers();
    const wanted = new Map(
      [
        timelineReadPermission,
        ...providers.flatMap(one => one.permissions),
      ].map(permission => [permission.name, permission]),
    );
    // All in one question: each takes its time.
    const decisions = await permissions.authorize(
      [...wanted.values()].map(permission => ({ permission })),
      { credentials },
    );
    const granted = new Set(
      [...wanted.keys()].filter(
        (_, index) => decisions[index].result === AuthorizeResult.ALLOW,
      ),
    );
    if (!granted.has(timelineReadPermission.name)) {
      throw new NotAllowedError(
        `Reading the timeline needs the permission ${timelineReadPermission.name}.`,
      );
    }
    const allowed: TimelineProvider[] = [];
    const refused: MissingLanes[] = [];
    for (const provider of providers) {
      const { plugin, title, kinds } = provider;
      const permission = provider.permissions
        .map(({ name }) => name)
        .find(name => !granted.has(name));
      if (permission === undefined) {
        allowed.push(provider);
      } else {
        const reason = `it takes the permission ${permission}`;
        refused.push({ plugin, title, kinds, reason, permission });
      }
    }
    return { allowed, refused };
  }
}

/** The components of a system; of anything else nothing. */
function partsOf({ kind, relations = [] }: Entity): string[] {
  if (kind.toLocaleLowerCase('en-US') !== 'system') return [];
  return relations
    .filter(
      ({ type, targetRef }) =>
        type === RELATION_HAS_PART && targetRef.startsWith('component:'),
    )
    .map(({ targetRef }) => targetRef)
    .sort();
}
