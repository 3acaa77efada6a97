import { expired, KeptRun } from './retention';

const NOW = new Date('2026-06-30T00:00:00.000Z');
const RETENTION = { seriesDays: 90, runsDays: 400 };
const daysAgo = (days: number) =>
  new Date(NOW.getTime() - days * 24 * 3600 * 1000).toISOString();
const run = (days: number, changes: Partial<KeptRun> = {}): KeptRun => ({
  id: `run-${days}`,
  entityRef: 'component:default/orders',
  createdAt: daysAgo(days),
  hasSeries: true,
  ...changes,
});
const NEWEST = new Map([['component:default/orders', daysAgo(1)]]);

describe('what is past its retention', () => {
  it.each<[string, KeptRun[], Map<string, string>, string[], string[]]>([
    ['nothing', [], NEWEST, [], []],
    ['a young run', [run(89)], NEWEST, [], []],
    ['on its last day', [run(90)], NEWEST, [], []],
    ['an old series', [run(91)], NEWEST, ['run-91'], []],
    ['one that is gone', [run(91, { hasSeries: false })], NEWEST, [], []],
    ['an old run', [run(401)], NEWEST, [], ['run-401']],
    [
      'the last run of a service, however old it is',
      [run(500), run(600)],
      new Map([['component:default/orders', daysAgo(500)]]),
      [],
      ['run-600'],
    ],
    [
      'each service by itself',
      [run(100), run(101, { entityRef: 'component:default/users' })],
      new Map([
        ['component:default/orders', daysAgo(100)],
        ['component:default/users', daysAgo(2)],
      ]),
      ['run-101'],
      [],
    ],
  ])('%s', (_, runs, newest, series, gone) => {
    expect(expired(runs, newest, RETENTION, NOW)).toEqual({
      series,
      runs: gone,
    });
  });
});
