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
  const failed = (rest: Partial<RunDetail> = {}) =>
    runDetail({ state: 'finished', verdict: verdict('fail'), ...rest });

  it('notifies who started it and the owners, with the reason', async () => {
    const put = jest.fn();
    await new Announcer({ put }).runEnded(failed());
    expect(put).toHaveBeenCalledWith({
      key: 'load-run/11111111-1111-4111-8111-111111111111/ended',
      recipients: ['user:default/olga', 'component:default/orders'],
      payload: expect.objectContaining({
        description: 'p95 was 900 ms.',
        link: '/resilience/load/runs/11111111-1111-4111-8111-111111111111',
      }),
    });
  });

  it('leaves a part of a joint run to that', async () => {
    const put = jest.fn();
    const part = { kind: 'joint-run', id: '1' } as const;
    await new Announcer({ put }).runEnded(failed({ origin: part }));
    expect(put).not.toHaveBeenCalled();
  });
});
