import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { ConflictError } from '@backstage/errors';
import {
  AuthorizeResult,
  createPermission,
} from '@backstage/plugin-permission-common';
import {
  ActionChecks,
  ActionsRegistry,
  GrantReader,
  registerAgentTools,
} from '@slipway/plugin-actions-node';
import { fakeActivity } from '@slipway/plugin-activity-node/testUtils';
import { readBreakGlassConfig } from '@slipway/plugin-break-glass-node';
import { fakeBreakGlass } from '@slipway/plugin-break-glass-node/testUtils';
import {
  Environment,
  OutcomeUnknownError,
} from '@slipway/plugin-clusters-common';
import { fakeClusters } from '@slipway/plugin-clusters-node/testUtils';
import { ReadAccess } from '@slipway/plugin-live-node';
import { fakeOwners } from '@slipway/plugin-owners-node/testUtils';
import {
  ROLLOUT_ACTIONS,
  rolloutPathSchema,
  rolloutsReadPermission,
} from '@slipway/plugin-rollouts-common';
import { component } from '@slipway/test-utils';
import { SEEN } from '../__testUtils__/harness';
import {
  CLUSTER,
  ordersObjects,
  rollout,
  ROLLOUTS_KIND,
  SECRET_VALUE,
} from '../__testUtils__/objects';
import {
  createRolloutRunner,
  ROLLOUT_FIELDS,
} from '../services/createRolloutRunner';
import { RolloutsService } from '../services/RolloutsService';
import { registerGetRollout } from './getRollout';
import { registerListRollouts } from './listRollouts';

interface Registered {
  name: string;
  attributes?: { readOnly?: boolean; destructive?: boolean };
  action(context: object): Promise<{ output: Record<string, unknown> } | void>;
}

const ends: Array<() => void> = [];
afterEach(() => ends.splice(0).forEach(end => end()));

async function setUp(
  environment: Environment,
  mayRead = true,
  objects = ordersObjects,
  checks?: ActionChecks,
) {
  const clusters = fakeClusters({
    clusters: [{ name: CLUSTER, environment }],
    objects: { [CLUSTER]: objects },
  });
  const logger = mockServices.logger.mock();
  const auth = mockServices.auth();
  const owners = fakeOwners({
    clusters,
    entities: [component('orders', 'team-orders')],
    logger,
  });
  const rollouts = RolloutsService.create({ clusters, owners, logger });
  await owners.refresh();
  const userInfo = mockServices.userInfo();
  const permissions = mockServices.permissions.mock({
    authorize: async requests =>
      requests.map(() => ({
        result: mayRead ? AuthorizeResult.ALLOW : AuthorizeResult.DENY,
      })),
  });
  const access = new ReadAccess({
    permissions,
    permission: rolloutsReadPermission,
    what: 'rollouts',
  });
  const runner = createRolloutRunner({
    auth,
    permissions,
    grants: GrantReader.create({
      breakGlass: fakeBreakGlass(),
      breakGlassConfig: readBreakGlassConfig(mockServices.rootConfig()),
      logger,
      userInfo,
    }),
    owners,
    clusters,
    logger,
    rollouts,
    activity: fakeActivity(),
    appBaseUrl: 'http://portal.test',
    auditor: mockServices.auditor.mock({
      createEvent: async () => ({
        success: async () => {},
        fail: async () => {},
      }),
    }),
    userInfo,
    ...(checks ? { checks } : {}),
  });
  ends.push(() => {
    rollouts.stop();
    owners.stop();
  });
  const registered = new Map<string, Registered>();
  const registry: ActionsRegistry = {
    register: options => {
      registered.set(options.name, options as unknown as Registered);
    },
  };
  registerListRollouts(registry, { rollouts, access });
  registerGetRollout(registry, { rollouts, access });
  registerAgentTools(registry, {
    auth,
    runner,
    ref: rolloutPathSchema,
    fields: ROLLOUT_FIELDS,
    readWith: 'get-rollout',
  });
  const call = (
    name: string,
    input: object,
    credentials: BackstageCredentials = mockCredentials.user(),
  ) => registered.get(name)?.action({ input, credentials, logger });
  return { call, clusters, registered };
}

const REF = { cluster: CLUSTER, namespace: 'shop', name: 'orders' };

