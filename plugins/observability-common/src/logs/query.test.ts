import { logSearch } from './query';
import { LogFilter, LogSubject } from './types';

const subject: LogSubject = {
  namespace: 'ecommerce',
  workload: 'order-service',
  stableHash: '7b9d',
  canaryHash: '5c8f',
};
const range = { from: 0, to: 60_000 };

interface Search {
  query: { bool: { filter: Array<Record<string, unknown>> } };
  sort: unknown[];
  [member: string]: unknown;
}
const searchOf = (
  filter: Partial<LogFilter> = {},
  options: object = {},
  of: LogSubject = subject,
) =>
  logSearch(
    of,
    { side: 'all', ...filter },
    { range, size: 100, ...options },
  ) as unknown as Search;
const filters = (...args: Parameters<typeof searchOf>) =>
  searchOf(...args).query.bool.filter;

describe('the search for lines', () => {
  it('is bounded by time, namespace and workload, newest first with tiebreakers', () => {
    const { query, sort, size, track_total_hits: total } = searchOf();
    expect(query.bool.filter).toEqual([
      {
        range: {
          '@timestamp': {
            gte: '1970-01-01T00:00:00.000Z',
            lte: '1970-01-01T00:01:00.000Z',
            format: 'strict_date_optional_time',
          },
        },
      },
      { term: { 'kubernetes.namespace': { value: 'ecommerce' } } },
      {
        bool: {
          minimum_should_match: 1,
          should: [
            {
              regexp: {
                'kubernetes.replicaset.name': {
                  value: 'order-service-[bcdfghjklmnpqrstvwxz2456789]{1,10}',
                },
              },
            },
            {
              term: {
                'kubernetes.deployment.name': { value: 'order-service' },
              },
            },
            {
              term: {
                'kubernetes.statefulset.name': { value: 'order-service' },
              },
            },
          ],
        },
      },
    ]);
    expect(sort).toHaveLength(3);
    expect(size).toBe(100);
    expect(total).toBe(false);
  });

  it.each<[LogFilter['side'], LogSubject, string]>([
    ['stable', subject, '7b9d'],
    ['canary', subject, '5c8f'],
  ])('of the %s is by label or ReplicaSet', (side, of, hash) => {
    expect(filters({ side }, {}, of)[3]).toEqual({
      bool: {
        minimum_should_match: 1,
        should: [
          {
            term: {
              'kubernetes.labels.rollouts-pod-template-hash': { value: hash },
            },
          },
          {
            term: {
              'kubernetes.replicaset.name': { value: `order-service-${hash}` },
            },
          },
        ],
      },
    });
  });

  it('of a canary that there is not finds nothing', () => {
    const none = { ...subject, canaryHash: undefined };
    expect(filters({ side: 'canary' }, {}, none)[3]).toEqual({
      terms: { 'kubernetes.replicaset.name': [] },
    });
  });

  it('takes text literally, whatever it holds', () => {
    const text = '*" OR message:secret } ] \\';
    expect(filters({ text })[3]).toEqual({
      match_phrase: { message: { query: text } },
    });
    expect(filters({ text: '   ' })).toHaveLength(3);
  });

  it('escapes names in the expression', () => {
    const odd = { ...subject, workload: 'a.b*' };
    expect(JSON.stringify(filters({}, {}, odd)[2])).toContain(
      JSON.stringify('a\\.b\\*-').slice(1, -1),
    );
  });

  it('finds a level and worse ones, as a field or in the text', () => {
    const [, , , level] = filters({ level: 'WARN' });
    expect(level).toMatchObject({
      bool: {
        should: [
          {
            terms: {
              'log.level': expect.arrayContaining(['WARN', 'error', 'FATAL']),
            },
          },
          {},
          { bool: { must_not: [{}, {}], minimum_should_match: 1 } },
        ],
      },
    });
    expect(JSON.stringify(level)).not.toContain('INFO');
    expect(filters({ level: 'TRACE' })).toHaveLength(3);
  });

  it('continues behind a line, and keeps to a cluster', () => {
    expect(searchOf({}, { after: [1, 2, 'pod'] }).search_after).toEqual([
      1,
      2,
      'pod',
    ]);
    expect(
      filters({}, { fixed: { 'orchestrator.cluster.name': 'gke-prod' } })[2],
    ).toEqual({ term: { 'orchestrator.cluster.name': { value: 'gke-prod' } } });
  });

  it.each<[string, Partial<LogFilter>, object]>([
    ['from', {}, { range: { from: 1, to: 0 } }],
    ['size', {}, { size: 501 }],
    ['size', {}, { size: 0.5 }],
    ['text', { text: 'x'.repeat(201) }, {}],
  ])('refuses a wrong %s', (word, filter, options) => {
    expect(() => searchOf(filter, options)).toThrow(word);
  });
});
