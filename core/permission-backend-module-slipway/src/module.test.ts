import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { RESOURCE_TYPE_CATALOG_ENTITY } from '@backstage/plugin-catalog-common/alpha';
import {
  AuthorizeResult,
  createPermission,
  Permission,
} from '@backstage/plugin-permission-common';
import { PermissionPolicy } from '@backstage/plugin-permission-node';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { permissionModuleSlipway } from './module';

const actPermission = createPermission({
  name: 'rollouts.promote',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_CATALOG_ENTITY,
});
const cancelPermission = createPermission({
  name: 'scaffolder.task.cancel',
  attributes: {},
  resourceType: 'scaffolder-task',
});
const readPermission = createPermission({
  name: 'anything.read',
  attributes: { action: 'read' },
});

/** Asks the policy that the module installs, as a user with these ownership references. */
async function ask(
  permission: Permission,
  user?: { name: string; ownershipEntityRefs: string[] },
) {
  let policy: PermissionPolicy | undefined;
  const credentials = mockCredentials.user(`user:default/${user?.name}`);
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
      mockServices.rootConfig.factory({
        data: {
          slipway: { permission: { platformGroups: ['group:default/sre'] } },
        },
      }),
      mockServices.userInfo.mock({
        getUserInfo: async () => ({
          userEntityRef: credentials.principal.userEntityRef,
          ownershipEntityRefs: user?.ownershipEntityRefs ?? [],
        }),
      }).factory,
    ],
  });
  return policy!.handle(
    { permission },
    user && {
      credentials,
      info: {
        userEntityRef: credentials.principal.userEntityRef,
        ownershipEntityRefs: [],
      },
    },
  );
}

const olga = {
  name: 'olga',
  ownershipEntityRefs: ['user:default/olga', 'group:default/team-orders'],
};
const paula = {
  name: 'paula',
  ownershipEntityRefs: ['user:default/paula', 'group:default/sre'],
};

describe("Slipway's policy", () => {
  it('denies everything to who is not signed in', async () => {
    expect(await ask(readPermission)).toEqual({ result: AuthorizeResult.DENY });
    expect(await ask(actPermission)).toEqual({ result: AuthorizeResult.DENY });
  });

  it('lets everybody read', async () => {
    expect(await ask(readPermission, olga)).toEqual({
      result: AuthorizeResult.ALLOW,
    });
  });

  it('asks the catalog whether the user or a team of theirs owns the entity, which has to come from a trusted location', async () => {
    expect(await ask(actPermission, olga)).toEqual({
      result: AuthorizeResult.CONDITIONAL,
      pluginId: 'catalog',
      resourceType: 'catalog-entity',
      conditions: {
        allOf: [
          {
            rule: 'IS_ENTITY_OWNER',
            resourceType: 'catalog-entity',
            params: { claims: olga.ownershipEntityRefs },
          },
          {
            not: {
              rule: 'HAS_ANNOTATION',
              resourceType: 'catalog-entity',
              params: { annotation: 'slipway.io/untrusted-location' },
            },
          },
        ],
      },
    });
  });

  it('lets members of the configured platform group do all', async () => {
    expect(await ask(actPermission, paula)).toEqual({
      result: AuthorizeResult.ALLOW,
    });
  });

  it('lets users cancel only tasks of their own', async () => {
    expect(await ask(cancelPermission, olga)).toEqual({
      result: AuthorizeResult.CONDITIONAL,
      pluginId: 'scaffolder',
      resourceType: 'scaffolder-task',
      conditions: {
        rule: 'IS_TASK_OWNER',
        resourceType: 'scaffolder-task',
        params: { createdBy: ['user:default/olga'] },
      },
    });
  });
});
