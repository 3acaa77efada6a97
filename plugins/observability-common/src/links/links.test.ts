import {
  dashboardOf,
  grafanaDashboardUrl,
  grafanaExploreUrl,
  grafanaOf,
} from './grafana';
import { kibanaDiscoverUrl, logQuery } from './kibana';
import { kqlAll } from './kql';
import { encodeRison, Rison } from './rison';
import { GrafanaSource, KibanaSource } from './sources';
import { zipkinUrl } from './zipkin';
import { decodeRison } from '../__fixtures__/decodeRison';

const RANGE = {
  from: Date.parse('2026-01-15T13:00:00Z'),
  to: Date.parse('2026-01-15T14:00:00Z'),
};
const SUBJECT = {
  cluster: 'gke-prod',
  namespace: 'shop',
  workload: 'orders',
  revision: '7bcd',
};
/** What an annotation or a name could hold to break out of its place. */
const EVIL = `x' or "1":*) !,&=#?/\\\n\u202e%27`;
const GRAFANA: GrafanaSource = {
  id: 'main',
  baseUrl: 'https://grafana.example.com/g',
  orgId: 3,
  datasources: { 'gke-prod': 'prom-gke' },
  dashboard: {
    uid: 'services',
    slug: 'services',
    variables: { namespace: 'ns', workload: 'app', revision: 'hash' },
  },
};
const KIBANA: KibanaSource = {
  baseUrl: 'https://kibana.example.com',
  space: 'team a',
  dataViewId: 'logs-*',
  fields: {
    namespace: 'kubernetes.namespace',
    workload: 'kubernetes.labels.app_kubernetes_io/name',
    revision: 'kubernetes.labels.rollouts-pod-template-hash',
  },
};

describe('Grafana', () => {
  const dashboard = { ...GRAFANA.dashboard!, slug: undefined };
  it('opens a dashboard with range and variables', () => {
    const url = new URL(
      grafanaDashboardUrl(GRAFANA, GRAFANA.dashboard!, SUBJECT, RANGE),
    );
    expect(url.origin + url.pathname).toBe(
      'https://grafana.example.com/g/d/services/services',
    );
    expect(Object.fromEntries(url.searchParams)).toEqual({
      orgId: '3',
      from: '1768482000000',
      to: '1768485600000',
      'var-ns': 'shop',
      'var-app': 'orders',
      'var-hash': '7bcd',
    });
  });

  it('keeps what a name holds in its parameter, and leaves out what is not known', () => {
    const { revision: _, ...whole } = { ...SUBJECT, workload: EVIL };
    const url = new URL(grafanaDashboardUrl(GRAFANA, dashboard, whole, RANGE));
    expect(url.pathname).toBe('/g/d/services');
    expect(url.searchParams.get('var-app')).toBe(EVIL);
    expect(url.searchParams.has('var-hash')).toBe(false);
    expect(url.hash).toBe('');
  });

  it('opens Explore with a query and a range of strings', () => {
    const query = `sum(rate(x{a="b&c#"}[1m]))`;
    const url = new URL(grafanaExploreUrl(GRAFANA, 'prom-gke', query, RANGE));
    expect(url.pathname).toBe('/g/explore');
    expect(url.searchParams.get('schemaVersion')).toBe('1');
    expect(url.searchParams.get('orgId')).toBe('3');
    expect(JSON.parse(url.searchParams.get('panes') ?? '')).toEqual({
      a: {
        datasource: 'prom-gke',
        queries: [
          {
            refId: 'A',
            datasource: { type: 'prometheus', uid: 'prom-gke' },
            expr: query,
          },
        ],
        range: { from: '1768482000000', to: '1768485600000' },
      },
    });
  });

  const problem = {
    problem:
      'The annotation grafana/overview-dashboard names no dashboard of the Grafana main.',
  };
  it.each<[string, object]>([
    ['abc-DEF_1', { uid: 'abc-DEF_1' }],
    [`${GRAFANA.baseUrl}/d/abc`, { uid: 'abc' }],
    [
      `${GRAFANA.baseUrl}/d/abc/orders?orgId=9&var-x=1#y`,
      { uid: 'abc', slug: 'orders' },
    ],
    ['https://evil.example.com/d/abc', problem],
    ['https://grafana.example.com/g@evil.example.com/d/abc', problem],
    [`${GRAFANA.baseUrl}/d/../../logout`, problem],
    [`${GRAFANA.baseUrl}/d/a%2f..`, problem],
    ['data:text/html,x', problem],
    ['', problem],
  ])('takes uid and slug alone from the annotation %j', (value, expected) => {
    expect(dashboardOf(value, GRAFANA)).toEqual(expected);
  });

  it('chooses the Grafana of the entity', () => {
    const second = { ...GRAFANA, id: 'second', baseUrl: 'https://g2' };
    const hosts = [GRAFANA, second];
    expect(grafanaOf(hosts, {}).source?.id).toBe('main');
    expect(grafanaOf(hosts, { 'grafana/host-id': 'second' }).source?.id).toBe(
      'second',
    );
    expect(grafanaOf(hosts, { 'grafana/host-id': 'third' })).toEqual({
      problems: [
        'The annotation grafana/host-id names no Grafana that is configured.',
      ],
    });
    expect(grafanaOf([], { 'grafana/host-id': 'main' })).toEqual({
      problems: [],
    });
    expect(
      grafanaOf(hosts, {
        'grafana/host-id': 'second',
        'grafana/overview-dashboard': 'https://g2/d/own',
      }).source?.dashboard,
    ).toEqual({ uid: 'own', variables: GRAFANA.dashboard?.variables });
  });
});

