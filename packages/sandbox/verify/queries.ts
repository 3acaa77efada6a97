import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import {
  GOLDEN_METRICS,
  GOLDEN_QUERIES,
  MetricsTarget,
} from '@slipway/plugin-metrics-common';
import { parseAllDocuments } from 'yaml';
import { CANARIES, END, stableHash } from './samples';

/** One query that both must answer alike. */
export interface QueryCase {
  id: string;
  query: string;
}

const CHART = join(__dirname, '../../../infra/charts/spring-service');

const targets: Record<string, MetricsTarget> = {
  service: { cluster: 'c', namespace: 'ecommerce', deployment: 'api-gateway' },
  deployment: {
    cluster: 'c',
    namespace: 'ecommerce',
    deployment: 'product-service',
  },
  canary: {
    cluster: 'c',
    namespace: 'ecommerce',
    podTemplateHash: CANARIES.bad,
  },
  slow: {
    cluster: 'c',
    namespace: 'ecommerce',
    deployment: 'payment-service',
    podTemplateHash: CANARIES.slow,
  },
  unmeasured: {
    cluster: 'c',
    namespace: 'ecommerce',
    podTemplateHash: CANARIES.dark,
  },
  unknown: { cluster: 'c', namespace: 'elsewhere', deployment: 'nobody' },
};

/** The product's table of queries. */
function product(): QueryCase[] {
  return Object.entries(targets).flatMap(([name, target]) =>
    GOLDEN_METRICS.map(metric => ({
      id: `product ${metric} ${name}`,
      query: GOLDEN_QUERIES[metric].build(target, '1m'),
    })),
  );
}

/** The queries of the chart's AnalysisTemplates, as Helm renders them. */
function analysis(helm: string): QueryCase[] {
  const rendered = execFileSync(
    helm,
    [
      'template',
      'order-service',
      CHART,
      '--namespace=ecommerce',
      `--values=${join(CHART, 'values/order-service.yaml')}`,
      '--show-only=templates/analysistemplates.yaml',
    ],
    { encoding: 'utf8' },
  );
  return parseAllDocuments(rendered).flatMap(document => {
    const name = String(document.getIn(['metadata', 'name']));
    const query = String(
      document.getIn(['spec', 'metrics', 0, 'provider', 'prometheus', 'query']),
    );
    const { bad, dark } = CANARIES;
    return [bad, stableHash('order-service'), dark].map(hash => ({
      id: `analysis ${name} ${hash}`,
      query: query.replaceAll('{{args.latest-hash}}', hash),
    }));
  });
}

