import { loadCase, ofKind } from '@slipway/field-cases';
import { revisionsInPlay, servingSentence } from '../derive';
import { detailsOf } from '../testUtils';

function withStable(stablePingPong?: string) {
  const objects = loadCase('29-ping-pong', { now: Date.now() });
  const [rollout] = ofKind(objects, 'Rollout');
  const { status } = rollout as {
    status?: { canary: Record<string, unknown> };
  };
  if (status) status.canary.stablePingPong = stablePingPong;
  return detailsOf(objects).basket;
}

describe('case 29: ping-pong', () => {
  it.each([
    ['pong', 'basket-pong', 'basket-ping'],
    ['ping', 'basket-ping', 'basket-pong'],
    // rollout/trafficrouting/service_helper.go: empty means that pong is stable.
    [undefined, 'basket-pong', 'basket-ping'],
  ])('stable is %s', (stablePingPong, stable, canary) => {
    const detail = withStable(stablePingPong);
    expect(detail.core.canaryServices).toEqual({ stable, canary });
    expect(servingSentence(detail.core.serving)).toBe(
      '75 % of traffic is on revision 1 (stable), 25 % on revision 2 (canary).',
    );
    expect(
      revisionsInPlay(detail).map(({ traffic, services }) => [
        traffic,
        ...services,
      ]),
    ).toEqual([
      ['75 % of traffic', `stable Service ${stable}`],
      ['25 % of traffic', `canary Service ${canary}`],
    ]);
  });
});
