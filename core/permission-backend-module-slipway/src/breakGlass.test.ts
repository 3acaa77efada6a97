import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { permissionRules } from '@backstage/plugin-catalog-backend/alpha';
import { RESOURCE_TYPE_CATALOG_ENTITY } from '@backstage/plugin-catalog-common/alpha';
import { createPermission } from '@backstage/plugin-permission-common';
import {
  createConditionAuthorizer,
  PermissionPolicy,
} from '@backstage/plugin-permission-node';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { BreakGlassGrant } from '@slipway/plugin-break-glass-common';
import {
  fakeBreakGlass,
  grantOf,
} from '@slipway/plugin-break-glass-node/testUtils';
import { permissionModuleSlipway } from './module';

const acting = (name: string) =>
  createPermission({
    name,
    attributes: { action: 'update' },
    resourceType: RESOURCE_TYPE_CATALOG_ENTITY,
  });
const promote = acting('rollouts.promote');
const restartDatabase = acting('databases.restart');
const OWNER = 'group:default/team-orders';
const NORA = ['user:default/nora', 'group:default/on-call'];
const PAST = '2026-01-01T00:00:00.000Z';

/** An entity as the catalog serves it. */
function entity(
  name = 'order-service',
  changes: { kind?: string; metadata?: Partial<Entity['metadata']> } = {},
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: changes.kind ?? 'Component',
    metadata: { name, namespace: 'default', ...changes.metadata },
    relations: [{ type: 'ownedBy', targetRef: OWNER }],
  };
}

/** Policy of the module, over a break-glass backend with these grants. */
async function setUp(grants: BreakGlassGrant[] = [], failure?: Error) {
  let policy: PermissionPolicy | undefined;
  const breakGlass = fakeBreakGlass(grants);
  breakGlass.failWith(failure);
  const logger = mockServices.logger.mock();
  logger.child.mockReturnValue(logger);
  let ownershipEntityRefs: string[] = [];
  await startTestBackend({
    extensionPoints: [
      [
        policyExtensionPoint,
        {
          setPolicy: p => {
            policy = p;
          },
        },
      ],
    ],
    features: [
      permissionModuleSlipway,
      breakGlass.factory,
      logger.factory,
      mockServices.userInfo.mock({
        getUserInfo: async () => ({
          userEntityRef: ownershipEntityRefs[0],
          ownershipEntityRefs,
        }),
      }).factory,
    ],
  });
  const authorizer = createConditionAuthorizer(Object.values(permissionRules));
  return {
    breakGlass,
    logger,
    /** Whether the policy, with the catalog's own rules, lets the user do it. */
    async may(
      refs: string[],
      subject = entity(),
      permission = promote,
      credentials = mockCredentials.user(refs[0]),
    ) {
      ownershipEntityRefs = refs;
      const decision = await policy!.handle(
        { permission },
        {
          credentials,
          info: { userEntityRef: refs[0], ownershipEntityRefs: [] },
        },
      );
      return authorizer(decision, subject);
    },
  };
}

describe('break-glass in the policy', () => {
  it.each<
    [string, BreakGlassGrant[], boolean, { refs?: string[]; on?: Entity }?]
  >([
    ['no grant', [], false],
    ['a grant', [grantOf()], true],
    ['a grant whose time is over', [grantOf({ until: PAST })], false],
    ['a grant that was ended', [grantOf({ endedAt: PAST })], false],
    [
      'a grant for another entity',
      [grantOf({ entityRef: 'component:default/cart' })],
      false,
    ],
    [
      'one of two grants',
      [grantOf({ entityRef: 'component:default/cart' }), grantOf()],
      true,
    ],
    [
      'a grant of another user',
      [grantOf({ userEntityRef: 'user:default/nils' })],
      false,
    ],
    [
      'a grant of somebody who has left on-call',
      [grantOf()],
      false,
      { refs: ['user:default/nora', 'group:default/viewers'] },
    ],
    [
      'a grant elsewhere besides what is owned',
      [grantOf({ entityRef: 'component:default/cart' })],
      true,
      { refs: [...NORA, OWNER] },
    ],
    [
      'the same name of another kind',
      [grantOf()],
      false,
      { on: entity('order-service', { kind: 'API' }) },
    ],
    [
      'the same name in another namespace',
      [grantOf()],
      false,
      { on: entity('order-service', { metadata: { namespace: 'shop' } }) },
    ],
    [
      'no namespace, which means default',
      [grantOf()],
      true,
      { on: entity('order-service', { metadata: { namespace: undefined } }) },
    ],
    [
      'a longer name',
      [grantOf()],
      false,
      { on: entity('order-service-shadow') },
    ],
    [
      'the name in other fields',
      [grantOf()],
      false,
      {
        on: entity('shadow', {
          metadata: {
            title: 'order-service',
            tags: ['name', 'order-service'],
            labels: { name: 'order-service' },
            annotations: { 'metadata.name': 'order-service' },
          },
        }),
      },
    ],
  ])('%s', async (_, grants, expected, { refs = NORA, on = entity() } = {}) => {
    const { may } = await setUp(grants);
    expect(await may(refs, on)).toBe(expected);
  });

  it('the name under a key of another spelling is refused by the catalog’s rule itself', async () => {
    const { may } = await setUp([grantOf()]);
    const forged = entity('shadow', { metadata: { Name: 'order-service' } });
    await expect(may(NORA, forged)).rejects.toThrow('duplicate keys');
  });

  it('gives only permissions with a configured beginning, and asks for no other', async () => {
    const { may, breakGlass } = await setUp([grantOf()]);
    expect(await may(NORA, entity(), restartDatabase)).toBe(false);
    expect(breakGlass.calls).toBe(0);
  });

  it('asks for nobody outside the groups', async () => {
    const { may, breakGlass } = await setUp([grantOf()]);
    expect(await may(['user:default/vera'])).toBe(false);
    expect(await may(['user:default/paula', 'group:default/platform'])).toBe(
      true,
    );
    expect(breakGlass.calls).toBe(0);
  });

  it('asks once for each request, so that an end counts at once', async () => {
    const { may, breakGlass } = await setUp([grantOf()]);
    const credentials = mockCredentials.user('user:default/nora');
    await Promise.all(
      [promote, acting('rollouts.abort'), restartDatabase].map(permission =>
        may(NORA, entity(), permission, credentials),
      ),
    );
    expect(breakGlass.calls).toBe(1);
    breakGlass.grants.pop();
    expect(await may(NORA)).toBe(false);
    expect(breakGlass.calls).toBe(2);
  });

  it('denies and says so when the grants cannot be read; owners continue', async () => {
    const { may, logger } = await setUp([grantOf()], new Error('down'));
    expect(await may(NORA)).toBe(false);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringMatching(
        /user:default\/nora has no break-glass grant.*down/,
      ),
    );
    expect(await may([...NORA, OWNER])).toBe(true);
  });
});
