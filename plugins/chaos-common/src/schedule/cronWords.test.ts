import { comingStarts, nextStarts } from './cron';
import { cronWords } from './cronWords';

const FROM = Date.parse('2026-03-02T10:03:20Z'); // a Monday

// The words beside the starts that croner computes: who changes one sees the other.
describe('cronWords', () => {
  it.each<[string, string, string[]]>([
    ['* * * * *', 'every minute, UTC', ['03-02T10:04:00', '03-02T10:05:00']],
    ['* * * * * *', 'every second, UTC', ['03-02T10:03:21', '03-02T10:03:22']],
    [
      '*/5 * * * *',
      'every 5 minutes, UTC',
      ['03-02T10:05:00', '03-02T10:10:00'],
    ],
    [
      '30 */5 * * * *',
      'at 30 seconds past the minute, every 5 minutes, UTC',
      ['03-02T10:05:30', '03-02T10:10:30'],
    ],
    // Not "every 45 minutes".
    [
      '*/45 * * * *',
      'at 0 and 45 minutes past the hour, UTC',
      ['03-02T10:45:00', '03-02T11:00:00'],
    ],
    ['0 3 * * *', 'at 03:00, UTC', ['03-03T03:00:00', '03-04T03:00:00']],
    [
      '0 9 * * MON-FRI',
      'at 09:00, Monday through Friday, UTC',
      ['03-03T09:00:00', '03-04T09:00:00'],
    ],
    // Both days count, not their intersection.
    [
      '0 9 4 * 2',
      'at 09:00, on day 4 of the month; and at 09:00, only on Tuesday, UTC',
      ['03-03T09:00:00', '03-04T09:00:00'],
    ],
    [
      '0 5/12 * * ?',
      'at 05:00 and 17:00, UTC',
      ['03-02T17:00:00', '03-03T05:00:00'],
    ],
    // Not "every 14 days": it starts again with each month.
    [
      '0 0 */14 * *',
      'at 00:00, on day 1, 15, and 29 of the month, UTC',
      ['03-15T00:00:00', '03-29T00:00:00'],
    ],
    [
      'CRON_TZ=Europe/Berlin 0 12 * * *',
      'at 12:00, Europe/Berlin',
      ['03-02T11:00:00', '03-03T11:00:00'],
    ],
    ['@hourly', 'every hour, UTC', ['03-02T11:00:00', '03-02T12:00:00']],
    [
      '@weekly',
      'at 00:00, only on Sunday, UTC',
      ['03-08T00:00:00', '03-15T00:00:00'],
    ],
    [
      '@every 90s',
      'every 1 min 30 s, counted from the last start',
      ['03-02T10:04:50', '03-02T10:06:20'],
    ],
    [
      '@every 100ms',
      'every 1 s, counted from the last start',
      ['03-02T10:03:21', '03-02T10:03:22'],
    ],
  ])('%s', (text, words, starts) => {
    expect(cronWords(text)).toBe(words);
    expect(nextStarts(text, FROM, 2)).toEqual(
      starts.map(start => `2026-${start}.000Z`),
    );
  });

  it.each(['', '* * * *', '60 * * * *', '@often', '@every soon', 'L * * * *'])(
    'has none for %j',
    text => expect(cronWords(text)).toBeUndefined(),
  );
});

describe('comingStarts', () => {
  const last = FROM - 50_000;

  it('counts @every from the last start, not from now', () => {
    expect(comingStarts('@every 2m', last, FROM, 2)).toEqual([
      '2026-03-02T10:04:30.000Z',
      '2026-03-02T10:06:30.000Z',
    ]);
    // Long ago: the starts between were missed.
    expect(comingStarts('@every 2m', last - 3_600_000, FROM, 1)).toEqual([
      '2026-03-02T10:04:30.000Z',
    ]);
  });

  it('counts all others from the clock', () => {
    expect(comingStarts('*/10 * * * *', last, FROM, 1)).toEqual([
      '2026-03-02T10:10:00.000Z',
    ]);
    expect(comingStarts('never', last, FROM, 1)).toEqual([]);
  });
});
