import { bandOf, movement } from './band';
import { recovery, Recovery, RecoveryFacts } from './recovery';
import { Points } from './series';

/** Samples every 10 s from 0 on; `-` is a sample without a value, a blank is none. */
function samples(text: string): Points {
  return text.split(',').flatMap((each, index): Points => {
    if (each.trim() === '') return [];
    return [[index * 10, each.trim() === '-' ? null : Number(each)]];
  });
}

const FACTS: Omit<RecoveryFacts, 'points'> = {
  metric: 'latencyP95',
  step: 10,
  baseline: { from: 0, to: 20 },
  from: 30,
  to: 50,
  until: 1000,
  within: 100,
};

describe('bandOf', () => {
  it.each<[string, Parameters<typeof bandOf>[0], string, number | undefined]>([
    ['latency', 'latencyP95', '100,90,80', 110],
    ['a success rate', 'successRate', '1,0.99,1', 0.985],
    ['requests', 'requestRate', '50,40,60', 36],
    ['too few samples', 'latencyP95', '100,-,80', undefined],
  ])('of %s', (_, metric, text, limit) => {
    const band = bandOf(metric, samples(text), FACTS.baseline);
    // To six digits, as floats add up.
    expect(band && Number(band.limit.toFixed(6))).toEqual(limit);
  });
});

describe('movement', () => {
  const band = { good: 'low' as const, limit: 110, samples: 3 };
  it.each<[string, string, object]>([
    ['left', '1,1,1,120,400,300', { state: 'moved', worst: 400, at: 40 }],
    ['stayed', '1,1,1,100,110,-', { state: 'stayed', samples: 2 }],
    ['without samples', '1,1,1,-,,-', { state: 'unknown' }],
  ])('%s', (_, text, expected) => {
    expect(movement(samples(text), band, { from: 30, to: 50 })).toMatchObject(
      expected,
    );
  });
});

describe('recovery', () => {
  it.each<[string, string, Partial<RecoveryFacts>, Partial<Recovery>]>([
    [
      'the first of three in a row',
      '100,100,100,400,400,400,400,105,300,100,100,100',
      {},
      { state: 'recovered', seconds: 40, at: 90 },
    ],
    [
      'at the end of the fault',
      '100,100,100,400,400,100,100,100',
      {},
      { state: 'recovered', seconds: 0 },
    ],
    [
      'an empty sample ends the row',
      '100,100,100,400,400,400,100,100,-,100,100,100',
      {},
      { state: 'recovered', seconds: 40 },
    ],
    [
      'a missing sample ends the row',
      '100,100,100,400,400,400,100,100,,100,100,100',
      {},
      { state: 'recovered', seconds: 40 },
    ],
    [
      'never out of the band',
      '100,100,100,100,105,100,100,100',
      {},
      { state: 'unaffected' },
    ],
    [
      'not in the time that was given',
      '100,100,100,400,400,400,400,400,400,400,400,400,400,400,400,400,400,100,100,100',
      {},
      { state: 'not-within', seconds: 100 },
    ],
    [
      'the fault lasts',
      '100,100,100,400',
      { to: undefined },
      { state: 'waiting' },
    ],
    [
      'too early to say',
      '100,100,100,400,400,400,100,100',
      { until: 70 },
      { state: 'waiting' },
    ],
    ['no baseline', ',,100,400,400,400,100,100,100', {}, { state: 'unknown' }],
    [
      'no traffic after it',
      '100,100,100,400,400,-,-,-',
      {},
      { state: 'unknown' },
    ],
    [
      'of a success rate',
      '1,1,1,0.5,0.5,0.9,0.996,0.996,1',
      { metric: 'successRate' },
      { state: 'recovered', seconds: 10 },
    ],
  ])('%s', (_, text, changes, expected) => {
    expect(
      recovery({ ...FACTS, points: samples(text), ...changes }),
    ).toMatchObject(expected);
  });
});
