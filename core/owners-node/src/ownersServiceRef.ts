import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { clustersServiceRef } from '@slipway/plugin-clusters-node';
import { CatalogOwners } from './CatalogOwners';
import { ClaimsReader, createClaimsReader } from './claimsReader';
import { Owners } from './types';

/**
 * Who owns what; one instance per process. The reference has the scope of a
 * plugin because only plugins can read the catalog: the first one that depends
 * on it does the reading for all (ADR 0095).
 */
export const ownersServiceRef = createServiceRef<Owners>({
  id: 'slipway.owners',
  scope: 'plugin',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        clusters: clustersServiceRef,
        lifecycle: coreServices.lifecycle,
        rootLifecycle: coreServices.rootLifecycle,
        rootLogger: coreServices.rootLogger,
      },
      createRootContext({ clusters, rootLifecycle, rootLogger }) {
        let owners: CatalogOwners | undefined;
        rootLifecycle.addShutdownHook(() => owners?.stop());
        return {
          /** The one instance; the reader of the first caller is used. */
          shared(reader: ClaimsReader): CatalogOwners {
            owners ??= CatalogOwners.create({
              clusters,
              reader,
              logger: rootLogger.child({ service: 'slipway.owners' }),
            });
            return owners;
          },
        };
      },
      factory({ auth, catalog, lifecycle }, root) {
        const owners = root.shared(createClaimsReader({ auth, catalog }));
        lifecycle.addStartupHook(() => owners.start());
        return owners;
      },
    }),
});
