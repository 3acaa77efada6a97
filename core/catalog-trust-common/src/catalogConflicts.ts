import { createPermission } from '@backstage/plugin-permission-common';

/** May see which entities more than one location defines. The platform group only: it names locations. */
export const catalogConflictsReadPermission = createPermission({
  name: 'catalog.conflicts.read',
  attributes: { action: 'read' },
});

/** One place that defines an entity. */
export interface CatalogDefinition {
  /** `type:target`, without the folders of the machine. */
  location: string;
  trusted: boolean;
}

/** An entity that more than one place defines, or that is not taken from its only one. */
export interface CatalogConflict {
  entityRef: string;
  /** Trusted ones first. */
  definitions: CatalogDefinition[];
  /** What the portal does about it, in a sentence. */
  effect: string;
}
