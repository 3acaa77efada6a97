import { loadCase } from '@slipway/field-cases';
import { actionGate } from '../actions';
import { revisionsInPlay, servingSentence } from '../derive';
import { detailsOf } from '../testUtils';

describe('case 28: blue-green waits', () => {
  const details = detailsOf(
    loadCase('28-blue-green-waits', { now: Date.now() }),
  );

  it.each(['both-settings', 'before-promotion'])(
    '%s: the preview has no traffic',
    name => {
      const detail = details[name];
      expect(servingSentence(detail.core.serving)).toBe(
        'All traffic is on revision 1 (active).',
      );
      expect(
        revisionsInPlay(detail).map(({ title, traffic, services }) => [
          title,
          traffic,
          ...services,
        ]),
      ).toEqual([
        ['active and stable', 'all traffic', 'active Service basket'],
        ['preview', 'no traffic', 'preview Service basket-preview'],
      ]);
    },
  );

  it('waits for manual promotion, and cannot be promoted while its analysis runs', () => {
    expect(details['both-settings'].core.attention?.reason).toBe(
      'waiting-for-user',
    );
    expect(details['before-promotion'].core.attention).toBeUndefined();
    expect(
      actionGate('promote', details['before-promotion'].core).enabled,
    ).toBe(false);
  });
});
