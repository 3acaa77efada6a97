import { startCase } from '../__testUtils__/cases';

describe('case 07 through the API', () => {
  it('gives percentages of all traffic, in the detail and in the list', async () => {
    const served = await startCase('07-max-traffic-weight');
    const list = await served.list();
    for (const [name, weight] of [
      ['basket', 0.5],
      ['basket-done', 100],
    ] as const) {
      const { core } = await served.detail(name);
      for (const summary of [core, list[name]]) {
        expect(summary).toMatchObject({
          setWeight: weight,
          actualWeight: weight,
        });
      }
    }
    const { core } = await served.detail('basket');
    expect(core.steps.map(({ label }) => label)).toEqual([
      '0.5 %',
      'pause',
      '50 %',
      'pause',
    ]);
    expect(core.kubectlWeights).toEqual({ set: 5, actual: 5 });
  });
});
