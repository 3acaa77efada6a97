import {
  abortSentence,
  leftoverSentence,
} from '@slipway/plugin-rollouts-common';
import { until } from '@slipway/test-utils';
import { startCase } from '../__testUtils__/cases';

describe('case 08 through the API', () => {
  it('says what is still on the canary, in the detail and in the list', async () => {
    const served = await startCase('08-traffic-still-on-the-canary');
    const list = await served.list();
    const aborted = (await served.detail('aborted-gliding')).core;
    for (const summary of [aborted, list['aborted-gliding']]) {
      expect(abortSentence(summary)).toBe(
        'Aborted: 60 % of traffic is still on revision 2, it goes back as stable pods become ready.',
      );
      expect(summary.attention?.summary).toContain(
        '60 % of traffic is still on revision 2',
      );
    }
    const rolledBack = (await served.detail('rolled-back-gliding')).core;
    for (const summary of [rolledBack, list['rolled-back-gliding']]) {
      expect(summary.actualWeight).toBe(40);
      expect(leftoverSentence(summary)).toBe(
        '60 % of traffic is still on revision 2, it goes back as stable pods become ready.',
      );
    }
  });

  it('notifies the owner of what still has traffic', async () => {
    const served = await startCase('08-traffic-still-on-the-canary');
    await until('the owner is notified', () => served.notified.length > 0);
    expect(served.notified.map(({ payload }) => payload.description)).toContain(
      'Aborted: 60 % of traffic is still on revision 2, it goes back as stable pods become ready. RolloutAborted: Rollout aborted update to revision 2',
    );
  });
});
