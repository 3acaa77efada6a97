import { mockServices } from '@backstage/backend-test-utils';
import { KeptRun } from '@slipway/plugin-loadtest-common';
import { runDetail, runPlan } from '../__testUtils__/runs';
import { enforceRetention } from './retention';
import { RunsService } from './RunsService';

const NOW = new Date('2026-12-01T00:00:00.000Z');
const old = (id: string, createdAt: string): KeptRun => ({
  id,
  createdAt,
  entityRef: 'component:default/orders',
  hasSeries: true,
});

function setUp() {
  const calls: string[] = [];
  const forget = jest.fn(async ({ id }: { id: string }) => {
    calls.push(`forget ${id}`);
  });
  const logger = mockServices.logger.mock();
  return {
    calls,
    forget,
    logger,
    enforce: () =>
      enforceRetention({
        retention: { seriesDays: 90, runsDays: 400 },
        now: () => NOW,
        logger,
        runners: [{ name: 'local', forget }],
        onChange: id => calls.push(`changed ${id}`),
        store: {
          endedBefore: async before => {
            calls.push(`before ${before.slice(0, 10)}`);
            return {
              runs: [
                old('a', '2026-08-01T00:00:00.000Z'),
                old('b', '2025-08-01T00:00:00.000Z'),
              ],
              newest: new Map(),
            };
          },
          find: async id => ({
            detail: runDetail({ id }),
            plan: runPlan({ id }),
            lastSeq: 0,
            tables: { endpoints: [], errors: [], workers: [] },
          }),
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

describe('retention', () => {
  it('deletes files first, then samples or the run', async () => {
    const { calls, enforce } = setUp();
    await enforce();
    expect(calls).toEqual([
      'before 2026-09-02',
      'forget a',
      `series a ${NOW.toISOString()}`,
      'changed a',
      'forget b',
      'run b',
      'changed b',
    ]);
  });

  it('leaves a run whose files cannot be deleted to the next time, and continues', async () => {
    const { calls, enforce, forget, logger } = setUp();
    forget.mockRejectedValueOnce(new Error('EBUSY'));
    await enforce();
    expect(calls).toEqual([
      'before 2026-09-02',
      'forget b',
      'run b',
      'changed b',
    ]);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringMatching(/^Load run a is past its retention.*EBUSY/),
    );
  });
});

describe('a run whose samples are gone', () => {
  const detail = runDetail({ seriesGoneAt: '2026-11-01T02:03:04.000Z' });
  const runs = new RunsService({
    onChange() {},
    store: {
      find: async () => ({
        detail,
        plan: runPlan(),
        lastSeq: 0,
        tables: { endpoints: [], errors: [], workers: [] },
      }),
      report: async () => undefined,
    } as unknown as ConstructorParameters<typeof RunsService>[0]['store'],
  });
  const { id } = detail;

  it.each<[string, () => Promise<unknown>]>([
    ['its samples', () => runs.points(id)],
    ['its report', () => runs.report(id)],
    ['a comparison', () => runs.compare({ runs: [id, id] } as never)],
  ])('refuses %s, and says when they were deleted', async (_, asked) => {
    await expect(asked()).rejects.toThrow(
      /deleted on 2026-11-01, past their retention/,
    );
  });
});
