/** What is used of a package URL. */
export interface Purl {
  type: string;
  /** `pkg:type/namespace/name`, without version, qualifiers and subpath. */
  withoutVersion: string;
  version?: string;
}

const PURL =
  /^pkg:\/*([a-z][a-z0-9.+-]*)\/([^@?#]+(?:@[^/@?#]+(?=\/))?[^@?#]*)(?:@([^?#]*))?(?:\?[^#]*)?(?:#.*)?$/i;

/**
 * Reads a package URL. A namespace that starts with an unescaped `@`, as some
 * tools write npm scopes, is understood.
 *
 * @see https://github.com/package-url/purl-spec
 */
export function parsePurl(value: string | undefined): Purl | undefined {
  if (!value || value.length > 1000) return undefined;
  const scoped = value.replace(/^(pkg:\/*npm\/)@/i, '$1%40');
  const match = PURL.exec(scoped);
  if (!match) return undefined;
  const type = match[1].toLowerCase();
  const version = match[3] ? decoded(match[3]) : undefined;
  return {
    type,
    withoutVersion: `pkg:${type}/${match[2].replace(/\/+$/, '')}`,
    ...(version ? { version } : {}),
  };
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
