import { Points } from '@slipway/plugin-metrics-common';
import { TargetEvent, TargetRecord } from '../types';
import { metricImpact, provedByRecords } from './impact';
import { faultTimeline, impactRange } from './timeline';

const iso = (seconds: number) => new Date(seconds * 1000).toISOString();

/** `+100 -160` is injected at 100 and recovered at 160; `!120` a failure at 120. */
function record(
  text: string,
  side: TargetRecord['side'] = 'source',
): TargetRecord {
  const events = text.split(' ').map(
    (word): TargetEvent => ({
      at: iso(Number(word.slice(1))),
      operation: word[0] === '-' ? 'Recover' : 'Apply',
      outcome: word[0] === '!' ? 'Failed' : 'Succeeded',
    }),
  );
  return {
    id: text,
    side,
    phase: '',
    injectedCount: 1,
    recoveredCount: 0,
    events,
  };
}

describe('faultTimeline', () => {
  it.each<[string, TargetRecord[], object, object]>([
    ['nothing yet', [], {}, { spans: [], marks: [] }],
    [
      'two targets, shaded from the first to the last',
      [record('+100 -160'), record('!90 +100 -170')],
      { injectedAt: iso(100), endedAt: iso(170) },
      {
        from: 100,
        to: 170,
        spans: [{ from: 100, to: 170 }],
        marks: [
          { time: 100, label: '2 targets injected' },
          { time: 160, label: '1 target recovered' },
          { time: 170, label: '1 target recovered' },
        ],
      },
    ],
    [
      'a pause leaves a gap',
      [record('+100 -120 +150')],
      { injectedAt: iso(100) },
      { spans: [{ from: 100, to: 120 }, { from: 150 }] },
    ],
    [
      'what happens once is a moment',
      [record('+100')],
      { injectedAt: iso(100), endedAt: iso(100), oneShot: true },
      { spans: [], marks: [{ time: 100, label: '1 target injected' }] },
    ],
    [
      'the far side is no target',
      [record('+100', 'target')],
      {},
      { spans: [], marks: [] },
    ],
  ])('%s', (_, records, core, expected) => {
    expect(faultTimeline({ oneShot: false, ...core }, records)).toMatchObject(
      expected,
    );
  });
});

describe('impactRange', () => {
  it.each<[string, number | undefined, number, object]>([
    ['while it lasts', undefined, 1100, { start: 700, step: 5 }],
    ['while it recovers', 1100, 1300, { start: 700, step: 5 }],
    ['when it is over', 1100, 5000, { start: 700, end: 1700, step: 10 }],
    ['a long one has larger steps', undefined, 9_200, { start: 700, step: 50 }],
  ])('%s', (_, to, now, expected) => {
    const range = impactRange({ from: 1000, to }, now);
    expect(range).toEqual(expected);
  });
});

describe('metricImpact', () => {
  const points: Points = [100, 110, 90, 400, 420, 410, 105, 100, 100].map(
    (value, index) => [970 + index * 10, value],
  );
  it('says what it was before, the worst of it, and how long it took', () => {
    expect(
      metricImpact('latencyP95', points, {
        timeline: { from: 1000, to: 1020 },
        step: 10,
        until: 1050,
      }),
    ).toMatchObject({
      band: { samples: 3 },
      movement: { state: 'moved', worst: 420, at: 1010 },
      recovery: { state: 'recovered', seconds: 10, at: 1030 },
    });
  });

  it('does not take what is seen later for what it was before', () => {
    expect(
      metricImpact('latencyP95', points.slice(2), {
        timeline: { from: 1000 },
        step: 10,
        until: 1050,
      }),
    ).toMatchObject({
      movement: { state: 'unknown' },
      recovery: { state: 'unknown' },
    });
  });
});

describe('provedByRecords', () => {
  const stateText = 'Injecting: 0 of 2 targets injected.';
  it.each([
    [{ selected: 2, injected: 1, recovered: 1, failing: 0 }, true, '2 of 2'],
    [
      { selected: 1, injected: 1, recovered: 0, failing: 0 },
      true,
      '1 of 1 target was',
    ],
    [{ selected: 2, injected: 0, recovered: 0, failing: 2 }, false, stateText],
    [{ injected: 0, recovered: 0, failing: 0 }, false, 'No target'],
  ])('%j', (targets, proved, words) => {
    const answer = provedByRecords({ targets, stateText });
    expect(answer.proved).toBe(proved);
    expect(answer.text).toContain(words);
  });
});
