import { startCase } from '../__testUtils__/cases';

describe('case 29 through the API', () => {
  it('names the Services that ping and pong are now', async () => {
    const served = await startCase('29-ping-pong');
    const { core } = await served.detail('basket');
    expect(core.canaryServices).toEqual({
      stable: 'basket-pong',
      canary: 'basket-ping',
    });
    const { basket } = await served.list();
    for (const { serving } of [core, basket]) {
      expect(
        serving.shares.map(({ role, percent, service }) => [
          role,
          percent,
          service,
        ]),
      ).toEqual([
        ['stable', 75, 'basket-pong'],
        ['canary', 25, 'basket-ping'],
      ]);
    }
  });
});
