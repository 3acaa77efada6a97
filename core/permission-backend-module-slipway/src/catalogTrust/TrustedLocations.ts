import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { LocationSpec } from '@backstage/plugin-catalog-common';
import path from 'path';

/** Where trusted locations are configured. */
export const TRUSTED_LOCATIONS_KEY = 'slipway.catalog.trustedLocations';

/**
 * Type of the locations of entities that the portal makes itself, of records whose owners it has checked: environments.
 * No file or address has it, and a location of this type that somebody registers is read by nothing.
 */
const PORTAL_LOCATION_TYPE = 'slipway-environment';

/** Spellings of a URL's path that a server may read as another path: encoded slashes. `URL` itself resolves dots, encoded too. */
const AMBIGUOUS_PATH = /%2f|%5c/i;

interface Rule {
  type: string;
  target: string;
  /** Whether everything below the target is meant, not the target alone. */
  folder: boolean;
}

/** One spelling of a URL: no query, no fragment; undefined where it is not clear what is meant. */
function normaliseUrl(text: string): string | undefined {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return undefined;
  }
  if (url.username || url.password) return undefined;
  if (AMBIGUOUS_PATH.test(url.pathname)) return undefined;
  return `${url.origin}${url.pathname}`;
}

function normalise(type: string, target: string): string | undefined {
  return type === 'file' ? path.resolve(target) : normaliseUrl(target);
}

function readRule(config: Config, index: number): Rule {
  const field = `${TRUSTED_LOCATIONS_KEY}[${index}]`;
  const type = config.getString('type');
  if (type !== 'file' && type !== 'url') {
    throw new InputError(
      `${field}.type must be "file" or "url": write how the location is registered`,
    );
  }
  const target = config.getString('target');
  const normal = normalise(type, target);
  if (normal === undefined) {
    throw new InputError(
      `${field}.target must be a plain URL, without a user name and without encoded slashes`,
    );
  }
  const folder = target.endsWith('/');
  // A resolved file path loses the slash that says "everything below"; a URL keeps it.
  return {
    type,
    target: folder && !normal.endsWith('/') ? `${normal}/` : normal,
    folder,
  };
}

/** The locations whose entities may give rights. Nothing is trusted unless the configuration names it. */
export class TrustedLocations {
  /**
   * Reads `slipway.catalog.trustedLocations`: `type` and `target` as in `catalog.locations`; a target that ends in `/`
   * means everything below it.
   *
   * @throws InputError that names the field and the rule
   */
  static fromConfig(config: Config): TrustedLocations {
    const items = config.getOptionalConfigArray(TRUSTED_LOCATIONS_KEY) ?? [];
    return new TrustedLocations(items.map(readRule));
  }

  private constructor(private readonly rules: readonly Rule[]) {}

  /** Whether no location is trusted at all. */
  get none(): boolean {
    return this.rules.length === 0;
  }

  /** Whether the file of an entity is one of the trusted ones. Only the file counts, not the file that named it. */
  includes(location: Pick<LocationSpec, 'type' | 'target'>): boolean {
    if (location.type === PORTAL_LOCATION_TYPE) return true;
    if (location.type !== 'file' && location.type !== 'url') return false;
    const target = normalise(location.type, location.target);
    return (
      target !== undefined &&
      this.rules.some(
        rule =>
          rule.type === location.type &&
          (rule.folder
            ? target.startsWith(rule.target)
            : target === rule.target),
      )
    );
  }
}
