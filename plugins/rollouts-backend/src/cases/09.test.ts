import { startCase } from '../__testUtils__/cases';

describe('case 09 through the API', () => {
  it('says that there is no earlier revision, in the detail and in the list', async () => {
    const served = await startCase('09-first-deployment-aborted');
    const { core } = await served.detail('basket');
    const { basket } = await served.list();
    for (const summary of [core, basket]) {
      expect(summary.serving).toMatchObject({
        shares: [],
        nothing: 'no-ready-pod',
        firstDeployment: 'never-healthy',
      });
      expect(summary.attention?.summary).toMatch(
        /^The first deployment did not become ready: 0 of 4 pods\. There is no earlier revision; nothing serves\./,
      );
    }
  });
});
