import { mockServices } from '@backstage/backend-test-utils';
import { fakeActivity } from '@slipway/plugin-activity-node/testUtils';
import { Verdict } from '@slipway/plugin-resilience-common';
import { newRun, RUN_ID } from '../__testUtils__/engine';
import { EndNotices } from './EndNotices';

const verdict = (outcome: Verdict['outcome']): Verdict => ({
  outcome,
  reasons: ['Success rate was 0 % for 3 samples in a row.'],
  final: true,
  thresholds: [],
  recovery: [],
  samples: {
    baseline: { full: 9, empty: 0 },
    inject: { full: 9, empty: 0 },
    recover: { full: 9, empty: 0 },
  },
});
const run = () => ({ ...newRun(), state: 'stopped' as const });

function setUp() {
  const activity = fakeActivity();
  const put = jest.fn(async () => {});
  const logger = mockServices.logger.mock();
  const notices = new EndNotices({ activity, notices: { put }, logger });
  return { activity, put, notices };
}

describe('EndNotices', () => {
  it('records every end, and notifies the owners of a service that failed', async () => {
    const { activity, put, notices } = setUp();
    for (const outcome of ['pass', 'inconclusive'] as const) {
      await notices.ended({ ...run(), id: outcome }, verdict(outcome));
    }
    expect(put).not.toHaveBeenCalled();
    await notices.ended(run(), verdict('fail'));
    expect(activity.entries.map(({ severity }) => severity)).toEqual([
      'notice',
      'notice',
      'warning',
    ]);
    expect(put).toHaveBeenCalledWith({
      key: `joint-run/${RUN_ID}/ended`,
      recipients: ['component:default/orders'],
      payload: expect.objectContaining({
        description: 'Success rate was 0 % for 3 samples in a row.',
        link: `/resilience/runs/${RUN_ID}`,
        scope: `joint-run/${RUN_ID}`,
      }),
    });
  });

  it('notifies also when a process was killed after it had recorded the end', async () => {
    const { activity, put, notices } = setUp();
    put.mockRejectedValueOnce(new Error('killed here'));
    await expect(notices.ended(run(), verdict('fail'))).rejects.toThrow();
    await notices.ended(run(), verdict('fail'));
    expect(put).toHaveBeenCalledTimes(2);
    expect(activity.entries).toHaveLength(1);
  });

  it('notifies although the record cannot be kept', async () => {
    const { activity, put, notices } = setUp();
    activity.failWith(new Error('the record is away'));
    await notices.ended(run(), verdict('fail'));
    expect(put).toHaveBeenCalledTimes(1);
  });
});
