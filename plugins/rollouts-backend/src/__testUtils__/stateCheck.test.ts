import { fakeClusters } from '@slipway/plugin-clusters-node/testUtils';
import { ROLLOUTS } from '@slipway/plugin-rollouts-common';
import { CLUSTER, ordersObjects, rollout } from './objects';
import { checkStates, takeViolations } from './stateCheck';

describe('checkStates', () => {
  it('finds what is false in a state that comes later, and says it once', () => {
    const clusters = fakeClusters({
      clusters: [{ name: CLUSTER }],
      objects: { [CLUSTER]: ordersObjects },
    });
    checkStates(clusters);
    expect(takeViolations()).toEqual([]);

    clusters.emit(
      CLUSTER,
      ROLLOUTS,
      rollout({
        status: {
          pauseConditions: [
            { reason: 'CanaryPauseStep', startTime: 'yesterday' },
          ],
        },
      }),
    );
    expect(takeViolations()).toContainEqual(
      expect.stringMatching(/^orders: .*is no instant: "yesterday"/),
    );
    expect(takeViolations()).toEqual([]);
  });
});
