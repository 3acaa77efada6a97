import { parseLocationRef } from '@backstage/catalog-model';
import { CatalogConflict } from '@slipway/plugin-rollouts-common';
import path from 'path';
import { DefinitionConflict } from './Definitions';

/** A location without the folders of the machine: a file as seen from where the portal runs, or its last two names. */
function shownLocation(location: string): string {
  const { type, target } = parseLocationRef(location);
  if (type !== 'file') return location;
  const root = path.resolve(process.cwd(), '../..');
  const inside = path.relative(root, target);
  return inside.startsWith('..')
    ? `file:…/${target.split(path.sep).slice(-2).join('/')}`
    : `file:${inside}`;
}

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

/** What is shown of a conflict: no absolute path. */
export function conflictView(conflict: DefinitionConflict): CatalogConflict {
  return {
    entityRef: conflict.entityRef,
    definitions: conflict.definitions.map(({ location, trusted }) => ({
      location: shownLocation(location),
      trusted,
    })),
    effect: effectOf(conflict),
  };
}
