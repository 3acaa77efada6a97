import { servingSentence } from '@slipway/plugin-rollouts-common';
import { startCase } from '../__testUtils__/cases';

describe('case 18 through the API', () => {
  it('gives the shares of the experiment, in the detail and in the list', async () => {
    const served = await startCase('18-experiment-has-the-traffic');
    const { core } = await served.detail('basket');
    const { basket } = await served.list();
    for (const { serving } of [core, basket]) {
      expect(servingSentence(serving)).toBe(
        "70 % of traffic is on revision 1 (stable), 15 % on the experiment's template trial (revision 2) and 15 % on the experiment's template baseline (revision 1).",
      );
    }
  });
});
