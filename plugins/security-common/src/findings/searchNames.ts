import { parsePurl } from '../read/purl';

/**
 * An id of a vulnerability as its database writes it, however it was typed:
 * GitHub's in small letters after `GHSA-`, all others in capitals.
 *
 * @see https://github.com/github/advisory-database#ghsa-ids
 */
export function canonicalId(typed: string): string {
  const upper = typed.trim().toUpperCase();
  return upper.startsWith('GHSA-')
    ? `GHSA-${upper.slice('GHSA-'.length).toLowerCase()}`
    : upper;
}

/** `org.example/core`: a package by its name or its URL, comparable. */
export function comparableName(pkg: string): string {
  const url = parsePurl(pkg.trim())?.withoutVersion;
  const name = url ? decodeURIComponent(url.replace(/^pkg:[^/]+\//, '')) : pkg;
  return name.trim().toLowerCase().replace(/:/g, '/');
}

/** `core`: the name of a package without its group, scope or host. */
export const shortName = (pkg: string): string =>
  comparableName(pkg).split('/').pop() ?? '';

/**
 * Whether a package is meant by what somebody searches: its whole name, its
 * URL, or its name without the group; in capitals or not.
 */
export function isNamed(pkg: string, wanted: string): boolean {
  const [name, searched] = [comparableName(pkg), comparableName(wanted)];
  return searched.includes('/')
    ? name === searched
    : shortName(pkg) === searched;
}
