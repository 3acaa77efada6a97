import { createBackendPlugin } from '@backstage/backend-plugin-api';
import { createPermission } from '@backstage/plugin-permission-common';
import { actionChecksServiceRef } from '@slipway/plugin-actions-node';
import { SEEN, startHarness } from '../__testUtils__/harness';

const permission = (name: string) =>
  createPermission({
    name,
    attributes: { action: 'update' },
    resourceType: 'catalog-entity',
  });

/** A feature with a rule that stops everything. */
const never = createBackendPlugin({
  pluginId: 'never',
  register(env) {
    env.registerInit({
      deps: { checks: actionChecksServiceRef },
      async init({ checks }) {
        checks.register({
          plugin: 'never',
          permissions: {
            read: permission('never.read'),
            override: permission('never.override'),
          },
          concerns: () => true,
          check: async ({ target }) => ({
            notes: [],
            stops: [
              {
                rule: 'never',
                reason: `The rule "never" stops this in ${target.cluster}.`,
                items: [],
              },
            ],
          }),
        });
      },
    });
  },
});

it('rules of other features stop actions on rollouts, and are overridden with a reason', async () => {
  const harness = await startHarness({ features: [never] });
  const path = `${harness.path('orders')}/actions/promote/stops`;
  const { body } = await harness.get(path, 'olga');
  expect(body).toMatchObject({
    stops: [{ rule: 'never', reason: 'The rule "never" stops this in gke.' }],
    override: { allowed: true },
  });
  expect((await harness.get(path, 'vera')).status).toBe(403);

  const refused = await harness.act('olga', 'promote', { seen: SEEN });
  expect([refused.status, refused.body.error.name]).toEqual([
    403,
    'ActionStoppedError',
  ]);
  expect(harness.clusters.writes).toEqual([]);

  const { status } = await harness.act('olga', 'promote', {
    seen: SEEN,
    override: { reason: 'A fix that cannot wait', digest: body.digest },
  });
  expect(status).toBe(200);
  expect(harness.activity.entries).toMatchObject([
    {
      summary:
        'Promote orders, overriding the rule "never": A fix that cannot wait',
      before: { overrideReason: 'A fix that cannot wait' },
    },
  ]);
  await harness.stop();
});

it('no rule stops an abort', async () => {
  const harness = await startHarness({ features: [never] });
  const { status } = await harness.act('olga', 'abort', { seen: SEEN });
  expect(status).toBe(200);
  await harness.stop();
});
