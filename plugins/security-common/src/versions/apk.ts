import { compareDigits, compareText, Order, orderOf } from './parts';

const VERSION =
  /^(\d+(?:\.\d+)*)([a-z]?)((?:_(?:alpha|beta|pre|rc|cvs|svn|git|hg|p)\d*)*)(?:~[0-9a-f]+)?(?:-r(\d+))?$/;
/** Those before the empty text are before the release. */
const SUFFIXES = [
  'alpha',
  'beta',
  'pre',
  'rc',
  '',
  'cvs',
  'svn',
  'git',
  'hg',
  'p',
];

function suffixesOf(text: string) {
  return [...text.matchAll(/_([a-z]+)(\d*)/g)].map(([, name, digits]) => ({
    rank: SUFFIXES.indexOf(name),
    digits: digits || '0',
  }));
}

/** A number after the first one with a leading zero is a fraction: 1.01 is before 1.1. */
function compareNumber(a: string, b: string, first: boolean): Order {
  return !first && (a.startsWith('0') || b.startsWith('0'))
    ? compareText(a, b)
    : compareDigits(a, b);
}

function compareNumbers(a: string[], b: string[]): Order {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = compareNumber(a[i], b[i], i === 0);
    if (order) return order;
  }
  return orderOf(a.length - b.length);
}

function compareSuffixes(a: string, b: string): Order {
  const left = suffixesOf(a);
  const right = suffixesOf(b);
  const none = { rank: SUFFIXES.indexOf(''), digits: '0' };
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const one = left[i] ?? none;
    const other = right[i] ?? none;
    const order =
      orderOf(one.rank - other.rank) || compareDigits(one.digits, other.digits);
    if (order) return order;
  }
  return 0;
}

/**
 * Order of Alpine's package versions: numbers, letter, suffixes, build.
 *
 * @returns undefined when one of them is no such version
 * @see src/version.c and test/unit/version.data of apk-tools
 */
export function compareApk(a: string, b: string): Order | undefined {
  const left = VERSION.exec(a);
  const right = VERSION.exec(b);
  if (!left || !right) return undefined;
  return (
    compareNumbers(left[1].split('.'), right[1].split('.')) ||
    compareText(left[2], right[2]) ||
    compareSuffixes(left[3], right[3]) ||
    compareDigits(left[4] ?? '0', right[4] ?? '0')
  );
}
