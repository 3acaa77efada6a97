import { cronProblem, nextTimes, startsWithin } from './cron';

const NOW = new Date('2026-01-02T10:00:00.000Z');

describe('schedules', () => {
  it('start in UTC', () => {
    expect(
      nextTimes('0 3 * * 1', NOW, 2).map(time => time.toISOString()),
    ).toEqual(['2026-01-05T03:00:00.000Z', '2026-01-12T03:00:00.000Z']);
    expect(() => nextTimes('often', NOW, 1)).toThrow('"often" is no schedule');
  });

  it.each([
    ['0 3 * * 1', undefined],
    ['*/15 * * * *', undefined],
    ['*/5 * * * *', 'Two starts must be at least 15 minutes apart.'],
    ['0 0 31 2 *', 'It never starts.'],
    [
      '* * * * * *',
      'A schedule has five fields: minute, hour, day of the month, month, day of the week.',
    ],
    [
      '99 3 * * 1',
      '"99 3 * * 1" is no schedule: it needs five fields, as "0 3 * * 1".',
    ],
  ])('%s', (cron, problem) => {
    expect(cronProblem(cron, NOW)).toBe(problem);
  });

  it('count what was missed, the first included', () => {
    const from = new Date('2026-01-02T11:00:00.000Z');
    const to = new Date('2026-01-02T13:30:00.000Z');
    expect(startsWithin('0 * * * *', from, to)).toBe(3);
  });
});