describe('agent actions', () => {
  it('two read, each action of a rollout is one that acts', async () => {
    const { registered } = await setUp('stage');
    const readOnly = [...registered.values()]
      .filter(({ attributes }) => attributes?.readOnly)
      .map(({ name }) => name);
    expect(readOnly).toEqual(['list-rollouts', 'get-rollout']);
    expect([...registered.keys()].slice(2)).toEqual(
      ROLLOUT_ACTIONS.map(action => `${action}-rollout`),
    );
  });

  it('list-rollouts filters', async () => {
    const { call } = await setUp('stage');
    const names = async (input: object) => {
      const answer = await call('list-rollouts', input);
      const { rollouts } = answer?.output as { rollouts: Array<object> };
      return rollouts;
    };
    expect(await names({})).toEqual([
      expect.objectContaining({
        ...REF,
        phase: 'Paused',
        step: 1,
        stepCount: 4,
        ownerRef: 'group:default/team-orders',
        attention: expect.stringContaining('waiting'),
      }),
    ]);
    expect(await names({ needsAttention: true })).toHaveLength(1);
    expect(await names({ entityRef: 'orders' })).toHaveLength(1);
    expect(await names({ entityRef: 'products' })).toHaveLength(0);
    expect(await names({ namespace: 'other' })).toHaveLength(0);
    await expect(names({ entityRef: 'a:b:c/d' })).rejects.toThrow(/entityRef/);
  });

  it('get-rollout gives what an action asks for as "seen", and no value of the environment', async () => {
    const { call } = await setUp('stage');
    const answer = await call('get-rollout', REF);
    expect(answer?.output).toMatchObject({ seen: SEEN });
    expect(JSON.stringify(answer)).not.toContain(SECRET_VALUE);
  });

  it('no text of the cluster turns the words beside it', async () => {
    const turned: typeof ordersObjects = JSON.parse(
      JSON.stringify(ordersObjects).replaceAll('about ', 'about \u202e'),
    );
    const { call } = await setUp('stage', true, turned);
    const answer = JSON.stringify(await call('get-rollout', REF));
    expect(answer).toContain('about [U+202E]');
    expect(answer).not.toContain('\u202e');
  });

  it('get-rollout says what is not known, so that an empty list is not taken for none', async () => {
    const { call, clusters } = await setUp('stage');
    expect((await call('get-rollout', REF))?.output).toMatchObject({
      missing: [],
    });
    clusters.setFreshness(
      CLUSTER,
      { state: 'refused', reason: 'RBAC does not let the portal list pods' },
      'pods',
    );
    expect((await call('get-rollout', REF))?.output).toMatchObject({
      missing: [{ resource: 'pods', state: 'refused' }],
    });
  });

  it('reading needs the permission', async () => {
    const { call } = await setUp('stage', false);
    await expect(call('list-rollouts', {})).rejects.toThrow(/rollouts\.read/);
    await expect(call('get-rollout', REF)).rejects.toThrow(/rollouts\.read/);
  });

  it('acts as the user outside production', async () => {
    const { call, clusters } = await setUp('stage');
    const answer = await call('abort-rollout', { ...REF, seen: SEEN });
    expect(answer?.output).toMatchObject({ action: 'abort' });
    expect(clusters.writes.map(({ actor }) => actor.userEntityRef)).toEqual([
      'user:default/mock',
    ]);
  });

  it('reports what was applied in part or is not known by errors that agents read', async () => {
    const { call, clusters } = await setUp('stage', true, {
      ...ordersObjects,
      [ROLLOUTS_KIND]: [rollout({ spec: { paused: true } })],
    });
    clusters.failNext('write', new ConflictError('it changed'), { skip: 1 });
    await expect(
      call('promote-rollout', { ...REF, seen: SEEN }),
    ).rejects.toMatchObject({
      name: 'ConflictError',
      message: expect.stringMatching(
        /^Only a part of this was applied\. Applied: .*Not applied: .*it changed/,
      ),
    });
    clusters.failNext('write', new OutcomeUnknownError('cut'));
    await expect(
      call('abort-rollout', { ...REF, seen: SEEN }),
    ).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringMatching(/^It is not known whether this was/),
    });
  });

  it('is stopped by rules of other features, and overrides none', async () => {
    const permission = createPermission({
      name: 'never',
      attributes: { action: 'update' },
      resourceType: 'catalog-entity',
    });
    const { call, clusters } = await setUp('stage', true, ordersObjects, {
      register: () => {},
      concerning: () => [
        {
          plugin: 'never',
          permissions: { read: permission, override: permission },
          concerns: () => true,
          check: async () => ({
            stops: [{ rule: 'never', reason: 'Never.', items: [] }],
            notes: [],
          }),
        },
      ],
    });
    const promote = { ...REF, seen: SEEN };
    await expect(call('promote-rollout', promote)).rejects.toMatchObject({
      name: 'NotAllowedError',
      message: 'Never. Whoever may override it does so in the portal.',
    });
    await expect(
      call('promote-rollout', {
        ...promote,
        override: { reason: 'I want to', digest: '0'.repeat(64) },
      }),
    ).rejects.toThrow();
    expect(clusters.writes).toEqual([]);
  });

  it('never acts for a service', async () => {
    const { call, clusters } = await setUp('stage');
    await expect(
      call(
        'abort-rollout',
        { ...REF, seen: SEEN },
        mockCredentials.service('plugin:mcp-actions'),
      ),
    ).rejects.toThrow(/user's own token/);
    expect(clusters.writes).toEqual([]);
  });

  it('never acts in production: a user confirms in the portal', async () => {
    const { call, clusters } = await setUp('prod');
    await expect(
      call('promote-rollout', { ...REF, seen: SEEN }),
    ).rejects.toThrow(
      /A user must confirm.*http:\/\/portal\.test\/rollouts\/gke\/shop\/orders/,
    );
    expect(clusters.writes).toEqual([]);
  });
});
