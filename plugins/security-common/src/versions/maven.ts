import { compareDigits, compareText, Order, orderOf } from './parts';

type Item = string | Qualifier | Item[];
interface Qualifier {
  qualifier: string;
}

const QUALIFIERS = ['alpha', 'beta', 'milestone', 'rc', 'snapshot', '', 'sp'];
const ALIASES: Readonly<Record<string, string>> = {
  ga: '',
  final: '',
  release: '',
  cr: 'rc',
};
const SHORT: Readonly<Record<string, string>> = {
  a: 'alpha',
  b: 'beta',
  m: 'milestone',
};

const isList = (item: Item): item is Item[] => Array.isArray(item);
const isNumber = (item: Item): item is string => typeof item === 'string';

function isNull(item: Item): boolean {
  if (isList(item)) return item.length === 0;
  return isNumber(item) ? /^0*$/.test(item) : item.qualifier === '';
}

/** Known qualifiers by their rank, unknown ones after them in the order of their letters. */
function compareQualifiers(a: string, b: string): Order {
  const left = QUALIFIERS.indexOf(a);
  const right = QUALIFIERS.indexOf(b);
  if (left < 0 && right < 0) return compareText(a, b);
  if (left < 0 || right < 0) return left < 0 ? 1 : -1;
  return orderOf(left - right);
}

function compareToNothing(item: Item): Order {
  if (isList(item)) return item.length ? compareToNothing(item[0]) : 0;
  if (isNumber(item)) return isNull(item) ? 0 : 1;
  return compareQualifiers(item.qualifier, '');
}

const rank = (item: Item) => {
  if (isNumber(item)) return 2;
  return isList(item) ? 1 : 0;
};

function compareItems(a: Item | undefined, b: Item | undefined): Order {
  if (a === undefined) {
    return b === undefined ? 0 : orderOf(-compareToNothing(b));
  }
  if (b === undefined) return compareToNothing(a);
  if (isNumber(a) && isNumber(b)) return compareDigits(a, b);
  if (isList(a) && isList(b)) {
    for (let i = 0; i < Math.max(a.length, b.length); i++) {
      const order = compareItems(a[i], b[i]);
      if (order) return order;
    }
    return 0;
  }
  if (!isNumber(a) && !isList(a) && !isNumber(b) && !isList(b)) {
    return compareQualifiers(a.qualifier, b.qualifier);
  }
  return orderOf(rank(a) - rank(b));
}

/** Takes away what means nothing at the end: zeros, empty qualifiers, empty lists. */
function normalize(list: Item[]): void {
  for (let i = list.length - 1; i >= 0; i--) {
    if (isNull(list[i])) list.splice(i, 1);
    else if (!isList(list[i])) return;
  }
}

function parse(version: string): Item[] {
  const root: Item[] = [];
  const lists = [root];
  let list = root;
  const nest = () => {
    const inner: Item[] = [];
    list.push(inner);
    lists.push(inner);
    list = inner;
  };
  const tokens = version.toLowerCase().match(/\d+|[^\d.-]+|[.-]/g) ?? [];
  let expected = true;
  tokens.forEach((token, i) => {
    if (token === '.' || token === '-') {
      if (expected) list.push('0');
      expected = true;
      if (token === '-') nest();
      return;
    }
    if (/^\d/.test(token)) {
      // From letters to digits: `alpha1` is `alpha-1`.
      if (!expected) nest();
      list.push(token);
    } else {
      const followed = /^\d/.test(tokens[i + 1] ?? '');
      const word = (followed && SHORT[token]) || token;
      // From digits to letters: `1a` is `1-a`.
      if (!expected) nest();
      list.push({ qualifier: ALIASES[word] ?? word });
    }
    expected = false;
  });
  if (expected && tokens.length) list.push('0');
  for (const each of lists.reverse()) normalize(each);
  return root;
}

/**
 * Order of Maven versions. Every text is one.
 *
 * @see maven-artifact's ComparableVersion
 */
export function compareMaven(a: string, b: string): Order {
  return compareItems(parse(a), parse(b));
}
