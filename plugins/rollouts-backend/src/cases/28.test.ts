import { startCase } from '../__testUtils__/cases';

describe('case 28 through the API', () => {
  it('says that the preview has no traffic while it waits', async () => {
    const served = await startCase('28-blue-green-waits');
    const list = await served.list();
    for (const name of ['both-settings', 'before-promotion']) {
      const { core } = await served.detail(name);
      for (const { serving } of [core, list[name]]) {
        expect(serving).toMatchObject({
          source: 'selector',
          shares: [{ role: 'active', revision: 1, percent: 100 }],
        });
      }
    }
    expect(list['both-settings'].attention?.reason).toBe('waiting-for-user');
    expect(list['before-promotion'].attention).toBeUndefined();
  });
});