describe('RISON', () => {
  // Of Kibana's own tests: src/platform/packages/shared/kbn-rison.
  it.each<[Rison, string]>([
    [{ a: 0, b: 'foo', c: '23skidoo' }, "(a:0,b:foo,c:'23skidoo')"],
    [[1, 'a', true, false, null], '!(1,a,!t,!f,!n)'],
    ["can't", "'can!'t'"],
    ['wow!', "'wow!!'"],
    ['', "''"],
    ['a b', "'a b'"],
    ['-h', "'-h'"],
    ['a-z', 'a-z'],
    [1e21, '1e21'],
    [-1.5, '-1.5'],
    [{ "a'b": {} }, "('a!'b':())"],
    [[], '!()'],
  ])('%j is %s', (value, text) => {
    expect(encodeRison(value)).toBe(text);
    expect(decodeRison(text)).toEqual(value);
  });

  it.each([EVIL, ')),(a:1', "!'", '😀'])('gives back %j', value => {
    expect(decodeRison(encodeRison({ query: { query: value } }))).toEqual({
      query: { query: value },
    });
  });
});

describe('Kibana', () => {
  const parsed = (url: string) => {
    const { pathname, hash, origin } = new URL(url);
    const search = new URLSearchParams(hash.replace('#/?', ''));
    return {
      at: origin + pathname,
      g: decodeRison(search.get('_g') ?? ''),
      a: decodeRison(search.get('_a') ?? ''),
    };
  };

  it('opens Discover with the lines of the canary in the range', () => {
    expect(parsed(kibanaDiscoverUrl(KIBANA, SUBJECT, RANGE))).toEqual({
      at: 'https://kibana.example.com/s/team%20a/app/discover',
      g: {
        time: {
          from: '2026-01-15T13:00:00.000Z',
          to: '2026-01-15T14:00:00.000Z',
        },
      },
      a: {
        dataSource: { dataViewId: 'logs-*', type: 'dataView' },
        query: {
          language: 'kuery',
          query:
            'kubernetes.namespace : "shop" and kubernetes.labels.app_kubernetes_io/name : "orders" and kubernetes.labels.rollouts-pod-template-hash : "7bcd"',
        },
      },
    });
  });

  it('names the cluster where log lines have it', () => {
    const fields = { ...KIBANA.fields, cluster: 'orchestrator.cluster.name' };
    expect(logQuery({ fields }, SUBJECT)).toMatch(
      /^orchestrator\.cluster\.name : "gke-prod" and /,
    );
  });

  it('keeps what a name holds in its quotes', () => {
    const { a } = parsed(
      kibanaDiscoverUrl(KIBANA, { ...SUBJECT, workload: EVIL }, RANGE),
    );
    expect(JSON.stringify(a)).toContain('kubernetes.namespace');
    expect(a).toMatchObject({ query: { language: 'kuery' } });
    expect(kqlAll([['f', `a" or * : "\\`]])).toBe('f : "a\\" or * : \\"\\\\"');
    expect(kqlAll([['f', 'a\n\r\tb']])).toBe('f : "a\\n\\r\\tb"');
  });
});

describe('Zipkin', () => {
  it('opens the traces of the service in the range', () => {
    const url = new URL(
      zipkinUrl(
        { baseUrl: 'https://z.example.com/zipkin' },
        { workload: EVIL },
        RANGE,
      ),
    );
    expect(url.pathname).toBe('/zipkin/');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      serviceName: EVIL.toLowerCase(),
      lookback: 'range',
      startTs: '1768482000000',
      endTs: '1768485600000',
      limit: '50',
    });
  });
});
