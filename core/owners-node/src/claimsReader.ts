import { AuthService } from '@backstage/backend-plugin-api';
import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';
import { Entity } from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  KUBERNETES_ID_KEY,
  LABEL_SELECTOR_ANNOTATION,
} from '@slipway/plugin-clusters-common';
import { CLAIM_FIELDS } from './catalogClaims';

const REFS_PER_REQUEST = 500;

/** Reads from the catalog what binding needs. */
export interface ClaimsReader {
  /**
   * All entities that point at workloads, and those that are named.
   *
   * @param refs - of entities to read beside; those that do not exist are left out
   * @throws whatever the catalog answers
   */
  read(refs: readonly string[]): Promise<Entity[]>;
}

/** Reads with the credentials of a plugin, never with those of a user: what is read serves all users. */
export function createClaimsReader(options: {
  auth: AuthService;
  catalog: CatalogService;
}): ClaimsReader {
  const { auth, catalog } = options;
  return {
    async read(refs) {
      const credentials = await auth.getOwnServiceCredentials();
      const { items } = await catalog.getEntities(
        {
          filter: [KUBERNETES_ID_KEY, LABEL_SELECTOR_ANNOTATION].map(key => ({
            [`metadata.annotations.${key}`]: CATALOG_FILTER_EXISTS,
          })),
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
    },
  };
}
