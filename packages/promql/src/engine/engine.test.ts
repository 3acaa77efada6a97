import { createEngine } from './engine';
import { PromqlError } from './errors';
import { seriesOf, sourceOf } from './testing';

const SECOND = 1000;

const series = [
  seriesOf({ __name__: 'up', job: 'a', zone: 'x' }, [1, 2, 3, 4, 5, 6, 7]),
  seriesOf({ __name__: 'up', job: 'b', zone: 'x' }, [2, 4, 6, 8, 10, 12, 14]),
  seriesOf({ __name__: 'twin', job: 'a', zone: 'x' }, Array(7).fill(1)),
  seriesOf({ __name__: 'limit', job: 'a', team: 't' }, Array(7).fill(6.5)),
  seriesOf({ __name__: 'resets' }, [0, 10, 20, 5, 15, 25, 35]),
  seriesOf({ __name__: 'ended' }, [1, 2, 3, 'stale']),
  seriesOf({ __name__: 'back' }, [1, 2, 'stale', undefined, 5, 6]),
  seriesOf({ __name__: 'odd', kind: 'nan' }, Array(7).fill(NaN)),
  seriesOf({ __name__: 'odd', kind: 'inf' }, Array(7).fill(Infinity)),
];
const engine = createEngine(sourceOf(...series));

/** Results as text, in a fixed order. */
function ask(query: string, at = 60 * SECOND): string[] {
  const value = engine.instant(query, at);
  return value.type === 'scalar'
    ? [String(value.value)]
    : value.result
        .map(({ labels, value: number }) => {
          const { __name__: name = '', ...rest } = labels;
          const inside = Object.keys(rest)
            .sort()
            .map(label => `${label}=${rest[label]}`);
          return `${name}{${inside}} ${Number(number.toPrecision(12))}`;
        })
        .sort();
}

