import { runDetail } from '../__fixtures__/builders';
import { RunRow, VerdictOutcome } from '../types';
import { freshnessOf, score, scoreCourse, weightOf } from './score';

const NOW = new Date('2026-06-30T00:00:00.000Z');
const daysAgo = (days: number) =>
  new Date(NOW.getTime() - days * 24 * 3600 * 1000).toISOString();

const FAULT = {
  id: 'p1',
  kind: 'fault',
  offer: 'pod-kill',
  title: 'Pod kill',
} as const;
const LOAD = {
  id: 'l1',
  kind: 'load',
  offer: 'spike',
  title: 'Spike',
} as const;

function row(
  outcome: VerdictOutcome,
  days: number,
  changes: Partial<RunRow> = {},
): RunRow {
  const { design: _, ...detail } = runDetail();
  return {
    ...detail,
    parts: [FAULT],
    endedAt: daysAgo(days),
    verdict: { outcome, reason: '', final: true },
    ...changes,
  };
}
const delay = { parts: [{ ...FAULT, offer: 'delay' }], title: 'Slow' };

describe('score', () => {
  it.each<[string, RunRow[], number | undefined, RegExp]>([
    ['no run', [], undefined, /^No verdict in the last 180 days/],
    ['inconclusive only', [row('inconclusive', 1)], undefined, /^No verdict/],
    ['forgotten', [row('pass', 200)], undefined, /^No verdict/],
    ['a pass', [row('pass', 1)], 100, /^1 of 1 experiment passed/],
    ['a fail', [row('fail', 1)], 0, /^0 of 1 experiment passed/],
    [
      'a fail that was repaired',
      [row('fail', 5), row('pass', 1)],
      100,
      /^1 of 1/,
    ],
    ['a pass that broke', [row('pass', 5), row('fail', 1)], 0, /^0 of 1/],
    [
      'two experiments',
      [row('pass', 1), row('fail', 2, delay)],
      50,
      /^1 of 2 experiments/,
    ],
    [
      'production counts twice',
      [row('fail', 1), row('pass', 2, { ...delay, environment: 'prod' })],
      67,
      /^1 of 2/,
    ],
    ['fully after 30 days', [row('pass', 30)], 100, /^1 of 1/],
    ['half after 60 days', [row('pass', 60)], 50, /^1 of 1/],
    [
      'a failure does not fade',
      [row('fail', 60), row('pass', 1, delay)],
      50,
      /^1 of 2/,
    ],
    [
      'a run that is under way does not count',
      [row('pass', 1, { endedAt: undefined, verdict: undefined })],
      undefined,
      /^No verdict/,
    ],
  ])('%s', (_, runs, value, because) => {
    const answer = score('component:default/orders', runs, NOW);
    expect(answer.value).toBe(value);
    expect(answer.because[0]).toMatch(because);
  });

  it('names what failed, what fades, and what was not counted', () => {
    const { because } = score(
      'component:default/orders',
      [row('pass', 60), row('fail', 1, delay), row('inconclusive', 1)],
      NOW,
    );
    expect(because).toEqual([
      '1 of 2 experiments passed when last run.',
      `Slow failed on ${daysAgo(1).slice(0, 10)}.`,
      'Lose a pod passed more than 30 days ago and counts 50 % of its weight.',
      '1 run without a verdict: not counted.',
    ]);
  });

  it('has a course, in which it was not known before its first verdict', () => {
    const course = scoreCourse('c', [row('pass', 2.5)], NOW, 4);
    expect(course.map(({ value }) => value)).toEqual([
      undefined,
      undefined,
      100,
      100,
      100,
    ]);
    expect(course[4].at).toBe(NOW.toISOString());
  });
});

describe('the course of a score', () => {
  it.each<[string, RunRow[], number, number | undefined]>([
    ['a pass on its day', [row('pass', 60)], 60, 100],
    ['a pass after 30 days', [row('pass', 60)], 30, 100],
    ['a pass after 60 days', [row('pass', 60)], 0, 50],
    ['before its first verdict', [row('pass', 60)], 61, undefined],
    ['a failure', [row('fail', 60), row('pass', 20)], 21, 0],
    [
      'a failure that was repaired',
      [row('fail', 60), row('pass', 20)],
      20,
      100,
    ],
  ])('%s', (_, runs, daysBack, value) => {
    const course = scoreCourse('c', runs, NOW, 90);
    expect(course[90 - daysBack].value).toBe(value);
    // The same rule as the score that was read on that day.
    expect(score('c', runs, new Date(course[90 - daysBack].at)).value).toBe(
      value,
    );
  });
});

describe('freshness and weight', () => {
  it.each([
    [0, 1],
    [30, 1],
    [60, 0.5],
    [90, 0.25],
    [179.9, 0.0314],
    [180, 0],
  ])('%s days: %s', (days, share) => {
    expect(freshnessOf(days)).toBeCloseTo(share, 3);
  });

  it('of load and faults together is half as much again', () => {
    expect(weightOf({ environment: 'dev', parts: [FAULT] })).toBe(1);
    expect(weightOf({ environment: 'stage', parts: [FAULT, LOAD] })).toBe(2.25);
  });
});
