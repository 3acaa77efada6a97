import {
  BackendFeature,
  coreServices,
  createServiceFactory,
  DatabaseService,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  notificationService,
  NotificationSendOptions,
} from '@backstage/plugin-notifications-node';
import { JsonObject } from '@backstage/types';
import {
  FakeActivity,
  fakeActivity,
} from '@slipway/plugin-activity-node/testUtils';
import {
  FakeClusters,
  fakeClusters,
  FakeClustersOptions,
} from '@slipway/plugin-clusters-node/testUtils';
import { fakeLiveTopics } from '@slipway/plugin-live-node/testUtils';
import request from 'supertest';
import { recordingAuditor } from './audit';
import { ownersProbe } from './ownersProbe';
import { USERS, Users, refsOf, userRef } from './testUsers';
import { AskedPermission, HoldsGrant, permissionsOf } from './policy';
import { usersOf } from './users';

export interface PluginHarnessOptions {
  /** Users and their groups; default {@link USERS}. */
  users?: Users;
  /** What the catalog has; default nothing. */
  entities?: Entity[];
  /** Clusters by name; default one, `gke-prod`, without a declared environment. */
  clusters?: FakeClustersOptions['clusters'];
  /** Objects by cluster and kind: `{ 'gke-prod': { 'rollouts.argoproj.io': [rollout] } }`. */
  objects?: FakeClustersOptions['objects'];
  /** Names of permissions that a user, by name, does not have: `{ vera: ['metrics.read'] }`. */
  refused?: Readonly<Record<string, readonly string[]>>;
  config?: JsonObject;
  /** What several starts share, as replicas and restarts do; default one of its own. */
  database?: DatabaseService;
  /** Called before the plugin starts: what it finds then. */
  beforeStart?: (fakes: {
    activity: FakeActivity;
    clusters: FakeClusters;
  }) => unknown;
  /** Break-glass for the policy; default nobody holds a grant. */
  holdsGrant?: HoldsGrant;
  /** Further plugins and service factories, or others in place of those of the harness. */
  features?: BackendFeature[];
}

/** Sends requests with the same credentials. Paths are whole: `/api/rollouts/v1/rollouts`. */
export interface Caller {
  get(path: string): request.Test;
  post(path: string, body?: object): request.Test;
  delete(path: string): request.Test;
}

/**
 * Starts one backend plugin over fakes of everything that `core/` offers, to be
 * reached as a browser reaches it. Permissions are decided by the rule of the
 * portal's own policy. Resolves when the owners of all objects are known.
 *
 * The backend ends with the test, or with `stop`.
 */
export async function startPluginHarness(
  plugin: BackendFeature,
  options: PluginHarnessOptions = {},
) {
  const { database, entities = [], users = USERS } = options;
  const clusters = fakeClusters({
    ...(options.clusters ? { clusters: options.clusters } : {}),
    ...(options.objects ? { objects: options.objects } : {}),
  });
  const activity = fakeActivity();
  await options.beforeStart?.({ activity, clusters });
  const auditor = recordingAuditor();
  const asked: AskedPermission[] = [];
  const permissions = permissionsOf({
    asked,
    entities,
    users,
    holdsGrant: options.holdsGrant ?? (() => false),
    refused: options.refused,
  });
  const live = fakeLiveTopics({ permissions });
  const catalog = catalogServiceMock({ entities });
  const notified: NotificationSendOptions[] = [];
  const owners = ownersProbe();
  let notificationsFail = false;

  const backend = await startTestBackend({
    features: [
      plugin,
      activity.factory,
      auditor.factory,
      clusters.factory,
      live.factory,
      owners.feature,
      permissions.factory,
      usersOf(refsOf(users)),
      createServiceFactory({
        service: catalogServiceRef,
        deps: {},
        factory: () => catalog,
      }),
      createServiceFactory({
        service: notificationService,
        deps: {},
        factory: () => ({
          async send(sent: NotificationSendOptions) {
            if (notificationsFail) throw new Error('No notifications');
            notified.push(sent);
          },
        }),
      }),
      ...(database
        ? [
            createServiceFactory({
              service: coreServices.database,
              deps: {},
              factory: () => database,
            }),
          ]
        : []),
      ...(options.features ?? []),
      mockServices.rootConfig.factory({
        data: { app: { baseUrl: 'http://portal.test' }, ...options.config },
      }),
    ],
  });

  await owners.known();

  const callerWith = (authorization: string): Caller => {
    const agent = request(backend.server);
    return {
      get: path => agent.get(path).set('authorization', authorization),
      post: (path, body) =>
        agent.post(path).set('authorization', authorization).send(body),
      delete: path => agent.delete(path).set('authorization', authorization),
    };
  };
  return {
    activity,
    /** Every permission that was asked for, oldest first. */
    asked,
    /** Every auditor event, oldest first. */
    audited: auditor.audited,
    catalog,
    clusters,
    live,
    /** Every notification, oldest first. */
    notified,
    server: backend.server,

    /** As a user: `as('olga')`. */
    as: (user: string) =>
      callerWith(mockCredentials.user.header(userRef(user))),
    /**
     * As a service, with the token that the named plugin takes.
     *
     * @param subject - default `external:test-service`
     */
    asService: (targetPluginId: string, subject?: string) =>
      callerWith(
        mockCredentials.service.header({
          onBehalfOf: mockCredentials.service(subject),
          targetPluginId,
        }),
      ),
    /** Without credentials. */
    asNobody: () => callerWith(mockCredentials.none.header()),
    /** From now on the audit log has no space: actions that need it are refused. */
    failAuditLog: () => auditor.fail(),
    /** From now on notifications cannot be sent. */
    failNotifications() {
      notificationsFail = true;
    },
    stop: () => backend.stop(),
  };
}

export type PluginHarness = Awaited<ReturnType<typeof startPluginHarness>>;
