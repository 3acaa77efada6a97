import { Operation, StepState } from '@slipway/plugin-environments-common';
import { operation } from '../__testUtils__/environments';
import { Followed, followStep } from './followStep';

/** An operation whose first step has these states, one after the other. */
function scripted(states: StepState[], reason?: string) {
  const base = operation({ state: 'planning' });
  const said: string[] = [];
  const acted: string[] = [];
  const log = Buffer.from('first\nsecond\n');
  let look = 0;
  const client: Followed['client'] = {
    async operation() {
      const state = states[Math.min(look, states.length - 1)];
      look += 1;
      const [first, ...rest] = base.steps;
      const next: Operation = {
        ...base,
        steps: [{ ...first, state, ...(reason ? { reason } : {}) }, ...rest],
      };
      return next;
    },
    log: async (_name, _id, _seq, from) => ({
      text: log.subarray(from, from + 6).toString('utf8'),
      next: Math.min(log.length, from + 6),
      ended: false,
    }),
    async act(_name, action) {
      acted.push(action);
      return {};
    },
  };
  const follow = (signal?: AbortSignal) =>
    followStep({
      client,
      environment: 'orders-try',
      operationId: base.id,
      step: 'terraform:plan',
      log: text => said.push(text),
      pollMs: 1,
      ...(signal ? { signal } : {}),
    });
  return { acted, follow, said };
}

describe('followStep', () => {
  it('passes the log on once, and ends with the step', async () => {
    const { follow, said } = scripted(['pending', 'running', 'succeeded']);
    expect((await follow()).steps[0].state).toBe('succeeded');
    expect(said.join(' ')).toBe('first second');
  });

  it('fails with the reason of the step', async () => {
    const { follow } = scripted(['running', 'failed'], 'Exit code 1.');
    await expect(follow()).rejects.toThrow('Exit code 1.');
  });

  it('cancels the operation once, and waits for its end', async () => {
    const { acted, follow } = scripted(
      ['running', 'running', 'running', 'cancelled'],
      'Cancelled by olga.',
    );
    await expect(follow(AbortSignal.abort())).rejects.toThrow('Cancelled by');
    expect(acted).toEqual(['cancel']);
  });
});
