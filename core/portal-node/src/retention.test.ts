import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import {
  daysBefore,
  enforceRetention,
  expired,
  KeptRun,
  readDays,
  readRetention,
} from './retention';

const NOW = new Date('2026-06-30T00:00:00.000Z');
const RETENTION = { seriesDays: 90, runsDays: 400 };
const run = (days: number, changes: Partial<KeptRun> = {}): KeptRun => ({
  id: `run-${days}`,
  countedFrom: daysBefore(NOW, days),
  hasSeries: true,
  isLast: false,
  ...changes,
});

describe('what is past its retention', () => {
  it.each<[string, KeptRun[], string[], string[]]>([
    ['nothing', [], [], []],
    ['a young run', [run(89)], [], []],
    ['on its last day', [run(90)], [], []],
    ['an old series', [run(91)], ['run-91'], []],
    ['one that is gone', [run(91, { hasSeries: false })], [], []],
    ['an old run', [run(401)], [], ['run-401']],
    [
      'the last run of a service, however old it is',
      [run(100, { isLast: true }), run(500, { isLast: true }), run(600)],
      [],
      ['run-600'],
    ],
  ])('%s', (_, runs, series, gone) => {
    expect(expired(runs, RETENTION, NOW)).toEqual({ series, runs: gone });
  });
});

describe('enforcing it', () => {
  function setUp() {
    const calls: string[] = [];
    const logger = mockServices.logger.mock();
    const deleteFiles = jest.fn(async (id: string) => {
      calls.push(`files ${id}`);
    });
    return {
      calls,
      logger,
      deleteFiles,
      enforce: () =>
        enforceRetention({
          noun: 'Load run',
          retention: RETENTION,
          now: () => NOW,
          logger,
          deleteFiles,
          onChange: id => calls.push(`changed ${id}`),
          archive: {
            endedBefore: async before => {
              calls.push(`before ${before.slice(0, 10)}`);
              return [run(100, { id: 'a' }), run(500, { id: 'b' })];
            },
            deleteSeries: async (id, at) => {
              calls.push(`series ${id} ${at}`);
            },
            deleteRun: async id => {
              calls.push(`run ${id}`);
            },
          },
        }),
    };
  }

  it('deletes files first, then samples or the run', async () => {
    const { calls, enforce } = setUp();
    await enforce();
    expect(calls).toEqual([
      'before 2026-04-01',
      'files a',
      `series a ${NOW.toISOString()}`,
      'changed a',
      'files b',
      'run b',
      'changed b',
    ]);
  });

  it('leaves a run whose files cannot be deleted to the next time, and continues', async () => {
    const { calls, deleteFiles, enforce, logger } = setUp();
    deleteFiles.mockRejectedValueOnce(new Error('EBUSY'));
    await enforce();
    expect(calls).toEqual([
      'before 2026-04-01',
      'files b',
      'run b',
      'changed b',
    ]);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringMatching(/^Load run a is past its retention.*EBUSY/),
    );
  });
});

describe('its configuration', () => {
  const read = (retention: object, runsDays?: number) =>
    readRetention(
      new ConfigReader({ lamps: { retention: { ...retention } } } as never),
      'lamps.retention',
      runsDays === undefined ? undefined : { runsDays, why: 'so it is' },
    );

  it.each<[object, number, number]>([
    [{}, 90, 400],
    [{ series: '7d' }, 7, 400],
    [{ series: { days: 1 }, runs: '36h' }, 1, 1.5],
  ])('%j', (retention, seriesDays, runsDays) => {
    expect(read(retention)).toEqual({ seriesDays, runsDays });
  });

  it('refuses too few days by name', () => {
    expect(() => read({ series: '2d', runs: '36h' })).toThrow(
      'lamps.retention.runs must not be shorter than lamps.retention.series',
    );
    expect(() => read({ series: '1h' })).toThrow(
      'lamps.retention.series must be at least one day',
    );
    expect(() => read({ runs: '269d' }, 270)).toThrow(
      'lamps.retention.runs must be at least 270 days: so it is',
    );
    expect(read({ runs: '270d' }, 270).runsDays).toBe(270);
    expect(() =>
      readDays(new ConfigReader({ parts: '5m' }), 'parts', 90),
    ).toThrow('parts must be at least one day');
  });
});
