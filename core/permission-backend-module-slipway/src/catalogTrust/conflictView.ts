import { CatalogConflict } from '@slipway/plugin-catalog-trust-common';
import { InstallationPaths } from '../catalogPaths/InstallationPaths';
import { DefinitionConflict } from './Definitions';

function effectOf({ definitions }: DefinitionConflict): string {
  const trusted = definitions.filter(definition => definition.trusted);
  if (trusted.length > 1) {
    return 'Only the one that was read first counts. Remove the others.';
  }
  if (trusted.length === 1) return 'Only the trusted one counts.';
  const refused = definitions.find(definition => definition.refused)?.refused;
  return refused
    ? `Not taken. ${refused}.`
    : 'Only the one that was read first is shown, and nobody gets a right through it.';
}

/** What is shown of a conflict: no folder of this machine. */
export function conflictView(
  conflict: DefinitionConflict,
  paths: InstallationPaths,
): CatalogConflict {
  return {
    entityRef: conflict.entityRef,
    definitions: conflict.definitions.map(({ location, trusted }) => ({
      location: paths.shownRef(location),
      trusted,
    })),
    effect: effectOf(conflict),
  };
}
