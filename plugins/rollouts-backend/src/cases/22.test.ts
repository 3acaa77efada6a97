import { startCase } from '../__testUtils__/cases';

describe('case 22 through the API', () => {
  it('names every container whose image changes, in the detail and in the list', async () => {
    const served = await startCase('22-first-container-is-a-helper');
    const { core } = await served.detail('basket');
    const { basket } = await served.list();
    for (const summary of [core, basket]) {
      expect(summary.imageChanges).toEqual([
        {
          container: 'web',
          init: false,
          from: 'registry.example/shop/basket:1.0.0',
          to: 'registry.example/shop/basket:2.0.0',
        },
      ]);
    }
  });
});