const general: Record<string, string> = {
  'selector equal': 'request_total{deployment="product-service"}',
  'selector equal replicaset': `request_total{replicaset="order-service-${CANARIES.bad}"}`,
  'selector not equal': 'corner_gauge{kind!="wave"}',
  'selector regex': 'corner_total{kind=~"st.*|young"}',
  'selector regex is anchored': 'corner_total{kind=~"t"}',
  'selector not regex': 'corner_total{kind!~"st.*"}',
  'selector name as label': '{__name__="corner_limit"}',
  'selector name by regex': '{__name__=~"corner_(limit|zone)"}',
  'selector absent label': 'corner_total{owner=""}',
  'selector empty or something': 'corner_limit{owner=~"|team-a"}',
  'selector inline flag': 'corner_limit{owner=~"(?i)TEAM-A"}',
  'selector escapes': 'corner_gauge{kind="two \\"quotes\\" \\\\ and a\\nline"}',
  'selector raw string': 'corner_gauge{kind=~`n.n`}',
  'selector nothing': 'no_such_series',
  offset: 'corner_total offset 3m',
  'offset negative': 'corner_total offset -30s',
  'range vector': 'corner_total{kind="gaps"}[2m]',
  'range vector offset': 'corner_total{kind="steady"}[1m] offset 1m',
  rate: 'rate(corner_total[1m])',
  'rate long': 'rate(corner_total[10m])',
  'rate two and a half': 'rate(corner_total[37s])',
  'rate too short': 'rate(corner_total[14s])',
  'rate offset': 'rate(corner_total[2m] offset 4m)',
  increase: 'increase(corner_total[5m])',
  irate: 'irate(corner_total[2m])',
  delta: 'delta(corner_gauge[3m])',
  idelta: 'idelta(corner_gauge[3m])',
  'avg over time': 'avg_over_time(corner_gauge[4m])',
  'min over time': 'min_over_time(corner_gauge[4m])',
  'max over time': 'max_over_time(corner_gauge[4m])',
  'sum over time': 'sum_over_time(corner_gauge[4m])',
  'count over time': 'count_over_time(corner_gauge[4m])',
  'last over time': 'last_over_time(corner_gauge[20m])',
  'present over time': 'present_over_time(corner_gauge[20m])',
  changes: 'changes(corner_gauge[10m])',
  resets: 'resets(corner_total[10m])',
  'over time keeps names apart':
    'max_over_time({__name__=~"corner_(gauge|total)"}[1m])',
  sum: 'sum(corner_total)',
  'sum by':
    'sum by (deployment, replicaset, direction) (rate(request_total[1m]))',
  'sum by after': 'sum(rate(request_total[1m])) by (replicaset)',
  'sum without':
    'sum without (pod, status_code) (rate(response_total{direction="inbound"}[2m]))',
  'avg by': 'avg by (kind) (corner_gauge)',
  'avg of all': 'avg(corner_gauge)',
  min: 'min(corner_gauge)',
  max: 'max(corner_gauge{kind!="infinite"})',
  count: 'count by (zone) (corner_total)',
  'count of nothing': 'count(no_such_series)',
  'by absent label': 'sum by (owner) ({__name__=~"corner_(limit|zone)"})',
  'quantile of rates':
    'histogram_quantile(0.9, sum by (le, kind) (rate(corner_bucket[5m])))',
  'quantile of counts': 'histogram_quantile(0.5, corner_bucket)',
  'quantile zero': 'histogram_quantile(0, corner_bucket)',
  'quantile one': 'histogram_quantile(1, corner_bucket)',
  'quantile below': 'histogram_quantile(-1, corner_bucket)',
  'quantile above': 'histogram_quantile(2, corner_bucket)',
  'quantile NaN': 'histogram_quantile(NaN, corner_bucket)',
  'quantile by service':
    'histogram_quantile(0.99, sum by (le, deployment, replicaset) (rate(response_latency_ms_bucket[2m])))',
  'mean latency':
    'sum by (replicaset) (rate(response_latency_ms_sum[5m])) / sum by (replicaset) (rate(response_latency_ms_count[5m]))',
  'scalar arithmetic': '1 + 2 * 3 ^ 2 ^ 0.5 - 7 % 4 / 3',
  'sign and power': '-2 ^ 2',
  'sign of a vector': '-corner_total',
  'power left': '2 ^ 3 ^ 2',
  'division by zero': 'corner_zone / 0',
  'modulo negative': 'corner_gauge{kind="negative"} % 3',
  'number forms': '0x1F + 1e3 + .5 + 3.',
  'number infinity': 'Inf - 1',
  'number not a number': 'NaN == bool NaN',
  'number large': '1e21 + 0',
  'number small': '1.5e-7',
  'vector and scalar': '2 * corner_zone + 1',
  'scalar and vector': '10 - corner_zone',
  'vector and vector': 'corner_total + corner_total',
  'comparison filters': 'corner_gauge > 5',
  'comparison filters from the left': '5 < corner_gauge',
  'comparison not equal': 'corner_zone != 1',
  'comparison bool': 'corner_zone >= bool 1',
  'comparison of scalars': '1 <= bool 2',
  'comparison of vectors': 'corner_total > corner_total offset 1m',
  'comparison of vectors bool': 'corner_total == bool corner_total offset 1m',
  and: 'corner_total and corner_total > 100',
  'and on': 'corner_total and on (kind) corner_limit',
  'and ignoring': 'corner_limit and ignoring (owner) corner_limit',
  or: 'corner_limit or corner_zone',
  'or vector': 'sum(no_such_series) or vector(0)',
  unless: 'corner_total unless on (kind) corner_limit',
  'precedence of sets':
    'corner_zone > 0 or corner_limit and on (kind) corner_total unless corner_zone',
  'on one to one':
    'rate(corner_total{kind=~"steady|resets"}[1m]) > on (kind) corner_limit',
  'ignoring one to one':
    'corner_total{kind=~"steady|resets"} / ignoring (zone, owner) corner_limit',
  'group left': 'corner_total * on (kind) group_left (owner) corner_limit',
  'group left nothing': 'corner_total * on (zone) group_left () corner_zone',
  'group right': 'corner_zone * on (zone) group_right () corner_total',
  vector: 'vector(1.5)',
  scalar: 'scalar(sum(corner_zone))',
  'scalar of several': 'scalar(corner_zone)',
  time: 'time()',
  'time minus': 'time() - 1768485000',
  abs: 'abs(corner_gauge)',
  ceil: 'ceil(corner_gauge)',
  floor: 'floor(corner_gauge)',
  round: 'round(corner_gauge)',
  'round to': 'round(corner_gauge{kind=~"wave|negative"}, 0.25)',
  clamp: 'clamp(corner_gauge, -3, 3)',
  'clamp min': 'clamp_min(corner_gauge, 2)',
  'clamp max': 'clamp_max(corner_gauge, scalar(sum(corner_zone)))',
  sqrt: 'sqrt(corner_gauge)',
  ln: 'ln(corner_zone)',
  log2: 'log2(corner_gauge)',
  log10: 'log10(corner_gauge)',
  sort: 'sort(corner_gauge)',
  'sort descending': 'sort_desc(corner_zone)',
  sgn: 'sgn(corner_gauge)',
  exp: 'exp(corner_zone)',
  absent: 'absent(no_such_series{a="b",c=~"d",e!="f"})',
  'absent twice': 'absent(no_such_series{a="b",a="c"})',
  'absent but there': 'absent(corner_zone)',
  'absent of a sum': 'absent(sum(no_such_series))',
  'label replace':
    'label_replace(corner_limit, "team", "$1-${1}x", "owner", "team-(.*)")',
  'label replace to name':
    'label_replace(corner_limit, "kind", "", "kind", "steady")',
  'label replace no match': 'label_replace(corner_limit, "x", "y", "z", "q+")',
  comments: 'sum( # all of it\n  corner_zone\n)',
  keywords: 'SUM BY (kind) (corner_limit) OR corner_zone',
  string: '"a \\x41 \\u00e4 text"',
  'lookback bound': 'corner_gauge{kind=~"once|ended"}',
  parentheses: '((corner_zone)) * (2 + 3)',
  'whole failures':
    'sum(rate(response_total{classification="failure"}[5m])) by (deployment, replicaset) / sum(rate(response_total[5m])) by (deployment, replicaset) * 100 > 0.05',
  callers:
    'sum by (dst_deployment, dst_replicaset) (rate(request_total{direction="outbound",replicaset=~"api-gateway-.+"}[1m]))',
};

