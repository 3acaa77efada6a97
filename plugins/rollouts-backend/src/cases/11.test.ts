import { revisionsInPlay } from '@slipway/plugin-rollouts-common';
import { startCase } from '../__testUtils__/cases';

describe('case 11 through the API', () => {
  it('says which revision serves and which is stable', async () => {
    const served = await startCase('11-blue-green-after-cutover');
    const detail = await served.detail('basket');
    const { basket } = await served.list();
    for (const { serving } of [detail.core, basket]) {
      expect(serving).toMatchObject({
        source: 'selector',
        shares: [{ role: 'active', revision: 2, percent: 100 }],
      });
    }
    expect(
      revisionsInPlay(detail).map(({ revision, title, traffic }) => [
        revision.revision,
        title,
        traffic,
      ]),
    ).toEqual([
      [1, 'stable', 'no traffic'],
      [2, 'active', 'all traffic'],
    ]);
  });
});
