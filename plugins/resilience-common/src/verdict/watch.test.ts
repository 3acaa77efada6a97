import {
  design,
  noTraffic,
  reading,
  runDetail,
  samplesOf,
  threshold,
} from '../__fixtures__/builders';
import { Sample } from '../types';
import { baselineProblem, stopLimit, stopReason } from './watch';

const slow = threshold({
  metric: 'latencyP95',
  direction: 'atMost',
  limit: { kind: 'baseline', percent: 150 },
});
const run = runDetail({
  state: 'injecting',
  faultEndedAt: undefined,
  design: design({
    hypothesis: {
      windowSeconds: 10,
      consecutive: 3,
      thresholds: [threshold(), slow],
    },
    stop: { byPercent: 10, forSeconds: 20 },
  }),
});
const from = (start: number, value = reading({ successRate: 0.5 })) =>
  samplesOf(seconds => (seconds >= start ? value : undefined), 100);

describe('stopReason', () => {
  it.each<[string, Sample[], RegExp | undefined]>([
    ['nothing beyond', samplesOf(undefined, 100), undefined],
    ['no samples', [], undefined],
    ['beyond for too short a time', from(90), undefined],
    [
      'beyond for long enough',
      from(80),
      /^Success rate was below 89\.1.% for 20 s: 10 % beyond its limit of 99.%\.$/,
    ],
    [
      'beyond the limit, but not by enough',
      from(70, reading({ successRate: 0.95 })),
      undefined,
    ],
    [
      'beyond a limit of the baseline',
      from(80, reading({ latencyP95: 140 })),
      /^P95 latency was above 132.ms for 20 s/,
    ],
    ['no traffic', from(70, noTraffic), undefined],
  ])('%s', (_, samples, expected) => {
    expect(`${stopReason(run, samples)}`).toMatch(expected ?? /^undefined$/);
  });

  it('needs a stop rule', () => {
    expect(stopReason(runDetail(), from(70))).toBeUndefined();
  });
});

describe('stopLimit', () => {
  it.each([
    ['atMost', 400, 50, 600],
    ['atLeast', 0.99, 10, 0.891],
  ] as const)('%s %s by %s %%', (direction, limit, percent, expected) => {
    expect(stopLimit({ direction }, limit, percent)).toBeCloseTo(expected, 9);
  });
});

describe('baselineProblem', () => {
  const before = { ...run, injectedAt: undefined };
  it.each<[string, Sample[], RegExp | undefined]>([
    ['steady', samplesOf(undefined, 60), undefined],
    [
      'a bad start does not count',
      samplesOf(s => (s <= 20 ? reading({ successRate: 0.5 }) : undefined), 60),
      undefined,
    ],
    [
      'not steady at its end',
      samplesOf(s => (s >= 60 ? reading({ successRate: 0.5 }) : undefined), 60),
      /not in its steady state\. The success rate was 50.% at the end/,
    ],
    [
      'no traffic',
      samplesOf(() => noTraffic, 60),
      /the success rate has 0 of 3 samples at the end of the baseline \(no traffic\)/,
    ],
    ['no samples', [], /has 0 of 3 samples/],
  ])('%s', (_, samples, expected) => {
    expect(`${baselineProblem(before, samples)}`).toMatch(
      expected ?? /^undefined$/,
    );
  });
});
