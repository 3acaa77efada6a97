import { startCase } from '../__testUtils__/cases';

const NAME = '14-inconclusive-during-a-timed-pause';

describe('case 14 through the API', () => {
  it('promises no end, in the detail and in the list', async () => {
    const served = await startCase(NAME);
    const { core } = await served.detail('basket');
    const { basket } = await served.list();
    for (const summary of [core, basket]) {
      expect(
        summary.pauses.map(({ reason, endsAt }) => [reason, endsAt]),
      ).toEqual([
        ['CanaryPauseStep', undefined],
        ['InconclusiveAnalysisRun', undefined],
      ]);
      expect(summary.attention?.reason).toBe('analysis-inconclusive');
    }
  });
});
