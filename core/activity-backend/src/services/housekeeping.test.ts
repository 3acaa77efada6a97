import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { readRetention } from '../config';
import { ActivityStore } from '../database/ActivityStore';
import {
  enforceRetention,
  markUnfinished,
  scheduleHousekeeping,
} from './housekeeping';

const NOW = new Date('2026-04-01T00:00:00.000Z');

function fakeStore() {
  const calls = { markUnfinished: [] as Date[], deleteBefore: [] as Date[] };
  const store = {
    markUnfinished: async (time: Date) => calls.markUnfinished.push(time),
    deleteBefore: async (time: Date) => calls.deleteBefore.push(time),
    count: async () => 41,
  } as unknown as ActivityStore;
  return { store, calls };
}

describe('housekeeping', () => {
  it('gives an action 5 minutes to end', async () => {
    const { store, calls } = fakeStore();
    const logger = mockServices.logger.mock();
    await markUnfinished({ store, logger, now: NOW });
    expect(calls.markUnfinished).toEqual([
      new Date('2026-03-31T23:55:00.000Z'),
    ]);
    expect(logger.warn).toHaveBeenCalledWith(
      "1 activity entries never ended: now 'unknown'",
    );
  });

  it('deletes what is older than the retention', async () => {
    const { store, calls } = fakeStore();
    const onSize = jest.fn();
    await enforceRetention({
      onSize,
      store,
      logger: mockServices.logger.mock(),
      retention: { days: 90 },
      now: NOW,
    });
    expect(calls.deleteBefore).toEqual([new Date('2026-01-01T00:00:00.000Z')]);
    expect(onSize).toHaveBeenCalledWith(41);
  });

  it('runs both in one replica at a time', async () => {
    const scheduler = mockServices.scheduler.mock();
    const { store } = fakeStore();
    await scheduleHousekeeping({
      scheduler,
      store,
      logger: mockServices.logger.mock(),
      retention: { days: 1 },
      onSize: () => {},
    });
    expect(
      scheduler.scheduleTask.mock.calls.map(([{ id, scope }]) => [id, scope]),
    ).toEqual([
      ['activity-mark-unfinished', 'global'],
      ['activity-retention', 'global'],
    ]);
  });
});

describe('readRetention', () => {
  it.each<[unknown, unknown]>([
    [undefined, { days: 90 }],
    ['P30D', { days: 30 }],
    [{ days: 7 }, { days: 7 }],
  ])('reads %j', (retention, expected) => {
    const config = new ConfigReader(
      retention === undefined ? {} : ({ activity: { retention } } as never),
    );
    expect(readRetention(config)).toEqual(expected);
  });

  it.each(['PT5M', 'soon', { days: 0 }])('refuses %j', retention => {
    const config = new ConfigReader({ activity: { retention } });
    expect(() => readRetention(config)).toThrow(/activity.retention/);
  });
});