/** Queries that both must refuse, with the same status and type of error. */
const wrong: Record<string, string> = {
  empty: '',
  'no operand': 'sum(',
  'missing brace': 'corner_gauge{kind="a"',
  'missing parenthesis': '(corner_zone',
  'two expressions': 'corner_zone corner_limit',
  'unknown function': 'no_such_function(corner_zone)',
  'too few arguments': 'clamp_min(corner_zone)',
  'too many arguments': 'abs(corner_zone, 1)',
  'rate of an instant vector': 'rate(corner_total)',
  'sum of a range': 'sum(corner_total[1m])',
  'arithmetic on a range': 'corner_total[1m] + 1',
  'range of a call': 'abs(corner_zone)[1m]',
  'scalar comparison without bool': '1 > 2',
  'bool on arithmetic': '1 + bool 2',
  'set of scalars': 'corner_zone and 1',
  'matching of scalars': 'corner_zone + on (zone) 1',
  'grouping of sets': 'corner_zone and on (zone) group_left corner_zone',
  'empty selector': '{}',
  'selector of empties': '{kind=~".*"}',
  'name twice': 'corner_zone{__name__="x"}',
  'bad regex': 'corner_zone{zone=~"("}',
  'regex of another kind': 'corner_zone{zone=~"(?=a)"}',
  'bad operator': 'corner_zone{zone>"a"}',
  'unterminated string': 'corner_zone{zone="a}',
  'unknown escape': '"\\q"',
  'bad duration': 'rate(corner_total[5x])',
  'zero duration': 'rate(corner_total[0s])',
  'duration order': 'rate(corner_total[5s1m])',
  'bad character': 'corner_zone ! 1',
  'trailing comma': 'clamp_min(corner_zone, 1,)',
  'offset of a call': 'abs(corner_zone) offset 1m',
  'offset before range': 'corner_total offset 1m [1m]',
  'many to many': 'corner_total * on (zone) corner_total',
  'many to one unsaid': 'corner_total * on (zone) corner_zone',
  'names lost': 'rate({__name__=~"response_latency_ms_(sum|count)"}[1m])',
  'bad label replace':
    'label_replace(corner_zone, "zone", "same", "zone", ".*")',
  'bad label name': 'label_replace(corner_zone, "1x", "a", "zone", "a")',
  'range of a string': 'rate("a")',
};

/** All queries, each with a name of its own. */
export function queryCases(helm: string): QueryCase[] {
  const named = (prefix: string, table: Record<string, string>) =>
    Object.entries(table).map(([name, query]) => ({
      id: `${prefix} ${name}`,
      query,
    }));
  return [
    ...product(),
    ...analysis(helm),
    ...named('query', general),
    ...named('refused', wrong),
  ];
}

/** Moments of instant queries: on and beside samples, at bounds, before and after all. */
export const MOMENTS = [
  END,
  END - 8 * 60_000 + 2_345,
  END - 20 * 60_000 - 1,
  END + 5 * 60_000,
  END + 5 * 60_000 + 1,
  END - 2 * 60_000,
  END - 3 * 3_600_000,
];

/** Ranges of range queries. */
export const RANGES = [
  { start: END - 12 * 60_000, end: END, step: '15' },
  { start: END - 50 * 60_000 - 500, end: END + 360_000, step: '47s' },
];

/** What the sandbox refuses although Prometheus has it: each by name. */
export const NOT_SUPPORTED: Record<string, [query: string, named: string]> = {
  topk: ['topk(2, corner_zone)', 'topk'],
  quantile: ['quantile(0.5, corner_zone)', 'quantile'],
  predict_linear: ['predict_linear(corner_gauge[5m], 60)', 'predict_linear'],
  label_join: ['label_join(corner_zone, "a", "-", "zone")', 'label_join'],
  subquery: ['max_over_time(rate(corner_total[1m])[5m:1m])', 'subqueries'],
  'at modifier': ['corner_zone @ 1768485000', '@ modifier'],
  atan2: ['corner_zone atan2 corner_zone', 'atan2'],
};
