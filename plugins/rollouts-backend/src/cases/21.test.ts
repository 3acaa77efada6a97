import { startCase } from '../__testUtils__/cases';

const QUOTA = /^Pods cannot be created: .*exceeded quota: team-a/;

describe('case 21 through the API', () => {
  it('says why pods cannot be created, in the detail and in the list', async () => {
    const served = await startCase('21-pods-cannot-be-created');
    const { core, revisions } = await served.detail('basket');
    const { basket } = await served.list();
    for (const summary of [core, basket]) {
      expect(summary.attention).toMatchObject({
        reason: 'replica-failure',
        severity: 'warning',
        summary: expect.stringMatching(QUOTA),
      });
    }
    expect(revisions[0].failure?.message).toMatch(/exceeded quota/);
  });
});
