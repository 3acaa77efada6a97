import { InputError } from '@backstage/errors';
import {
  LOG_LEVELS,
  LogCursor,
  LogFilter,
  LogLevel,
  LogSubject,
} from './types';

/** Lines of one page, at most. */
export const MOST_LINES = 500;
const LONGEST_TEXT = 200;

/** Members of the documents that a line is made of. */
export const LOG_SOURCE = [
  '@timestamp',
  'message',
  'log.level',
  'log.logger',
  'level',
  'logger_name',
  'thread_name',
  'process.thread.name',
  'stack_trace',
  'error.stack_trace',
  'kubernetes.pod.name',
  'kubernetes.container.name',
  'kubernetes.replicaset.name',
  'kubernetes.labels',
] as const;

/** Fields of Filebeat for Kubernetes, and what makes the order of lines of one moment certain. */
const NAMESPACE = 'kubernetes.namespace';
const REPLICA_SET = 'kubernetes.replicaset.name';
const HASH_LABEL = 'kubernetes.labels.rollouts-pod-template-hash';

/** Letters of a pod template hash: `SafeEncodeString` of Kubernetes' `util/rand`. */
const HASH = '[bcdfghjklmnpqrstvwxz2456789]{1,10}';

/** A range of time, ms since 1970, ends included. */
export interface LogRange {
  from: number;
  to: number;
}

/** What limits lines beside subject and filter. */
export interface LogQueryOptions {
  range: LogRange;
  /** Fields that lines of the cluster have, where several clusters share an index. */
  fixed?: Readonly<Record<string, string>>;
  size: number;
  after?: LogCursor;
  /** For the search on the server, ms. */
  timeoutMs?: number;
}

/** Every character that means something in Lucene's regular expressions. */
function regexpLiteral(text: string): string {
  return text.replace(/[.?+*|{}[\]()"\\#@&<>~^$]/g, '\\$&');
}

const anyOf = (should: object[]): object => ({
  bool: { should, minimum_should_match: 1 },
});

/**
 * Whose lines: a Rollout's and a Deployment's pods belong to ReplicaSets, and
 * Filebeat has no deployment for those of a Rollout.
 */
function ofWorkload({ workload }: LogSubject): object {
  const pattern = `${regexpLiteral(workload)}-${HASH}`;
  return anyOf([
    { regexp: { [REPLICA_SET]: { value: pattern } } },
    { term: { 'kubernetes.deployment.name': { value: workload } } },
    { term: { 'kubernetes.statefulset.name': { value: workload } } },
  ]);
}

/** Lines of one revision, by its label or by the name of its ReplicaSet. */
function ofRevision(workload: string, hash: string): object {
  return anyOf([
    { term: { [HASH_LABEL]: { value: hash } } },
    { term: { [REPLICA_SET]: { value: `${workload}-${hash}` } } },
  ]);
}

/** No line has this: a side that there is not has no lines. */
const NOTHING = { terms: { [REPLICA_SET]: [] } };

/** The names under which a level and those above it are written. */
export function namesFrom(level: LogLevel): string[] {
  const names: string[] = LOG_LEVELS.slice(LOG_LEVELS.indexOf(level));
  const also: Partial<Record<LogLevel, string[]>> = {
    WARN: ['WARNING'],
    ERROR: ['FATAL', 'SEVERE', 'CRITICAL'],
  };
  return names.flatMap(name => [name, ...(also[name as LogLevel] ?? [])]);
}

/**
 * The level as a field, or in the text of a line that has no such field. The
 * second finds too much: lines are filtered again when they have been read.
 */
function ofLevel(level: LogLevel): object {
  const names = namesFrom(level);
  const written = names.flatMap(name => [name, name.toLowerCase()]);
  return anyOf([
    { terms: { 'log.level': written } },
    { terms: { level: written } },
    {
      bool: {
        must_not: [
          { exists: { field: 'log.level' } },
          { exists: { field: 'level' } },
        ],
        should: names.map(name => ({ match: { message: { query: name } } })),
        minimum_should_match: 1,
      },
    },
  ]);
}

/**
 * The body of `_search` for lines of a workload, newest first. Values stand in
 * JSON, each in a clause that takes it literally: nothing of them is read as a query.
 *
 * @throws InputError naming the rule
 * @see https://www.elastic.co/guide/en/elasticsearch/reference/8.17/paginate-search-results.html#search-after
 */
export function logSearch(
  subject: LogSubject,
  filter: LogFilter,
  options: LogQueryOptions,
): object {
  const { range, fixed = {}, size, after, timeoutMs = 5_000 } = options;
  const { side, level, text } = filter;
  if (!(range.to >= range.from)) {
    throw new InputError('to must not be before from');
  }
  if (!Number.isInteger(size) || size < 1 || size > MOST_LINES) {
    throw new InputError(`size must be from 1 to ${MOST_LINES}`);
  }
  if (text !== undefined && text.length > LONGEST_TEXT) {
    throw new InputError(`text must have at most ${LONGEST_TEXT} characters`);
  }
  const hash = side === 'stable' ? subject.stableHash : subject.canaryHash;
  const words = text?.trim();
  const filters: object[] = [
    {
      range: {
        '@timestamp': {
          gte: new Date(range.from).toISOString(),
          lte: new Date(range.to).toISOString(),
          format: 'strict_date_optional_time',
        },
      },
    },
    { term: { [NAMESPACE]: { value: subject.namespace } } },
    ...Object.entries(fixed).map(([field, value]) => ({
      term: { [field]: { value } },
    })),
    ofWorkload(subject),
    ...(side === 'all'
      ? []
      : [hash ? ofRevision(subject.workload, hash) : NOTHING]),
    ...(level && level !== 'TRACE' ? [ofLevel(level)] : []),
    ...(words ? [{ match_phrase: { message: { query: words } } }] : []),
  ];
  return {
    size,
    track_total_hits: false,
    timeout: `${timeoutMs}ms`,
    _source: [...LOG_SOURCE],
    query: { bool: { filter: filters } },
    sort: [
      { '@timestamp': { order: 'desc' } },
      { 'log.offset': { order: 'desc', unmapped_type: 'long' } },
      { 'kubernetes.pod.name': { order: 'desc', unmapped_type: 'keyword' } },
    ],
    ...(after ? { search_after: [...after] } : {}),
  };
}
