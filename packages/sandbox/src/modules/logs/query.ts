import { isRecord } from '@slipway/kube-sim';

/** A request that Elasticsearch refuses, in its own words. */
export class SearchError extends Error {
  readonly name = 'SearchError';
  constructor(readonly type: string, reason: string) {
    super(reason);
  }
}

const notServed = (what: string) =>
  new SearchError(
    'parsing_exception',
    `unknown query [${what}]: the sandbox answers what the portal asks, and nothing else`,
  );

type Source = Readonly<Record<string, unknown>>;
type Test = (source: Source) => boolean;

/** The values of a field. Members may be nested, or have names with dots. */
export function valuesAt(source: unknown, field: string): unknown[] {
  if (!isRecord(source)) return [];
  if (field in source) {
    const value = source[field];
    return Array.isArray(value) ? value : [value];
  }
  for (
    let dot = field.indexOf('.');
    dot >= 0;
    dot = field.indexOf('.', dot + 1)
  ) {
    const found = valuesAt(source[field.slice(0, dot)], field.slice(dot + 1));
    if (found.length) return found;
  }
  return [];
}

/** The one field of a clause with what is asked of it. */
function clauseOf(kind: string, clause: unknown): [string, unknown] {
  const entries = isRecord(clause) ? Object.entries(clause) : [];
  if (entries.length !== 1) {
    throw new SearchError(
      'parsing_exception',
      `[${kind}] query must name one field`,
    );
  }
  return entries[0];
}

/** The value of `{field: value}` or `{field: {[member]: value}}`. */
function asked(kind: string, clause: unknown, member: string) {
  const [field, given] = clauseOf(kind, clause);
  const value = isRecord(given) ? given[member] : given;
  if (typeof value !== 'string' && typeof value !== 'number') {
    throw new SearchError('parsing_exception', `[${kind}] query has no value`);
  }
  return { field, value, options: isRecord(given) ? given : {} };
}

/** Letters and digits; a dot, a colon or an apostrophe between two letters, and a dot or a comma between two digits, divides no word. */
const WORD =
  /[\p{L}\p{N}_]+(?:(?:(?<=\p{L})[.:'’](?=\p{L})|(?<=\p{N})[.,;'’](?=\p{N}))[\p{L}\p{N}_]+)*/gu;

/**
 * Words of a text, as the standard analyzer cuts it.
 *
 * @see https://unicode.org/reports/tr29/ WB6, WB7, WB11, WB12
 */
const words = (text: string) => text.toLowerCase().match(WORD) ?? [];

const timeOf = (value: unknown, bound: string): number => {
  const at = typeof value === 'number' ? value : Date.parse(String(value));
  if (Number.isNaN(at)) {
    throw new SearchError(
      'parse_exception',
      `failed to parse date field [${String(value)}] of [${bound}]`,
    );
  }
  return at;
};

const RANGE: Record<string, (at: number, bound: number) => boolean> = {
  gte: (at, bound) => at >= bound,
  gt: (at, bound) => at > bound,
  lte: (at, bound) => at <= bound,
  lt: (at, bound) => at < bound,
};

function rangeTest(clause: unknown): Test {
  const [field, bounds] = clauseOf('range', clause);
  const tests = Object.entries(isRecord(bounds) ? bounds : {}).flatMap(
    ([name, value]) => {
      if (name === 'format') return [];
      const compare = RANGE[name];
      if (!compare) throw notServed(`range ${name}`);
      const bound = timeOf(value, name);
      return [(at: number) => compare(at, bound)];
    },
  );
  return source =>
    valuesAt(source, field).some(value => {
      const at = timeOf(value, field);
      return tests.every(test => test(at));
    });
}

const list = (value: unknown): unknown[] => {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
};

function boolTest(clause: unknown): Test {
  if (!isRecord(clause)) throw notServed('bool');
  const {
    filter,
    must,
    should,
    must_not: not,
    minimum_should_match: minimum,
    ...rest
  } = clause;
  const [other] = Object.keys(rest);
  if (other) throw notServed(`bool ${other}`);
  const all = [...list(filter), ...list(must)].map(testOf);
  const none = list(not).map(testOf);
  const some = list(should).map(testOf);
  const least =
    typeof minimum === 'number' ? minimum : Number(all.length === 0);
  return source =>
    all.every(test => test(source)) &&
    !none.some(test => test(source)) &&
    (some.length === 0 || some.filter(test => test(source)).length >= least);
}

const TESTS: Record<string, (clause: unknown) => Test> = {
  bool: boolTest,
  range: rangeTest,
  term(clause) {
    const { field, value } = asked('term', clause, 'value');
    return source => valuesAt(source, field).includes(value);
  },
  terms(clause) {
    const [field, values] = clauseOf('terms', clause);
    if (!Array.isArray(values)) {
      throw new SearchError('parsing_exception', '[terms] query needs a list');
    }
    return source =>
      valuesAt(source, field).some(value => values.includes(value));
  },
  exists(clause) {
    const field = isRecord(clause) ? String(clause.field) : '';
    return source => valuesAt(source, field).length > 0;
  },
  regexp(clause) {
    const { field, value } = asked('regexp', clause, 'value');
    // Lucene anchors at both ends; what the portal sends means the same in both languages.
    const pattern = new RegExp(`^(?:${value})$`);
    return source =>
      valuesAt(source, field).some(one => pattern.test(String(one)));
  },
  match(clause) {
    const { field, value } = asked('match', clause, 'query');
    const wanted = words(String(value));
    return source => {
      const has = new Set(
        valuesAt(source, field).flatMap(one => words(String(one))),
      );
      return wanted.some(word => has.has(word));
    };
  },
  match_phrase(clause) {
    const { field, value } = asked('match_phrase', clause, 'query');
    const wanted = ` ${words(String(value)).join(' ')} `;
    return source =>
      wanted.trim() !== '' &&
      valuesAt(source, field).some(one =>
        ` ${words(String(one)).join(' ')} `.includes(wanted),
      );
  },
};

/**
 * The subset of Elasticsearch's query language that the portal writes.
 *
 * @throws SearchError that names what is not served
 */
export function testOf(query: unknown): Test {
  const [kind, clause] = clauseOf('query', query);
  const make = Object.hasOwn(TESTS, kind) ? TESTS[kind] : undefined;
  if (!make) throw notServed(kind);
  return make(clause);
}

/** Bounds of time and namespaces that every hit has: what is asked for in the filters at the top. */
export function boundsOf(query: unknown): {
  from: number;
  to: number;
  namespaces: string[];
} {
  const bool = isRecord(query) && isRecord(query.bool) ? query.bool : {};
  let from = -Infinity;
  let to = Infinity;
  let namespaces: string[] = [];
  for (const one of list(bool.filter)) {
    if (!isRecord(one)) continue;
    if (isRecord(one.range) && isRecord(one.range['@timestamp'])) {
      const { gte, gt, lte, lt } = one.range['@timestamp'];
      if (gte !== undefined) from = Math.max(from, timeOf(gte, 'gte'));
      if (gt !== undefined) from = Math.max(from, timeOf(gt, 'gt'));
      if (lte !== undefined) to = Math.min(to, timeOf(lte, 'lte') + 1);
      if (lt !== undefined) to = Math.min(to, timeOf(lt, 'lt'));
    }
    if (isRecord(one.term) && 'kubernetes.namespace' in one.term) {
      namespaces = [
        String(
          asked('term', { field: one.term['kubernetes.namespace'] }, 'value')
            .value,
        ),
      ];
    }
  }
  return { from, to, namespaces };
}
