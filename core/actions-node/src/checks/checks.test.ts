import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { createPermission } from '@backstage/plugin-permission-common';
import { ActionStop } from '@slipway/plugin-actions-common';
import { fakeApprovals } from '@slipway/plugin-approvals-node/testUtils';
import { component, startPluginHarness } from '@slipway/test-utils';
import { lampsPlugin } from '../__testUtils__/lamps';
import { actionChecksServiceRef } from './actionChecksServiceRef';
import { CheckAnswer, CheckedAction } from './types';

const HANG =
  '/api/lamps/clusters/gke/namespaces/shop/entities/orders/actions/hang';
const READ = 'moths.read';
const OVERRIDE = 'moths.override';

const stop = (...names: string[]): ActionStop => ({
  rule: 'no moths',
  reason: `The rule "no moths" stops this: ${names.length} would come.`,
  items: names.map(name => ({ key: name, text: `${name} of the garden` })),
});
const permission = (name: string, action: 'read' | 'update') =>
  createPermission({
    name,
    attributes: { action },
    resourceType: 'catalog-entity',
  });

/** A feature that says of lamps what the test says. */
function moths(answer: () => CheckAnswer | Promise<CheckAnswer>) {
  const asked: CheckedAction[] = [];
  const feature = createBackendPlugin({
    pluginId: 'moths',
    register(env) {
      env.registerInit({
        deps: {
          checks: actionChecksServiceRef,
          logger: coreServices.logger,
        },
        async init({ checks }) {
          checks.register({
            plugin: 'moths',
            permissions: {
              read: permission(READ, 'read'),
              override: permission(OVERRIDE, 'update'),
            },
            concerns: ({ plugin, target }) =>
              plugin === 'lamps' && target.cluster === 'gke',
            async check(what) {
              asked.push(what);
              return answer();
            },
          });
        },
      });
    },
  });
  return { asked, feature };
}

async function setUp(
  answer: Partial<CheckAnswer> | Error,
  refused: Record<string, string[]> = {},
) {
  const now: { answer: Partial<CheckAnswer> | Error } = { answer };
  const { asked, feature } = moths(() => {
    if (now.answer instanceof Error) throw now.answer;
    return { stops: [], notes: [], ...now.answer };
  });
  const harness = await startPluginHarness(lampsPlugin().plugin, {
    entities: [component('orders', 'team-orders')],
    clusters: [{ name: 'gke', environment: 'dev' }],
    refused,
    features: [feature, fakeApprovals().factory],
  });
  const as = (user: string) => harness.as(user);
  return {
    ...harness,
    now,
    judged: asked,
    stops: (user = 'olga') => as(user).get(`${HANG}/stops`),
    hang: (body: object = {}, user = 'olga') =>
      as(user).post(HANG, { args: { colour: 'red' }, ...body }),
  };
}

const REASON = 'They are rare butterflies.';

