import { BAD as bad, CANARY, NOW, START } from './__testUtils__/badCanary';
import { createLogsServer } from './LogsServer';
import { modelLines } from './modelLines';
import { search } from './search';

const whole = { namespace: 'ecommerce', from: START, to: NOW };

const body = (more: object[] = [], members: object = {}) => ({
  size: 100,
  track_total_hits: false,
  query: {
    bool: {
      filter: [
        {
          range: {
            '@timestamp': {
              gte: new Date(START).toISOString(),
              lte: new Date(NOW).toISOString(),
              format: 'strict_date_optional_time',
            },
          },
        },
        { term: { 'kubernetes.namespace': 'ecommerce' } },
        ...more,
      ],
    },
  },
  sort: [
    { '@timestamp': { order: 'desc' } },
    { 'log.offset': { order: 'desc', unmapped_type: 'long' } },
  ],
  ...members,
});

interface Hit {
  _id: string;
  _source: Record<string, unknown>;
  sort: unknown[];
}
const hitsOf = (answer: object) =>
  (answer as { hits: { hits: Hit[] } }).hits.hits;

describe('lines of the model', () => {
  it('are as many errors as the proxies counted, those of a called service named', () => {
    const errors = modelLines(bad.metrics, whole).filter(
      ({ level }) => level === 'ERROR',
    );
    expect(errors).toHaveLength(7);
    expect(errors.every(({ pod }) => pod === CANARY)).toBe(true);
    expect(
      errors.filter(({ message }) =>
        message.startsWith('Call of user-service'),
      ),
    ).toHaveLength(1);
  });

  it('are the same each time, whatever the interval they are asked for in', () => {
    const once = modelLines(bad.metrics, whole);
    const parts = [
      { ...whole, to: START + 3_000 },
      { ...whole, from: START + 3_000 },
    ].flatMap(interval => modelLines(bad.metrics, interval));
    const key = ({ pod, at, offset }: (typeof once)[number]) =>
      `${pod} ${at} ${offset}`;
    expect(parts.map(key).sort()).toEqual(once.map(key).sort());
    expect(new Set(once.map(key)).size).toBe(once.length);
  });
});

describe('_search', () => {
  const ask = (more: object[], members?: object) =>
    hitsOf(search(bad, body(more, members), NOW));

  it('gives documents as Filebeat writes them for a Rollout', () => {
    const [{ _source }] = ask([{ match: { message: 'ERROR' } }]);
    expect(_source).toMatchObject({
      kubernetes: {
        namespace: 'ecommerce',
        pod: { name: CANARY },
        replicaset: { name: 'order-service-5c8f' },
        labels: {
          'app_kubernetes_io/name': 'order-service',
          'rollouts-pod-template-hash': '5c8f',
        },
      },
    });
    expect(_source.kubernetes).not.toHaveProperty('deployment');
  });

  it.each<[string, object, number]>([
    ['term', { term: { 'kubernetes.pod.name': { value: CANARY } } }, 7],
    ['terms', { terms: { 'kubernetes.pod.name': ['x', CANARY] } }, 7],
    [
      'regexp, anchored',
      { regexp: { 'kubernetes.replicaset.name': { value: 'order' } } },
      0,
    ],
    ['exists', { exists: { field: 'log.level' } }, 0],
    [
      'match_phrase',
      { match_phrase: { message: { query: 'call of USER-service' } } },
      1,
    ],
    [
      'bool with should and must_not',
      {
        bool: {
          should: [
            { match: { message: 'call' } },
            { match: { message: 'servlet' } },
          ],
          must_not: [{ match_phrase: { message: 'user-service' } }],
          minimum_should_match: 1,
        },
      },
      6,
    ],
  ])('%s', (_, filter, count) => {
    const errors = ask([filter, { match: { message: 'ERROR' } }]);
    expect(errors).toHaveLength(count);
  });

  it('continues behind a hit, with nothing twice and nothing left out', () => {
    const all = ask([]);
    const pages: Hit[] = [];
    for (let after: unknown[] | undefined; ; ) {
      const page = ask([], {
        size: 2,
        ...(after ? { search_after: after } : {}),
      });
      if (page.length === 0) break;
      pages.push(...page);
      after = page[page.length - 1].sort;
    }
    expect(pages.map(({ _id }) => _id)).toEqual(all.map(({ _id }) => _id));
    expect(new Set(all.map(({ _id }) => _id)).size).toBe(all.length);
  });

  it('gives the members of a document that are asked for', () => {
    const [{ _source }] = ask([], { _source: ['message', 'kubernetes.pod'] });
    expect(Object.keys(_source).sort()).toEqual(['kubernetes', 'message']);
    expect(Object.keys(_source.kubernetes as object)).toEqual(['pod']);
  });
});

describe('the server', () => {
  const server = createLogsServer([bad], () => NOW);
  let url = '';
  beforeAll(async () => {
    ({ url } = await server.listen(0));
  });
  afterAll(() => server.close());

  const post = async (path: string, sent: unknown, headers: object = {}) => {
    const answer = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(sent),
    });
    return { status: answer.status, body: await answer.json() };
  };

  it('answers a search', async () => {
    const { status, body: answer } = await post(
      '/gke-prod/filebeat-*/_search',
      body(),
    );
    expect(status).toBe(200);
    expect(hitsOf(answer).length).toBeGreaterThan(6);
  });

  it.each<[string, string, unknown, number, string]>([
    [
      'an aggregation',
      '/gke-prod/filebeat-*/_search',
      { aggs: {} },
      400,
      '[aggs]',
    ],
    [
      'a query that the portal does not send',
      '/gke-prod/filebeat-*/_search',
      body([{ query_string: { query: '*' } }]),
      400,
      '[query_string]',
    ],
    [
      'no time',
      '/gke-prod/filebeat-*/_search',
      { ...body(), query: { bool: {} } },
      400,
      '[range]',
    ],
    ['another index', '/gke-prod/metrics/_search', body(), 404, '[metrics]'],
    ['another request', '/gke-prod/_cat/indices', {}, 400, '/_cat/indices'],
    ['another cluster', '/moon/filebeat-*/_search', body(), 400, '/moon/'],
  ])(
    "refuses %s in Elasticsearch's shape",
    async (_, path, sent, code, named) => {
      const { status, body: answer } = await post(path, sent);
      expect(status).toBe(code);
      expect(answer).toMatchObject({
        status: code,
        error: { type: expect.any(String), root_cause: [{}] },
      });
      expect(answer.error.reason).toContain(named);
    },
  );

  it('is not for browsers', async () => {
    const { status } = await post('/gke-prod/filebeat-*/_search', body(), {
      origin: 'http://evil.test',
    });
    expect(status).toBe(403);
  });
});
