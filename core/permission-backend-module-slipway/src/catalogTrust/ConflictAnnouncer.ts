import { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { RELATION_HAS_MEMBER } from '@backstage/catalog-model';
import { stringifyError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { CatalogConflict } from '@slipway/plugin-catalog-trust-common';
import { jsonEquals } from '@slipway/plugin-clusters-common';
import { InstallationPaths } from '../catalogPaths/InstallationPaths';
import { conflictView } from './conflictView';
import { Definitions } from './Definitions';

/** Notifies the platform group of each conflict once, and again when it changes. */
export class ConflictAnnouncer {
  readonly #announced = new Map<string, CatalogConflict>();

  constructor(
    private readonly options: {
      auth: AuthService;
      catalog: CatalogService;
      definitions: Definitions;
      logger: LoggerService;
      notifications: NotificationService;
      paths: InstallationPaths;
      platformGroups: readonly string[];
    },
  ) {}

  /** Announces what is new. Never rejects; what could not be sent is tried again with the next call. */
  async announce(): Promise<void> {
    const { definitions, paths } = this.options;
    const current = definitions
      .conflicts()
      .map(conflict => conflictView(conflict, paths));
    const refs = new Set(current.map(({ entityRef }) => entityRef));
    for (const ref of this.#announced.keys()) {
      if (!refs.has(ref)) this.#announced.delete(ref);
    }
    const news = current.filter(
      conflict =>
        !jsonEquals(this.#announced.get(conflict.entityRef), conflict),
    );
    if (news.length === 0) return;
    try {
      // A notification to a group that the catalog does not have yet reaches nobody.
      if (!(await this.#hasReaders())) return;
      for (const conflict of news) {
        await this.#send(conflict);
        this.#announced.set(conflict.entityRef, conflict);
      }
    } catch (error) {
      this.options.logger.warn(
        `Conflicts in the catalog are not announced yet: ${stringifyError(
          error,
        )}`,
      );
    }
  }

  async #hasReaders(): Promise<boolean> {
    const { auth, catalog, platformGroups } = this.options;
    const { items } = await catalog.getEntitiesByRefs(
      { entityRefs: [...platformGroups], fields: ['relations'] },
      { credentials: await auth.getOwnServiceCredentials() },
    );
    return items.some(entity =>
      entity?.relations?.some(({ type }) => type === RELATION_HAS_MEMBER),
    );
  }

  async #send({ entityRef, definitions, effect }: CatalogConflict) {
    const places = definitions.map(
      ({ location, trusted }) =>
        `${location} (${trusted ? 'trusted' : 'not trusted'})`,
    );
    this.options.logger.warn(
      `Conflict in the catalog: ${entityRef} in ${places.join(
        ' and ',
      )}. ${effect}`,
    );
    await this.options.notifications.send({
      recipients: {
        type: 'entity',
        entityRef: [...this.options.platformGroups],
      },
      payload: {
        title:
          definitions.length > 1
            ? `Conflict in the catalog: ${definitions.length} locations define ${entityRef}`
            : `Conflict in the catalog: ${entityRef} is not taken`,
        description: `${effect} Defined in ${places.join(' and ')}.`,
        link: '/',
        severity: 'high',
        topic: 'catalog-conflict',
        scope: `catalog-conflict/${entityRef}`,
      },
    });
  }
}
