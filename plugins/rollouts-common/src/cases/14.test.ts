import { loadCase } from '@slipway/field-cases';
import { decisivePause, waitWords } from '../derive';
import { detailsOf } from '../testUtils';

const NOW = Date.parse('2026-11-28T10:00:00Z');

describe('case 14: an inconclusive analysis during a timed pause', () => {
  const { core } = detailsOf(
    loadCase('14-inconclusive-during-a-timed-pause', { now: NOW }),
  ).basket;

  it('promises no end', () => {
    expect(core.pauses).toEqual([
      {
        reason: 'CanaryPauseStep',
        startedAt: '2026-11-28T09:58:00Z',
        timed: true,
      },
      {
        reason: 'InconclusiveAnalysisRun',
        startedAt: '2026-11-28T09:59:00Z',
      },
    ]);
  });

  it('waits for the decision of a user, here and under needs attention', () => {
    const pause = decisivePause(core.pauses);
    expect(pause && waitWords(pause)).toBe(
      'for a decision: an analysis was inconclusive',
    );
    expect(core.attention).toEqual({
      reason: 'analysis-inconclusive',
      severity: 'warning',
      summary:
        'An analysis was inconclusive: waiting for a decision to promote or to abort.',
      since: '2026-11-28T09:59:00Z',
    });
  });
});
