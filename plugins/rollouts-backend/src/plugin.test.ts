import { ROLLOUTS, rolloutsPermissions } from '@slipway/plugin-rollouts-common';
import { mockServices } from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import { until } from '@slipway/test-utils';
import { startHarness } from './__testUtils__/harness';
import { CLUSTER, rollout } from './__testUtils__/objects';

describe('the plugin', () => {
  it('registers its topics and serves its routes', async () => {
    const harness = await startHarness();
    for (const topic of ['list', 'entity', 'detail', 'metrics']) {
      expect(harness.live.get(`rollouts:${topic}`)).toBeDefined();
    }
    const { status } = await harness.get(`${harness.base}/rollouts`);
    expect(status).toBe(200);
    const unknown = await harness.get(`${harness.base}/nothing`);
    expect(unknown.status).toBe(404);
  });

  it('registers its permissions', async () => {
    const registry = mockServices.permissionsRegistry.mock();
    await startHarness({ features: [registry.factory] });
    expect(registry.addPermissions).toHaveBeenCalledWith(rolloutsPermissions);
  });

  it.each([
    [undefined, 2],
    [false, 2],
    [true, 13],
  ])(
    'agents may act only where that is enabled: %s',
    async (enabled, count) => {
      const registry = actionsRegistryServiceMock.mock();
      await startHarness({
        features: [registry.factory],
        config:
          enabled === undefined
            ? {}
            : { slipway: { rollouts: { agentActions: { enabled } } } },
      });
      const registered = registry.register.mock.calls.map(([{ name }]) => name);
      expect(registered).toHaveLength(count);
      expect(registered.slice(0, 2)).toEqual(['list-rollouts', 'get-rollout']);
    },
  );

  it('writes down from the start what the objects tell', async () => {
    const harness = await startHarness();
    harness.clusters.emit(
      CLUSTER,
      ROLLOUTS,
      rollout({
        status: {
          phase: 'Degraded',
          message: 'RolloutAborted: by a test',
          abort: true,
          abortedAt: new Date().toISOString(),
          pauseConditions: undefined,
        },
      }),
    );
    await until('the owner is notified', () => harness.notified.length > 0);
    expect(harness.activity.entries).toEqual([
      expect.objectContaining({ source: 'platform', type: 'aborted' }),
    ]);
    expect(harness.notified).toEqual([
      expect.objectContaining({
        recipients: { type: 'entity', entityRef: 'component:default/orders' },
      }),
    ]);
  });
});
