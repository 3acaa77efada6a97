import assert from 'node:assert/strict';
import { asked, measured } from '../lib/metrics';
import { keyOf, Parameters } from '../lib/prometheus';
import { Scenario } from '../lib/scenario';
import { isRecord } from '../lib/json';

const MINUTE = { start: 1_700_000_000, end: 1_700_000_060 };

const strings = (data: unknown): string[] => {
  assert.ok(Array.isArray(data));
  return data.map(String);
};

export const promqlApiScenarios: Scenario[] = [
  asked(
    'time',
    'time() is the time asked about, at each step of a range',
    async prometheus => {
      const time = 1_700_000_000.25;
      const scalar = await prometheus.scalar('time()', time);
      assert.deepEqual([scalar.time, scalar.value], [time, time]);
      const vector = await prometheus.one('vector(time())', time);
      assert.deepEqual([vector.metric, vector.value], [{}, time]);
      assert.equal(
        (await prometheus.scalar('scalar(vector(7))', time)).text,
        '7',
      );
      const [series, ...more] = await prometheus.range('time()', {
        ...MINUTE,
        step: 20,
      });
      assert.deepEqual([series.metric, more], [{}, []]);
      assert.deepEqual(
        series.points.map(point => [point.time, point.value]),
        [0, 20, 40, 60].map(after => [
          MINUTE.start + after,
          MINUTE.start + after,
        ]),
      );
      const before = Date.now() / 1_000;
      const now = await prometheus.data('query', { query: 'time()' });
      const answered =
        isRecord(now) && Array.isArray(now.result) ? now.result : [];
      assert.ok(Math.abs(Number(answered[1]) - before) < 30, 'else it is now');
    },
  ),
  asked(
    'post',
    'A form in a POST is the same request as a GET',
    async prometheus => {
      const query = { query: 'vector(1) + 2', time: MINUTE.start };
      assert.deepEqual(
        await prometheus.data('query', query, 'POST'),
        await prometheus.data('query', query),
      );
      const range = { query: 'time() % 7', ...MINUTE, step: '15s' };
      assert.deepEqual(
        await prometheus.data('query_range', range, 'POST'),
        await prometheus.data('query_range', range),
      );
    },
  ),
  asked(
    'parse-errors',
    'A query that cannot be read is bad_data, and the place is named',
    async prometheus => {
      for (const [query, message] of [
        ['', '1:1: parse error: no expression found in input'],
        ['sum(', '1:5: parse error: unclosed left parenthesis'],
        ['x[5m', '1:5: parse error: unclosed left bracket'],
        ['x)', "1:3: parse error: unexpected right parenthesis ')'"],
        ['a b', '1:3: parse error: unexpected identifier "b"'],
        ['a +\n  b c', '2:5: parse error: unexpected identifier "c"'],
        ['"abc', '1:1: parse error: unterminated quoted string'],
        ['$x', "1:1: parse error: unexpected character: '$'"],
        ['x{a="b"', '1:8: parse error: unexpected end of input inside braces'],
        ['x{a=1}', "1:5: parse error: unexpected character inside braces: '1'"],
        [
          'x{a!"b"}',
          "1:4: parse error: unexpected character after '!' inside braces: '\"'",
        ],
        ['x[5]', '1:3: parse error: missing unit character in duration'],
        ['x[0s]', '1:3: parse error: duration must be greater than 0'],
        [
          '{}',
          '1:1: parse error: vector selector must contain at least one non-empty matcher',
        ],
        [
          'rate(x)',
          '1:6: parse error: expected type range vector in call to function "rate", got instant vector',
        ],
        [
          'histogram_quantile(x)',
          '1:1: parse error: expected 2 argument(s) in call to "histogram_quantile", got 1',
        ],
        [
          'sum by (a (x)',
          '1:11: parse error: unexpected "(" in grouping opts, expected "," or ")"',
        ],
        [
          'x[5m] + 1',
          '1:1: parse error: binary expression must contain only scalar and instant vector types',
        ],
        [
          '1 and 2',
          '1:1: parse error: set operator "and" not allowed in binary scalar expression',
        ],
        [
          '1 + bool 2',
          '1:3: parse error: bool modifier can only be used on comparison operators',
        ],
        [
          'x + on (a) group_left (a) y',
          '1:3: parse error: label "a" must not occur in ON and GROUP clause at once',
        ],
      ]) {
        assert.equal(
          await prometheus.refused(400, 'bad_data', 'query', { query }),
          `invalid parameter "query": ${message}`,
          query,
        );
        assert.equal(
          await prometheus.refused(400, 'bad_data', 'query_range', {
            query,
            ...MINUTE,
            step: 5,
          }),
          message,
          query,
        );
      }
    },
  ),
  asked(
    'unknown-function',
    'A function that is not known is named, with its place',
    async prometheus => {
      for (const [query, place, name] of [
        ['nope(x)', '1:1', 'nope'],
        ['1 + sum(rates(x[5m]))', '1:9', 'rates'],
        ['SUM(Rate(x[5m]))', '1:5', 'Rate'],
      ]) {
        assert.equal(
          await prometheus.refused(400, 'bad_data', 'query', { query }),
          `invalid parameter "query": ${place}: parse error: unknown function with name "${name}"`,
        );
      }
    },
  ),
  asked(
    'bad-times',
    'Times and steps that make no range are refused, and the parameter is named',
    async prometheus => {
      const range: Parameters = { query: '1', ...MINUTE, step: 5 };
      for (const [change, message] of [
        [
          { step: 0 },
          'invalid parameter "step": zero or negative query resolution step widths are not accepted. Try a positive integer',
        ],
        [
          { step: '-5s' },
          'invalid parameter "step": cannot parse "-5s" to a valid duration',
        ],
        [
          { step: 'soon' },
          'invalid parameter "step": cannot parse "soon" to a valid duration',
        ],
        [
          { end: MINUTE.start - 1 },
          'invalid parameter "end": end timestamp must not be before start time',
        ],
        [
          { start: 'today' },
          'invalid parameter "start": cannot parse "today" to a valid timestamp',
        ],
        [
          { end: '' },
          'invalid parameter "end": cannot parse "" to a valid timestamp',
        ],
        [
          { end: MINUTE.start + 11_001, step: 1 },
          'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)',
        ],
        [
          { query: 'x[5m]' },
          'invalid expression type "range vector" for range query, must be Scalar or instant Vector',
        ],
      ] as Array<[Parameters, string]>) {
        assert.equal(
          await prometheus.refused(400, 'bad_data', 'query_range', {
            ...range,
            ...change,
          }),
          message,
        );
      }
      const [{ points }] = await prometheus.range('1', {
        start: MINUTE.start,
        end: MINUTE.start + 11_000,
        step: 1,
      });
      assert.equal(points.length, 11_001, 'the bound itself is allowed');
      assert.equal(
        await prometheus.refused(400, 'bad_data', 'query', {
          query: '1',
          time: 'noon',
        }),
        'invalid parameter "time": Invalid time value for \'time\': cannot parse "noon" to a valid timestamp',
      );
    },
  ),
  measured(
    'series',
    'Series, labels and label values tell of the same series as a query, in order',
    async ({ prometheus, namespace, workloads, of, time }) => {
      const match = of('response_total');
      const within = { start: time - 20, end: time };
      const listed = await prometheus.data('series', {
        'match[]': [match],
        ...within,
      });
      assert.ok(Array.isArray(listed));
      const series = listed
        .filter(isRecord)
        .map(labels =>
          keyOf(
            Object.fromEntries(
              Object.entries(labels).map(([name, value]) => [
                name,
                String(value),
              ]),
            ),
          ),
        );
      const found = await prometheus.vector(match, time);
      assert.deepEqual(
        series.sort(),
        found.map(({ metric }) => keyOf(metric)).sort(),
      );
      const names = strings(
        await prometheus.data('labels', { 'match[]': [match], ...within }),
      );
      assert.deepEqual(
        names,
        [...new Set(found.flatMap(({ metric }) => Object.keys(metric)))].sort(),
      );
      assert.deepEqual(
        strings(
          await prometheus.data('label/replicaset/values', {
            'match[]': [match],
            ...within,
          }),
        ),
        workloads
          .flatMap(({ name, stable, canary }) =>
            [stable, ...(canary ? [canary] : [])].map(
              hash => `${name}-${hash}`,
            ),
          )
          .sort(),
      );
      assert.deepEqual(
        strings(
          await prometheus.data('label/__name__/values', {
            'match[]': [
              of('request_total'),
              `{__name__=~"response_total",namespace="${namespace}"}`,
            ],
            ...within,
          }),
        ),
        ['request_total', 'response_total'],
      );
      assert.deepEqual(await prometheus.data('label/no_such_label/values'), []);
      assert.equal(
        await prometheus.refused(400, 'bad_data', 'label/no-label/values'),
        'invalid label name: "no-label"',
      );
      assert.equal(
        await prometheus.refused(400, 'bad_data', 'series'),
        'no match[] parameter provided',
      );
      assert.equal(
        await prometheus.refused(400, 'bad_data', 'series', {
          'match[]': ['{}'],
        }),
        'invalid parameter "match[]": match[] must contain at least one non-empty matcher',
      );
    },
  ),
];
