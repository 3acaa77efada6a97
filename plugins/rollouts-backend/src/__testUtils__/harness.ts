import {
  AuditorServiceEvent,
  BackendFeature,
  createServiceFactory,
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
import {
  AuthorizeResult,
  isResourcePermission,
} from '@backstage/plugin-permission-common';
import { JsonObject } from '@backstage/types';
import { AuditLogUnavailableError } from '@slipway/plugin-activity-node';
import { fakeActivity } from '@slipway/plugin-activity-node/testUtils';
import { isOpen } from '@slipway/plugin-break-glass-common';
import { fakeBreakGlass } from '@slipway/plugin-break-glass-node/testUtils';
import {
  fakeClusters,
  FakeClustersOptions,
} from '@slipway/plugin-clusters-node/testUtils';
import { fakeLiveTopics } from '@slipway/plugin-live-node/testUtils';
import { fakeGoldenMetrics } from '@slipway/plugin-metrics-node/testUtils';
import request from 'supertest';
import { rolloutsPlugin } from '../plugin';
import { CLUSTER, ordersObjects } from './objects';
import { checkStates } from './stateCheck';

/** Component with an owner, as the catalog answers it. */
export function component(
  name: string,
  owner: string,
  annotations: Record<string, string> = {
    'backstage.io/kubernetes-id': name,
  },
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, namespace: 'default', annotations },
    spec: { owner },
    relations: [{ type: 'ownedBy', targetRef: `group:default/${owner}` }],
  };
}

/** Who belongs to which group. `paula` is of the platform group; `blind` may not even look. */
const GROUPS: Record<string, string[]> = {
  'user:default/olga': ['group:default/team-orders'],
  'user:default/carla': ['group:default/team-catalog'],
  'user:default/paula': ['group:default/platform'],
  'user:default/nora': ['group:default/on-call'],
  'user:default/vera': [],
  'user:default/blind': [],
};

export interface AuditedEvent {
  eventId: string;
  severityLevel?: string;
  meta?: JsonObject;
  outcome?: 'succeeded' | 'failed';
  outcomeMeta?: JsonObject;
  error?: string;
}

export interface HarnessOptions {
  clusters?: FakeClustersOptions;
  entities?: Entity[];
  config?: JsonObject;
  /** The audit log has no space: no event is on the disk. */
  auditLogFails?: boolean;
  /** Further service factories, or others in place of the default ones. */
  features?: BackendFeature[];
}

export const as = (name: string) =>
  mockCredentials.user.header(`user:default/${name}`);

/** The whole plugin over fakes, reached as a browser reaches it. */
export async function startHarness(options: HarnessOptions = {}) {
  const entities = options.entities ?? [
    component('orders', 'team-orders'),
    component('products', 'team-catalog'),
  ];
  const clusters = fakeClusters({
    clusters: [{ name: CLUSTER, environment: 'stage' }],
    objects: { [CLUSTER]: ordersObjects },
    ...options.clusters,
  });
  checkStates(clusters);
  const activity = fakeActivity();
  const breakGlass = fakeBreakGlass();
  const metrics = fakeGoldenMetrics();
  const audited: AuditedEvent[] = [];
  const notified: NotificationSendOptions[] = [];
  const asked: Array<{ permission: string; resourceRef?: string }> = [];
  const catalog = catalogServiceMock({ entities });

  const ownerOf = (ref: string) =>
    entities
      .filter(e => `component:default/${e.metadata.name}` === ref)
      .flatMap(e => e.relations ?? [])
      .find(({ type }) => type === 'ownedBy')?.targetRef;

  const permissions = mockServices.permissions.mock({
    authorize: async (requests, { credentials }) => {
      const held = breakGlass.grants.filter(grant => isOpen(grant, new Date()));
      const user = (credentials.principal as { userEntityRef?: string })
        .userEntityRef;
      const groups = GROUPS[user ?? ''] ?? [];
      return requests.map(({ permission, ...rest }) => {
        const { resourceRef } = rest as { resourceRef?: string };
        asked.push({ permission: permission.name, resourceRef });
        const allowed = isResourcePermission(permission)
          ? groups.includes('group:default/platform') ||
            groups.includes(ownerOf(resourceRef ?? '') ?? 'nobody') ||
            held.some(
              grant =>
                grant.userEntityRef === user && grant.entityRef === resourceRef,
            )
          : user !== 'user:default/blind';
        return {
          result: allowed ? AuthorizeResult.ALLOW : AuthorizeResult.DENY,
        };
      });
    },
  });
  const live = fakeLiveTopics({ permissions });
  const auditor = mockServices.auditor.mock({
    createEvent: async ({ eventId, severityLevel, meta }) => {
      const event: AuditedEvent = { eventId, severityLevel, meta };
      audited.push(event);
      const started: AuditorServiceEvent = {
        success: async ({ meta: outcomeMeta } = {}) => {
          Object.assign(event, { outcome: 'succeeded', outcomeMeta });
        },
        fail: async ({ meta: outcomeMeta, error }) => {
          Object.assign(event, {
            outcome: 'failed',
            outcomeMeta,
            error: error.message,
          });
        },
      };
      if (options.auditLogFails) {
        throw new AuditLogUnavailableError(
          started,
          'The disk is full. Free space on it.',
        );
      }
      return started;
    },
  });
  const userInfo = mockServices.userInfo.mock({
    getUserInfo: async credentials => {
      const { userEntityRef } = credentials.principal as {
        userEntityRef: string;
      };
      return {
        userEntityRef,
        ownershipEntityRefs: [userEntityRef, ...(GROUPS[userEntityRef] ?? [])],
      };
    },
  });

  const backend = await startTestBackend({
    features: [
      rolloutsPlugin,
      clusters.factory,
      activity.factory,
      breakGlass.factory,
      live.factory,
      metrics.factory,
      createServiceFactory({
        service: catalogServiceRef,
        deps: {},
        factory: () => catalog,
      }),
      permissions.factory,
      auditor.factory,
      userInfo.factory,
      createServiceFactory({
        service: notificationService,
        deps: {},
        factory: () => ({
          send: async (sent: NotificationSendOptions) => {
            notified.push(sent);
          },
        }),
      }),
      ...(options.features ?? []),
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://portal.test' },
          ...(options.config ?? {}),
        },
      }),
    ],
  });
  // The owners are read by a timer after start; nothing can be acted on before.
  const topic = await live.open('rollouts:list');
  await topic.waitFor(({ items }) =>
    [...items.values()].every(
      value =>
        !(value as { entity: { reason?: string } }).entity.reason?.includes(
          'not been read yet',
        ),
    ),
  );
  topic.close();

  const agent = request(backend.server);
  const base = '/api/rollouts/v1';
  const path = (name: string, cluster = CLUSTER, namespace = 'shop') =>
    `${base}/clusters/${cluster}/namespaces/${namespace}/rollouts/${name}`;
  return {
    activity,
    asked,
    audited,
    backend,
    base,
    breakGlass,
    clusters,
    catalog,
    live,
    metrics,
    notified,
    path,
    get: (url: string, person = 'vera') =>
      agent.get(url).set('authorization', as(person)),
    act: (
      person: string,
      action: string,
      body: object,
      target = path('orders'),
    ) =>
      agent
        .post(`${target}/actions/${action}`)
        .set('authorization', as(person))
        .send(body),
    agent,
  };
}

export type Harness = Awaited<ReturnType<typeof startHarness>>;

/** What somebody who looks at {@link ordersObjects} sees. */
export const SEEN = {
  uid: 'rollout-orders',
  currentPodHash: 'bbb',
  currentStepIndex: 1,
};
