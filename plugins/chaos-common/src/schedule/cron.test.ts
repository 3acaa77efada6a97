import { nextStarts, parseCron } from './cron';

const FROM = Date.parse('2026-03-02T10:03:20Z'); // a Monday

describe('nextStarts', () => {
  it.each<[string, string[]]>([
    ['*/5 * * * *', ['2026-03-02T10:05:00.000Z', '2026-03-02T10:10:00.000Z']],
    [
      '30 */5 * * * *',
      ['2026-03-02T10:05:30.000Z', '2026-03-02T10:10:30.000Z'],
    ],
    ['@every 30s', ['2026-03-02T10:03:50.000Z', '2026-03-02T10:04:20.000Z']],
    ['@hourly', ['2026-03-02T11:00:00.000Z', '2026-03-02T12:00:00.000Z']],
    [
      '0 9 * * MON-TUE',
      ['2026-03-03T09:00:00.000Z', '2026-03-09T09:00:00.000Z'],
    ],
    ['0 9 4 * 2', ['2026-03-03T09:00:00.000Z', '2026-03-04T09:00:00.000Z']],
    ['0 5/12 * * ?', ['2026-03-02T17:00:00.000Z', '2026-03-03T05:00:00.000Z']],
    [
      'CRON_TZ=Europe/Berlin 0 12 * * *',
      ['2026-03-02T11:00:00.000Z', '2026-03-03T11:00:00.000Z'],
    ],
  ])('%s', (text, expected) => {
    expect(nextStarts(text, FROM, 2)).toEqual(expected);
  });

  it.each([
    '',
    '* * * *',
    '* * * * * * *',
    '60 * * * *',
    '* * * * 7',
    '*/0 * * * *',
    '5-1 * * * *',
    '* * * * FRIDAY',
    '@often',
    '@every soon',
    'L * * * *',
    'TZ=Nowhere/Town 0 12 * * *',
  ])('refuses %j', text => {
    expect(parseCron(text).failure).toEqual(expect.any(String));
    expect(nextStarts(text, FROM, 2)).toEqual([]);
  });
});
