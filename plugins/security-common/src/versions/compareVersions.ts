import { compareApk } from './apk';
import { compareDeb } from './deb';
import { compareMaven } from './maven';
import { Order } from './parts';
import { compareRpm } from './rpm';
import { compareSemver } from './semver';

type Compare = (a: string, b: string) => Order | undefined;

/** By type of package URL. */
const BY_TYPE: ReadonlyMap<string, Compare> = new Map<string, Compare>([
  ['apk', compareApk],
  ['cargo', compareSemver],
  ['deb', compareDeb],
  ['golang', compareSemver],
  ['maven', compareMaven],
  ['npm', compareSemver],
  ['rpm', compareRpm],
]);

/** Versions are short; what is longer is not compared. */
const LONGEST = 256;

/**
 * Order of two versions of a package by the rules of its ecosystem.
 *
 * @param type - of the package URL: `npm`, `deb`
 * @returns undefined when they are not comparable: an unknown type, or no versions of that ecosystem
 */
export function compareVersions(
  type: string | undefined,
  a: string,
  b: string,
): Order | undefined {
  if (a.length > LONGEST || b.length > LONGEST) return undefined;
  const compare = type === undefined ? undefined : BY_TYPE.get(type);
  return compare?.(a, b);
}

const numbersOf = (version: string) => version.split(/[^0-9]+/).filter(Boolean);

/** How many numbers at the start are the same. */
function commonStart(a: string, b: string): number {
  const left = numbersOf(a);
  const right = numbersOf(b);
  let same = 0;
  while (same < left.length && left[same] === right[same]) same++;
  return same;
}

/**
 * The version to upgrade to: of those above the installed one, those of the
 * nearest branch (most leading numbers in common), and of these the lowest.
 * Where versions cannot be compared the one listed first is given.
 *
 * @param listed - in the order of the scanner
 * @returns undefined when none is listed, or none is above
 */
export function nearestFix(
  type: string | undefined,
  installed: string,
  listed: readonly string[],
): string | undefined {
  const comparable = listed.every(
    fix => compareVersions(type, fix, installed) !== undefined,
  );
  if (!comparable) return listed[0];
  const above = listed.filter(
    fix => (compareVersions(type, fix, installed) ?? 0) > 0,
  );
  const nearest = Math.max(...above.map(fix => commonStart(fix, installed)));
  return above
    .filter(fix => commonStart(fix, installed) === nearest)
    .reduce<string | undefined>(
      (lowest, fix) =>
        lowest === undefined || (compareVersions(type, fix, lowest) ?? 0) < 0
          ? fix
          : lowest,
      undefined,
    );
}
