import { isRecord } from '@slipway/kube-sim';
import { documentsOf, LoggedCluster } from './documents';
import { boundsOf, SearchError, testOf, valuesAt } from './query';
import { LogDocument } from './types';

/** As Elasticsearch without `index.max_result_window`. */
const MOST_HITS = 10_000;
/** Documents are made for so long at once, newest first, until there are enough hits, ms. */
const CHUNK_MS = 60_000;
/** Nothing older is there: what the metrics of the sandbox keep, ms. */
const KEPT_MS = 70 * 60_000;
const INDEX = 'filebeat-sandbox';

const MEMBERS = new Set([
  'query',
  'size',
  'sort',
  'search_after',
  '_source',
  'track_total_hits',
  'timeout',
]);

interface SortField {
  field: string;
  descending: boolean;
}

function sortOf(sort: unknown): SortField[] {
  const fields = (Array.isArray(sort) ? sort : []).map((one): SortField => {
    const [[field, how]] = Object.entries(isRecord(one) ? one : { '': '' });
    const order = isRecord(how) ? how.order : how;
    return { field, descending: order === 'desc' };
  });
  const [first] = fields;
  if (first?.field !== '@timestamp' || !first.descending) {
    throw new SearchError(
      'illegal_argument_exception',
      'the sandbox sorts by [@timestamp], newest first, and then by further fields',
    );
  }
  return fields;
}

const sortValue = ({ at, source }: LogDocument, { field }: SortField) => {
  if (field === '@timestamp') return at;
  const [value] = valuesAt(source, field);
  return typeof value === 'number' || typeof value === 'string' ? value : null;
};

type SortValue = ReturnType<typeof sortValue>;

/** Missing values are last, as with `missing: _last`. */
function compareValues(a: SortValue, b: SortValue, descending: boolean) {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return (a < b ? -1 : 1) * (descending ? -1 : 1);
}

const compareSort = (
  fields: readonly SortField[],
  a: readonly SortValue[],
  b: readonly SortValue[],
): number => {
  for (const [index, { descending }] of fields.entries()) {
    const order = compareValues(a[index], b[index], descending);
    if (order !== 0) return order;
  }
  return 0;
};

/** Members of a document that `_source` names, whole branches too. */
function filtered(source: LogDocument['source'], wanted: unknown): unknown {
  if (!Array.isArray(wanted)) return source;
  const keep = (value: unknown, path: string): unknown => {
    if (wanted.some(one => path === one || path.startsWith(`${one}.`))) {
      return value;
    }
    if (!isRecord(value)) return undefined;
    if (path && !wanted.some(one => String(one).startsWith(`${path}.`))) {
      return undefined;
    }
    const entries = Object.entries(value).flatMap(([name, member]) => {
      const kept = keep(member, path ? `${path}.${name}` : name);
      return kept === undefined ? [] : [[name, kept] as const];
    });
    return entries.length ? Object.fromEntries(entries) : undefined;
  };
  return keep(source, '') ?? {};
}

/**
 * Answers `_search` as Elasticsearch does, for the queries that the portal
 * sends: filters, time from and to, newest first, `search_after`.
 *
 * @param now - ms since 1970, by the clock of the sandbox
 * @throws SearchError that names what is not served
 */
export function search(
  cluster: LoggedCluster,
  body: unknown,
  now: number,
): object {
  if (!isRecord(body)) {
    throw new SearchError('parsing_exception', 'request body is required');
  }
  const other = Object.keys(body).find(name => !MEMBERS.has(name));
  if (other) {
    throw new SearchError(
      'parsing_exception',
      `unknown key [${other}] in the request: the sandbox answers what the portal asks, and nothing else`,
    );
  }
  const size = typeof body.size === 'number' ? body.size : 10;
  if (size < 0 || size > MOST_HITS) {
    throw new SearchError(
      'illegal_argument_exception',
      `Result window is too large, from + size must be less than or equal to: [${MOST_HITS}] but was [${size}]`,
    );
  }
  const test = testOf(body.query);
  const sort = sortOf(body.sort);
  const after = Array.isArray(body.search_after)
    ? (body.search_after as SortValue[])
    : undefined;
  const { from, to, namespaces } = boundsOf(body.query);
  const [namespace] = namespaces;
  if (namespace === undefined || from === -Infinity) {
    throw new SearchError(
      'illegal_argument_exception',
      'the sandbox needs a time [range] from, and a [term] of [kubernetes.namespace], among the filters',
    );
  }

  const hits: Array<{ document: LogDocument; sort: SortValue[] }> = [];
  const oldest = Math.max(from, now - KEPT_MS);
  for (
    let end = Math.min(to, now + 1);
    end > oldest && hits.length < size;
    end -= CHUNK_MS
  ) {
    const chunk = documentsOf(cluster, {
      namespace,
      from: Math.max(oldest, end - CHUNK_MS),
      to: end,
    })
      .filter(({ source }) => test(source))
      .map(document => ({
        document,
        sort: sort.map(field => sortValue(document, field)),
      }))
      .filter(hit => !after || compareSort(sort, hit.sort, after) > 0)
      .sort((a, b) => compareSort(sort, a.sort, b.sort));
    hits.push(...chunk);
  }
  return {
    took: 1,
    timed_out: false,
    _shards: { total: 1, successful: 1, skipped: 0, failed: 0 },
    hits: {
      ...(body.track_total_hits === false
        ? {}
        : { total: { value: hits.length, relation: 'gte' } }),
      max_score: null,
      hits: hits.slice(0, size).map(({ document, sort: values }) => ({
        _index: INDEX,
        _id: document.id,
        _score: null,
        _source: filtered(document.source, body._source),
        sort: values,
      })),
    },
  };
}