describe('an action that a rule of another feature stops', () => {
  it('is refused with the rule and what it is for; nothing is written', async () => {
    const test = await setUp({ stops: [stop('tineola')] });
    const { status, body } = await test.hang();
    expect(status).toBe(403);
    expect(body.error).toMatchObject({
      name: 'ActionStoppedError',
      message: 'The rule "no moths" stops this: 1 would come.',
      stops: [{ rule: 'no moths', items: [{ key: 'tineola' }] }],
    });
    expect(test.clusters.writes).toEqual([]);
    expect(test.activity.entries).toEqual([]);
    expect(test.audited).toMatchObject([
      {
        eventId: 'hang',
        outcome: 'failed',
        outcomeMeta: {
          stops: [{ rule: 'no moths', items: ['tineola of the garden'] }],
        },
      },
    ]);
    expect(test.judged).toEqual([
      {
        plugin: 'lamps',
        action: 'hang',
        target: expect.objectContaining({ cluster: 'gke', kind: 'Lamp' }),
        environment: 'dev',
        entityRef: 'component:default/orders',
      },
    ]);
  });

  it('is done with a reason by who may, and both records have reason and items', async () => {
    const test = await setUp({ stops: [stop('tineola')] });
    const seen = (await test.stops()).body;
    expect(seen).toMatchObject({
      stops: [stop('tineola')],
      notes: [],
      override: { allowed: true },
    });
    const { status } = await test.hang({
      override: { reason: REASON, digest: seen.digest },
    });
    expect(status).toBe(200);
    expect(test.clusters.writes).toHaveLength(1);
    const record = {
      stops: [
        {
          rule: 'no moths',
          reason: 'The rule "no moths" stops this: 1 would come.',
          items: ['tineola of the garden'],
        },
      ],
      overrideReason: REASON,
    };
    expect(test.activity.entries).toMatchObject([
      {
        summary: `Hang a lamp on orders, overriding the rule "no moths": ${REASON} (tineola of the garden)`,
        severity: 'warning',
        before: record,
      },
    ]);
    expect(test.audited).toMatchObject([
      { eventId: 'hang', outcome: 'succeeded', outcomeMeta: record },
    ]);
  });

  it.each<[string, object, number, RegExp]>([
    ['without a reason', { reason: ' ' }, 400, /^override\.reason must have/],
    ['with a digest of something else', { digest: 'x' }, 400, /digest/],
    [
      'when something else stops it by now',
      { digest: '0'.repeat(64) },
      409,
      /^What stops this changed since you looked\. The rule/,
    ],
  ])('is not overridden %s', async (_, change, code, message) => {
    const test = await setUp({ stops: [stop('tineola')] });
    const { digest } = (await test.stops()).body;
    const { status, body } = await test.hang({
      override: { reason: REASON, digest, ...change },
    });
    expect([status, body.error.message]).toEqual([
      code,
      expect.stringMatching(message),
    ]);
    expect(test.clusters.writes).toEqual([]);
  });

  it('is not overridden when more stops it than was seen', async () => {
    const test = await setUp({ stops: [stop('tineola')] });
    const { digest } = (await test.stops()).body;
    test.now.answer = { stops: [stop('tineola', 'tinea')] };
    const { status } = await test.hang({
      override: { reason: REASON, digest },
    });
    expect(status).toBe(409);
    expect(test.clusters.writes).toEqual([]);
  });

  it('is not overridden by who may do it and not override', async () => {
    const test = await setUp(
      { stops: [stop('tineola')] },
      { olga: [OVERRIDE] },
    );
    const { body } = await test.stops();
    const reason =
      'Only owners (team-orders) and the platform group may override this rule.';
    expect(body.override).toEqual({ allowed: false, reason });
    const answer = await test.hang({
      override: { reason: REASON, digest: body.digest },
    });
    expect([answer.status, answer.body.error.message]).toEqual([403, reason]);
    expect(test.clusters.writes).toEqual([]);
  });

  it('names only the rule to who may not read more, and lets them override nothing', async () => {
    const test = await setUp({ stops: [stop('tineola')] }, { olga: [READ] });
    const { body } = await test.stops();
    expect(body).toMatchObject({
      stops: [
        {
          reason: 'The rule "no moths" stops this. You may not see for what.',
          items: [],
        },
      ],
      override: { allowed: false },
    });
    const refused = await test.hang();
    expect(JSON.stringify(refused.body)).not.toContain('tineola');
    // The record is not theirs to read.
    expect(JSON.stringify(test.audited)).toContain('tineola');
  });
});

describe('an action that nothing stops', () => {
  it('is done; an override that is no longer needed is not recorded', async () => {
    const test = await setUp({});
    const { status } = await test.hang({
      override: { reason: REASON, digest: '0'.repeat(64) },
    });
    expect(status).toBe(200);
    expect(test.activity.entries[0].before).toEqual({});
  });

  it('is recorded with what its rules did not know', async () => {
    const test = await setUp({ notes: ['Unknown: it is dark.'] });
    expect((await test.stops()).body).toMatchObject({
      stops: [],
      notes: ['Unknown: it is dark.'],
    });
    expect((await test.hang()).status).toBe(200);
    expect(test.activity.entries[0]).toMatchObject({
      summary: 'Hang a lamp on orders',
      before: { notes: ['Unknown: it is dark.'] },
    });
  });
});

it('nothing is done while the rules cannot be asked', async () => {
  const test = await setUp(new TypeError('password of the database'));
  for (const { status, body } of [await test.hang(), await test.stops()]) {
    expect([status, body.error.message]).toEqual([
      503,
      'Nothing was done: the rules of moths cannot be asked (it failed (TypeError)).',
    ]);
  }
  expect(test.clusters.writes).toEqual([]);
});

it.each([
  ['nobody', undefined, 401],
  ['carla, who may not do it', 'carla', 403],
])('%s learns nothing of what stops it', async (_, user, code) => {
  const test = await setUp({ stops: [stop('tineola')] });
  const { status } = user
    ? await test.stops(user)
    : await test.asNobody().get(`${HANG}/stops`);
  expect(status).toBe(code);
});
