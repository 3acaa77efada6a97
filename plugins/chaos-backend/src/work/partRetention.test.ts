import { mockServices } from '@backstage/backend-test-utils';
import { StartedPart } from '@slipway/plugin-work-common';
import { enforcePartRetention } from './partRetention';

const NOW = new Date('2026-06-30T00:00:00.000Z');

describe('retention of parts', () => {
  it('deletes those that have ended, and none that may disturb a pod', async () => {
    const phases: Record<string, StartedPart['phase']> = {
      finished: 'ended',
      paused: 'ending',
      running: 'running',
      gone: 'ended',
    };
    const forgotten: string[] = [];
    const logger = mockServices.logger.mock();
    await enforcePartRetention({
      days: 90,
      logger,
      now: () => NOW,
      parts: {
        async claimedBefore(before) {
          expect(before).toBe('2026-04-01T00:00:00.000Z');
          return ['finished', 'away', 'paused', 'running', 'gone'].map(ref => ({
            id: `id of ${ref}`,
            ref,
          }));
        },
      },
      keeper: {
        async state(ref) {
          if (ref === 'away') throw new Error('The cluster does not answer');
          return { ref, phase: phases[ref], state: ref, path: '/' };
        },
        async forget({ id }) {
          forgotten.push(id);
        },
      },
    });
    expect(forgotten).toEqual(['id of finished', 'id of gone']);
    expect(logger.warn).toHaveBeenCalledTimes(1);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringMatching(/^Part away .*The cluster does not answer/),
    );
  });
});
