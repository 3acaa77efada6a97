import { ServiceUnavailableError } from '@backstage/errors';
import { RunningWork } from '@slipway/plugin-work-common';
import { WorkProvider } from './types';
import { WorkRegistry } from './WorkRegistry';

const canary: RunningWork = {
  id: 'rollouts:1',
  plugin: 'rollouts',
  kind: 'canary',
  title: 'Canary of order-service',
  state: 'step 2 of 4',
  tone: 'progressing',
  entityRefs: ['component:default/order-service'],
  places: [{ cluster: 'gke-prod', namespace: 'ecommerce' }],
  since: '2026-11-29T00:00:00Z',
  path: '/rollouts/gke-prod/ecommerce/order-service',
};

function provider(
  plugin: string,
  running: WorkProvider['running'],
  parts?: WorkProvider['parts'],
) {
  let changed = () => {};
  const value: WorkProvider = {
    plugin,
    running,
    onChange: listener => {
      changed = listener;
      return () => {};
    },
    parts,
  };
  return { value, change: () => changed() };
}

describe('WorkRegistry', () => {
  afterEach(() => jest.useRealTimers());

  it('lists what all plugins run, and says which could not tell', async () => {
    const work = WorkRegistry.create();
    work.register(provider('rollouts', () => [canary]).value);
    work.register(
      provider('chaos', () => {
        throw new ServiceUnavailableError('no cluster answers');
      }).value,
    );
    expect(await work.running()).toEqual({
      work: [canary],
      unknown: [{ plugin: 'chaos', reason: 'no cluster answers' }],
    });
  });

  it('says what a plugin does not see, and nothing of how one broke', async () => {
    const work = WorkRegistry.create();
    work.register({
      ...provider('rollouts', () => [canary]).value,
      lacking: () => ['eks-prod is unreachable'],
    });
    work.register(
      provider('chaos', () => {
        throw new TypeError('password of the database');
      }).value,
    );
    expect(await work.running()).toEqual({
      work: [canary],
      unknown: [
        { plugin: 'rollouts', reason: 'eks-prod is unreachable' },
        { plugin: 'chaos', reason: 'it failed (TypeError)' },
      ],
    });
  });

  it('does not wait longer than five seconds for one plugin', async () => {
    jest.useFakeTimers();
    const work = WorkRegistry.create();
    work.register(provider('slow', () => new Promise(() => {})).value);
    const answer = work.running();
    await jest.advanceTimersByTimeAsync(5000);
    expect(await answer).toEqual({
      work: [],
      unknown: [{ plugin: 'slow', reason: 'no answer within 5 s' }],
    });
  });

  it('notifies listeners of each change until they end it', () => {
    const work = WorkRegistry.create();
    const rollouts = provider('rollouts', () => []);
    work.register(rollouts.value);
    const listener = jest.fn();
    const end = work.onChange(listener);
    rollouts.change();
    end();
    rollouts.change();
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it('takes one provider for a plugin', () => {
    const work = WorkRegistry.create();
    work.register(provider('chaos', () => []).value);
    expect(() => work.register(provider('chaos', () => []).value)).toThrow(
      'has registered its work already',
    );
  });
});
