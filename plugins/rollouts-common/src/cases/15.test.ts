import { loadCase } from '@slipway/field-cases';
import { restartState } from '../derive';
import { detailsOf } from '../testUtils';

const NOW = Date.parse('2026-11-28T10:00:00Z');

describe('case 15: restartAt', () => {
  const details = detailsOf(loadCase('15-restart-at', { now: NOW }));

  it('in three hours is planned', () => {
    expect(restartState(details['planned-tonight'].core, NOW)).toEqual({
      state: 'planned',
      at: '2026-11-28T13:00:00Z',
    });
  });

  it('is in progress once its time has come', () => {
    const later = Date.parse('2026-11-28T13:00:01Z');
    expect(restartState(details['planned-tonight'].core, later)?.state).toBe(
      'in-progress',
    );
  });

  it('done, written with an offset, says nothing', () => {
    expect(restartState(details['done-with-offset'].core, NOW)).toBeUndefined();
  });
});
