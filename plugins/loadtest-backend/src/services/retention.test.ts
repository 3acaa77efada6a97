import { runDetail, runPlan } from '../__testUtils__/runs';
import { forgetFiles } from './retention';
import { RunsService } from './RunsService';

describe('files of a runner', () => {
  it.each([
    ['local', ['a']],
    ['kubernetes', []],
  ])('of %s are %j', async (name, forgotten) => {
    const calls: string[] = [];
    await forgetFiles(
      {
        store: {
          find: async id => ({
            detail: runDetail({ id }),
            plan: runPlan({ id }),
            lastSeq: 0,
            tables: { endpoints: [], errors: [], workers: [] },
          }),
        },
        runners: [
          {
            name: name === 'local' ? 'local' : 'kubernetes',
            forget: async ({ id }) => {
              calls.push(id);
            },
          },
        ],
      },
      'a',
    );
    expect(calls).toEqual(forgotten);
  });

  it('of a run that is gone are none', async () => {
    const forget = jest.fn();
    await forgetFiles(
      {
        store: { find: async () => undefined },
        runners: [{ name: 'local', forget }],
      },
      'a',
    );
    expect(forget).not.toHaveBeenCalled();
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
