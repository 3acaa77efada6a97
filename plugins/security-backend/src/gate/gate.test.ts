import { createBackendPlugin } from '@backstage/backend-plugin-api';
import { JsonObject } from '@backstage/types';
import { ActionChecks, CheckedAction } from '@slipway/plugin-actions-node';
import { actionChecksServiceRef } from '@slipway/plugin-actions-node';
import {
  canaryFindingsTopic,
  runningKinds,
} from '@slipway/plugin-security-common';
import {
  CANARY_REPORT,
  setUp,
  STABLE,
  VULNERABILITIES,
} from '../__testUtils__/harness';
import { rolloutObjects } from '../__testUtils__/objects';

const PROMOTE: CheckedAction = {
  plugin: 'rollouts',
  action: 'promote',
  target: {
    kind: 'Rollout',
    cluster: 'gke',
    namespace: 'shop',
    name: 'orders',
  },
  environment: 'prod',
  entityRef: 'component:default/orders',
};
const REPORTS = { [VULNERABILITIES]: [STABLE, CANARY_REPORT] };
const RULE: JsonObject = { name: 'no new criticals' };
const ROLLOUTS = runningKinds.rollouts.resource;

async function setUpGate(
  rule: JsonObject,
  reports: Record<string, object[]> = REPORTS,
) {
  let checks: ActionChecks | undefined;
  const probe = createBackendPlugin({
    pluginId: 'probe',
    register(env) {
      env.registerInit({
        deps: { service: actionChecksServiceRef },
        async init({ service }) {
          checks = service;
        },
      });
    },
  });
  const harness = await setUp(reports, {
    features: [probe],
    config: { gate: { rules: [rule] } },
  });
  return {
    ...harness,
    concerning: (change: Partial<CheckedAction> = {}) =>
      checks!.concerning({ ...PROMOTE, ...change }).length,
    check: async () => {
      const [check] = checks!.concerning(PROMOTE);
      return check.check(PROMOTE);
    },
  };
}

describe('a rule of the configuration', () => {
  it('stops the promotion of a canary for what it adds, by name', async () => {
    const test = await setUpGate(RULE);
    await test.scanned(2);
    expect(await test.check()).toEqual({
      stops: [
        {
          rule: 'no new criticals',
          reason:
            'The rule "no new criticals" stops promotion: the canary adds 1 critical.',
          items: [
            {
              key: expect.stringContaining('CVE-2026-0003'),
              text: 'CVE-2026-0003 in qs 6.5.2 (critical, fixed in 6.5.3)',
            },
          ],
        },
      ],
      notes: [],
    });
    await test.stop();
  });

  it('is on the page of the rollout before anybody presses', async () => {
    const test = await setUpGate(RULE);
    await test.scanned(2);
    const { cluster, namespace, name } = PROMOTE.target;
    const topic = await test.live.open(canaryFindingsTopic, {
      cluster,
      namespace,
      name,
    });
    await topic.waitFor(({ items }) => items.size === 1);
    expect(topic.items.get('summary')?.gate?.stops).toEqual([
      'The rule "no new criticals" stops promotion: the canary adds 1 critical.',
    ]);
    topic.close();
    await test.stop();
  });

  it('is about what moves a canary on, where it holds', async () => {
    const test = await setUpGate({ ...RULE, environments: ['prod'] });
    expect(test.concerning()).toBe(1);
    expect(test.concerning({ action: 'promote-full' })).toBe(1);
    expect(test.concerning({ action: 'abort' })).toBe(0);
    expect(test.concerning({ plugin: 'chaos' })).toBe(0);
    await test.stop();
    const elsewhere = await setUpGate({ ...RULE, environments: ['dev'] });
    expect(elsewhere.concerning()).toBe(0);
    await elsewhere.stop();
  });

  it.each([
    ['allow', 'does not stop promotion', 0, 1],
    ['refuse', 'stops promotion, because it is not known', 1, 0],
  ])(
    'says what becomes of what is unknown: %s',
    async (whenUnknown, words, stopped, noted) => {
      const test = await setUpGate(
        { ...RULE, whenUnknown },
        { [VULNERABILITIES]: [STABLE] },
      );
      await test.scanned(1);
      const { stops, notes } = await test.check();
      expect([stops.length, notes.length]).toEqual([stopped, noted]);
      expect([...stops.map(({ reason }) => reason), ...notes][0]).toContain(
        words,
      );
      await test.stop();
    },
  );

  it('says that it is unknown while the release is another one than was read', async () => {
    const test = await setUpGate(RULE);
    await test.scanned(2);
    const [rollout] = rolloutObjects()['rollouts.argoproj.io'];
    const newer = {
      ...rollout,
      status: { stableRS: 'aaa', currentPodHash: 'ccc' },
    };
    jest.spyOn(test.clusters, 'get').mockResolvedValue(newer as never);
    const { stops, notes } = await test.check();
    expect(stops).toEqual([]);
    expect(notes[0]).toContain('the release changed a moment ago');
    await test.stop();
  });

  it('says that it is unknown when the cluster does not answer', async () => {
    const test = await setUpGate(RULE);
    await test.scanned(2);
    test.clusters.failNext('get', new TypeError('secret of the cluster'));
    const { notes } = await test.check();
    expect(notes[0]).toContain('the findings cannot be read');
    expect(notes[0]).not.toContain('secret');
    await test.stop();
  });

  it('has nothing to stop once there is no canary', async () => {
    const test = await setUpGate(RULE);
    await test.scanned(2);
    const [rollout] = rolloutObjects()['rollouts.argoproj.io'];
    test.clusters.emit('gke', ROLLOUTS, {
      ...rollout,
      status: { stableRS: 'bbb', currentPodHash: 'bbb' },
    });
    expect(await test.check()).toEqual({ stops: [], notes: [] });
    await test.stop();
  });
});
