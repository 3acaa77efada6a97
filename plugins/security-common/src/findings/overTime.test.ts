import { Severity } from '../types';
import { deadlinesInWords, Deadlines, dueOf } from './deadlines';
import { compareUrgency } from './signals';
import { DayChange, severitiesIn, trendOf } from './trend';
import { RatedFinding, upgradesOf } from './upgrades';

const DAY = 24 * 3_600_000;
const DEADLINES: Deadlines = { critical: 7 * DAY, high: 1.5 * DAY };

describe('deadlines', () => {
  it.each<[Severity, string | undefined, string | undefined]>([
    ['critical', '2026-11-01T10:00:00.000Z', '2026-11-08T10:00:00.000Z'],
    ['high', '2026-11-01T10:00:00.000Z', '2026-11-02T22:00:00.000Z'],
    ['low', '2026-11-01T10:00:00.000Z', undefined],
    ['critical', undefined, undefined],
    ['critical', 'some day', undefined],
  ])('%s since %s: %s', (severity, since, due) =>
    expect(dueOf({ severity, ...(since ? { since } : {}) }, DEADLINES)).toBe(
      due,
    ),
  );

  it.each<[Deadlines, string]>([
    [DEADLINES, 'critical 7 days, high 36 hours'],
    [{ medium: DAY }, 'medium 1 day'],
    [{}, ''],
  ])('in words: %o', (deadlines, words) =>
    expect(deadlinesInWords(deadlines)).toBe(words),
  );

  it('what is overdue stands after what is exploited and before what has a fix', () => {
    const urgency = { fixable: true, severity: 'critical' } as const;
    const all = [
      { ...urgency, name: 'critical with a fix' },
      { ...urgency, name: 'overdue', fixable: false, overdue: true },
      { ...urgency, name: 'exploited', kev: true },
    ];
    expect(all.sort(compareUrgency).map(({ name }) => name)).toEqual([
      'exploited',
      'overdue',
      'critical with a fix',
    ]);
  });

  it('of an upgrade is the first one of what it fixes', () => {
    const finding = (change: Partial<RatedFinding>): RatedFinding => ({
      id: 'CVE-1',
      pkg: 'qs',
      installed: '1',
      fixed: '2',
      severity: 'high',
      layer: 'application',
      ...change,
    });
    const [upgrade] = upgradesOf([
      finding({ due: '2026-12-02', overdue: false }),
      finding({ id: 'CVE-2', due: '2026-11-02', overdue: true }),
      finding({ id: 'CVE-3' }),
    ]);
    expect(upgrade.urgency).toMatchObject({ due: '2026-11-02', overdue: true });
    expect(upgrade.fixes[0].id).toBe('CVE-2');
  });
});

describe('trendOf', () => {
  const change = (
    day: string,
    severity: Severity,
    opened: number,
    closed = 0,
    gone = 0,
  ): DayChange => ({ day, severity, opened, closed, gone });
  const range = { from: '2026-11-26', now: '2026-11-28T10:00:00.000Z' };

  it('counts what was open at the end of each day, and now', () => {
    const { points, gone } = trendOf(
      {
        before: { critical: 2 },
        changes: [
          change('2026-11-27', 'critical', 1, 2),
          change('2026-11-27', 'high', 3),
          change('2026-11-28', 'high', 0, 3, 3),
        ],
        firstAt: '2026-10-01T10:00:00.000Z',
      },
      range,
    );
    expect(
      points.map(({ at, counts }) => [at, counts.critical, counts.high]),
    ).toEqual([
      ['2026-11-27T00:00:00.000Z', 2, 0],
      ['2026-11-28T00:00:00.000Z', 1, 3],
      ['2026-11-28T10:00:00.000Z', 1, 0],
    ]);
    expect(gone).toEqual([{ day: '2026-11-28', count: 3 }]);
    expect(severitiesIn({ points })).toEqual(['critical', 'high']);
  });

  it('says nothing of the time before the first finding', () => {
    const { points } = trendOf(
      {
        before: {},
        changes: [change('2026-11-28', 'low', 1)],
        firstAt: '2026-11-28T09:00:00.000Z',
      },
      range,
    );
    expect(points.map(({ counts }) => counts.low)).toEqual([1]);
  });

  it('says nothing where there never was one', () =>
    expect(trendOf({ before: {}, changes: [] }, range)).toEqual({
      points: [],
      gone: [],
    }));
});
