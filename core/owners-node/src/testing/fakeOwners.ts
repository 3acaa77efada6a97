import { LoggerService } from '@backstage/backend-plugin-api';
import { Entity } from '@backstage/catalog-model';
import { Clusters } from '@slipway/plugin-clusters-node';
import { CatalogOwners } from '../CatalogOwners';

/** The real rules over a catalog that is a list. Nothing is bound before `refresh()`, which the test calls. */
export function fakeOwners(options: {
  clusters: Pick<Clusters, 'namespaceMeta'>;
  entities: readonly Entity[];
  logger: LoggerService;
}): CatalogOwners {
  const { clusters, entities, logger } = options;
  return CatalogOwners.create({
    clusters,
    logger,
    reader: { read: async () => [...entities] },
  });
}