describe('createEngine', () => {
  it.each<[string, string[]]>([
    ['up', ['up{job=a,zone=x} 7', 'up{job=b,zone=x} 14']],
    ['up{job!="a"}', ['up{job=b,zone=x} 14']],
    ['up offset 20s', ['up{job=a,zone=x} 5', 'up{job=b,zone=x} 10']],
    ['{team="t"}', ['limit{job=a,team=t} 6.5']],
    ['rate(up{job="a"}[1m])', ['{job=a,zone=x} 0.1']],
    ['increase(up{job="a"}[1m])', ['{job=a,zone=x} 6']],
    ['irate(up{job="b"}[1m])', ['{job=b,zone=x} 0.2']],
    ['increase(resets[1m])', ['{} 55']],
    ['delta(resets[1m])', ['{} 35']],
    ['resets(resets[1m])', ['{} 1']],
    ['rate(up[5s])', []],
    ['sum(up)', ['{} 21']],
    ['sum by (zone) (up)', ['{zone=x} 21']],
    ['sum without (job) (up)', ['{zone=x} 21']],
    ['avg(up)', ['{} 10.5']],
    ['min(up)', ['{} 7']],
    ['max(up)', ['{} 14']],
    ['count(up)', ['{} 2']],
    ['max(odd)', ['{} Infinity']],
    ['sum(nothing)', []],
    ['sum(nothing) or vector(0)', ['{} 0']],
    ['absent(nothing{a="b"})', ['{a=b} 1']],
    ['absent(up)', []],
    ['up > 10', ['up{job=b,zone=x} 14']],
    ['10 < up', ['up{job=b,zone=x} 14']],
    ['up > bool 10', ['{job=a,zone=x} 0', '{job=b,zone=x} 1']],
    ['up > on (job) limit', ['{job=a} 7']],
    [
      'up / ignoring (zone, team) limit',
      [`{job=a} ${(7 / 6.5).toPrecision(12)}`],
    ],
    ['up * on (job) group_left (team) limit', ['{job=a,team=t,zone=x} 45.5']],
    ['up and on (job) limit', ['up{job=a,zone=x} 7']],
    ['up unless on (job) limit', ['up{job=b,zone=x} 14']],
    [
      'limit or on (job) up',
      ['limit{job=a,team=t} 6.5', 'up{job=b,zone=x} 14'],
    ],
    ['-up{job="a"}', ['{job=a,zone=x} -7']],
    ['7 % 4 + 2 ^ 3', ['11']],
    ['1 ^ NaN', ['1']],
    ['1 <= bool 2', ['1']],
    ['scalar(limit) + time()', ['66.5']],
    ['scalar(up)', ['NaN']],
    ['round(limit)', ['{job=a,team=t} 7']],
    ['round(limit, 4)', ['{job=a,team=t} 8']],
    ['clamp_max(up, 8)', ['{job=a,zone=x} 7', '{job=b,zone=x} 8']],
    ['clamp(up, 9, 8)', []],
    ['avg_over_time(up{job="a"}[20s])', ['{job=a,zone=x} 6']],
    ['avg_over_time(odd{kind="inf"}[20s])', ['{kind=inf} Infinity']],
    ['sum_over_time(up{job="a"}[20s])', ['{job=a,zone=x} 18']],
    ['count_over_time(up{job="a"}[20s])', ['{job=a,zone=x} 3']],
    ['last_over_time(up{job="a"}[20s])', ['up{job=a,zone=x} 7']],
    [
      'label_replace(limit, "who", "$1!", "team", "(.*)")',
      ['limit{job=a,team=t,who=t!} 6.5'],
    ],
  ])('evaluates %s', (query, expected) => {
    expect(ask(query)).toEqual(expected);
  });

  it.each<[string, number, string[]]>([
    ['up{job="a"}', 360 * SECOND, ['up{job=a,zone=x} 7']],
    ['up{job="a"}', 360 * SECOND + 1, []],
    ['ended', 29 * SECOND, ['ended{} 3']],
    ['ended', 30 * SECOND, []],
    ['count_over_time(ended[1m])', 60 * SECOND, ['{} 3']],
    ['back', 35 * SECOND, []],
    ['back', 40 * SECOND, ['back{} 5']],
    ['count_over_time(back[1m])', 50 * SECOND, ['{} 4']],
  ])('looks back and ends: %s at %d', (query, at, expected) => {
    expect(ask(query, at)).toEqual(expected);
  });

  it('stretches a rate to near bounds only, and not below zero', () => {
    const source = sourceOf(
      // At 100 s to 130 s: seen from 160 s over a minute, no bound is near.
      seriesOf({ __name__: 'far' }, [
        ...Array<undefined>(10).fill(undefined),
        100,
        110,
        120,
        130,
      ]),
      seriesOf({ __name__: 'young' }, [undefined, 1, 31, 61, 91]),
    );
    const over = createEngine(source);
    const valueOf = (query: string, at: number) => {
      const value = over.instant(query, at);
      return value.type === 'vector' ? value.result[0].value : NaN;
    };
    // 30 over 30 s; half a distance of 10 s at the end, the start is at its bound.
    expect(valueOf('increase(far[1m])', 160 * SECOND)).toBeCloseTo(35, 9);
    // 90 over 30 s; the counter was zero a third of a second before its first sample.
    expect(valueOf('increase(young[40s])', 40 * SECOND)).toBeCloseTo(91, 9);
  });

  it.each([
    ['up * on (zone) up', 'found duplicate series'],
    ['limit * on (team) group_left up', 'found duplicate series'],
    ['up + on (zone) sum by (zone) (up)', 'many-to-one matching must be'],
    [
      'rate({__name__=~"up|resets|twin",job="a"}[1m])',
      'vector cannot contain metrics with the same labelset',
    ],
    [
      'label_replace(up, "job", "one", "job", ".*")',
      'vector cannot contain metrics with the same labelset',
    ],
    [
      'label_replace(up, "1x", "one", "job", ".*")',
      'invalid destination label name in label_replace(): 1x',
    ],
  ])('fails at evaluation: %s', (query, message) => {
    expect(() => engine.instant(query, 60 * SECOND)).toThrow(
      expect.objectContaining({
        type: 'execution',
        message: expect.stringContaining(message),
      }),
    );
  });

  it('sorts, and puts what is no number last', () => {
    const values = (query: string) => {
      const answer = engine.instant(query, 60 * SECOND);
      return answer.type === 'vector'
        ? answer.result.map(({ value }) => value)
        : [];
    };
    expect(values('sort({__name__=~"odd|up"})')).toEqual([
      7,
      14,
      Infinity,
      NaN,
    ]);
    expect(values('sort_desc({__name__=~"odd|up"})')).toEqual([
      Infinity,
      14,
      7,
      NaN,
    ]);
  });

  it('evaluates ranges step by step', () => {
    expect(
      engine.range('sum(up)', {
        start: 0,
        end: 25 * SECOND,
        step: 10 * SECOND,
      }),
    ).toEqual({
      type: 'matrix',
      result: [
        {
          labels: {},
          points: [
            [0, 3],
            [10_000, 6],
            [20_000, 9],
          ],
        },
      ],
    });
    expect(
      engine.range('ended', { start: 0, end: 60_000, step: 15_000 }).result[0]
        .points,
    ).toEqual([
      [0, 1],
      [15_000, 2],
    ]);
  });

  it('gives range vectors and strings only where they are asked for', () => {
    expect(engine.evaluate('limit[20s]', 60 * SECOND)).toEqual({
      type: 'matrix',
      result: [
        {
          labels: { __name__: 'limit', job: 'a', team: 't' },
          points: [
            [40_000, 6.5],
            [50_000, 6.5],
            [60_000, 6.5],
          ],
        },
      ],
    });
    expect(() => engine.instant('limit[20s]', 0)).toThrow(PromqlError);
    expect(() =>
      engine.range('limit[20s]', { start: 0, end: 1, step: 1 }),
    ).toThrow('invalid expression type "range vector" for range query');
  });

  it('gives up a query that takes too long', () => {
    const hurried = createEngine(sourceOf(...series), { timeoutMs: 0 });
    expect(() => hurried.range('up', { start: 0, end: 1, step: 1 })).toThrow(
      expect.objectContaining({ type: 'timeout' }),
    );
  });

  it('refuses answers that are too large', () => {
    expect(() =>
      engine.range('1', { start: 0, end: 1_000_001, step: 1 }),
    ).toThrow('too many samples');
  });
});
