import { restartState } from '@slipway/plugin-rollouts-common';
import { startCase } from '../__testUtils__/cases';

describe('case 15 through the API', () => {
  it('has what says where a restart stands, in the detail and in the list', async () => {
    const served = await startCase('15-restart-at');
    const list = await served.list();
    for (const [name, state] of [
      ['planned-tonight', 'planned'],
      ['done-with-offset', undefined],
    ] as const) {
      const { core } = await served.detail(name);
      expect(restartState(core, Date.now())?.state).toBe(state);
      expect(restartState(list[name], Date.now())?.state).toBe(state);
    }
  });
});
