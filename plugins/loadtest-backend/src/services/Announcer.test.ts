import { mockServices } from '@backstage/backend-test-utils';
import { RunDetail } from '@slipway/plugin-loadtest-common';
import { runDetail } from '../__testUtils__/runs';
import { Announcer, troubleOf } from './Announcer';

const AT = '2026-01-02T10:01:00.000Z';
const verdict = (outcome: 'pass' | 'fail') => ({
  outcome,
  reason: 'p95 was 900 ms.',
  final: true,
});

describe('troubleOf', () => {
  it.each<[Partial<RunDetail>, string | undefined]>([
    [{ state: 'finished', verdict: verdict('pass') }, undefined],
    [
      { state: 'finished', verdict: verdict('fail') },
      'The load test of orders failed its thresholds',
    ],
    [
      { state: 'stopped', stop: { at: AT, by: 'slipway', reason: 'x' } },
      'The load test of orders was stopped by a breach',
    ],
    [
      {
        state: 'stopped',
        stop: { at: AT, by: 'user:default/olga', reason: 'x' },
      },
      undefined,
    ],
    [{ state: 'failed' }, 'The load test of orders could not run to its end'],
  ])('%j', (run, trouble) => {
    expect(troubleOf(runDetail(run))).toBe(trouble);
  });
});

describe('Announcer', () => {
  const setUp = (send: jest.Mock) =>
    new Announcer({
      notifications: { send },
      logger: mockServices.logger.mock(),
    });
  const failed = (rest: Partial<RunDetail> = {}) =>
    runDetail({ state: 'finished', verdict: verdict('fail'), ...rest });

  it('notifies who started it and the owners, with the reason', async () => {
    const send = jest.fn();
    await setUp(send).runEnded(failed());
    expect(send).toHaveBeenCalledWith({
      recipients: {
        type: 'entity',
        entityRef: ['user:default/olga', 'component:default/orders'],
      },
      payload: expect.objectContaining({
        description: 'p95 was 900 ms.',
        link: '/resilience/load/runs/11111111-1111-4111-8111-111111111111',
      }),
    });
  });

  it('leaves a part of a joint run to that, and survives a failure', async () => {
    const send = jest.fn();
    const part = { kind: 'joint-run', id: '1' } as const;
    await setUp(send).runEnded(failed({ origin: part }));
    expect(send).not.toHaveBeenCalled();
    const broken = jest.fn().mockRejectedValue(new Error('down'));
    await expect(setUp(broken).runEnded(failed())).resolves.toBeUndefined();
  });
});
