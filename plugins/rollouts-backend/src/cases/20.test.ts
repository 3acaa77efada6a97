import { startCase } from '../__testUtils__/cases';

describe('case 20 through the API', () => {
  it('has the images of the ReplicaSets', async () => {
    const served = await startCase('20-workload-ref');
    const { core } = await served.detail('basket');
    expect(core.imageChanges).toMatchObject([
      {
        from: expect.stringMatching(/:1.0.0$/),
        to: expect.stringMatching(/:2.0.0$/),
      },
    ]);
    expect((await served.list()).basket.imageChanges).toEqual(
      core.imageChanges,
    );
  });
});
