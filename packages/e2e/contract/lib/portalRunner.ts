import assert from 'node:assert/strict';
import {
  AuditorService,
  BackstageCredentials,
  BackstagePrincipalTypes,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { JsonObject } from '@backstage/types';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  ActionRunner,
  clusterWriter,
  objectSubject,
  RawObject,
  UserCredentials,
} from '@slipway/plugin-actions-node';
import { fakeActivity } from '@slipway/plugin-activity-node/testUtils';
import { Bound } from '@slipway/plugin-clusters-common';
import { Clusters } from '@slipway/plugin-clusters-node';
import {
  RolloutAction,
  rolloutActions,
  ROLLOUTS,
  RolloutTypes,
  seenStateSchema,
} from '@slipway/plugin-rollouts-common';
import { World } from './world';

const USER = 'user:default/contract';
const ENTITY = 'component:default/shop';

const CREDENTIALS: UserCredentials = {
  $$type: '@backstage/BackstageCredentials',
  principal: { type: 'user', userEntityRef: USER },
};

const SILENT: LoggerService = {
  error() {},
  warn() {},
  info() {},
  debug() {},
  child: () => SILENT,
};

const bound: Bound = {
  entity: { state: 'bound', entityRef: ENTITY, by: 'workload-annotation' },
};

/** Access, which distinguishes users from services, is not asked for here. */
function isPrincipal<TType extends keyof BackstagePrincipalTypes>(
  _credentials: BackstageCredentials,
  _type: TType,
): _credentials is BackstageCredentials<BackstagePrincipalTypes[TType]> {
  return false;
}

const isRaw = (raw: object): raw is RawObject => 'metadata' in raw;

async function read(world: World): Promise<RawObject> {
  const { raw } = await world.read();
  assert.ok(isRaw(raw));
  return raw;
}

/** How an event of the audit log ended. */
export interface Audited {
  eventId: string;
  outcome?: 'succeeded' | 'failed';
  error?: Error;
  meta?: JsonObject;
}

/**
 * The portal's runner of actions on the rollout of a world, with records in
 * memory. The user may do everything.
 *
 * @param afterFirst - done between the first and the second write
 */
export function portalRunner(world: World, afterFirst: () => Promise<void>) {
  const activity = fakeActivity();
  const audited: Audited[] = [];
  const auditor: AuditorService = {
    async createEvent({ eventId }) {
      const event: Audited = { eventId };
      audited.push(event);
      return {
        success: async ({ meta } = {}) => {
          Object.assign(event, { outcome: 'succeeded', meta });
        },
        fail: async ({ error, meta }) => {
          Object.assign(event, { outcome: 'failed', error, meta });
        },
      };
    },
  };
  let sent = 0;
  const writer: Pick<Clusters, 'write'> = {
    async write(_cluster, write, _actor, { dryRun = false } = {}) {
      assert.ok(write.verb === 'patch');
      await world.api.patch(write, { dryRun });
      if (!dryRun) sent += 1;
      if (!dryRun && sent === 1) await afterFirst();
      return undefined;
    },
  };
  const runner = new ActionRunner({
    plugin: 'rollouts',
    actions: Object.values(rolloutActions),
    activity,
    auditor,
    auth: { isPrincipal },
    clusters: {
      requireActions: async () => {},
      environmentOf: () => ({ environment: 'dev', source: 'config-cluster' }),
    },
    grants: undefined,
    logger: SILENT,
    owners: { bind: () => bound },
    permissions: {
      authorize: async requests =>
        requests.map(() => ({ result: AuthorizeResult.ALLOW })),
    },
    userInfo: {
      getUserInfo: async () => ({
        userEntityRef: USER,
        ownershipEntityRefs: [USER],
      }),
    },
    writer: clusterWriter(writer),
    subject: objectSubject<RolloutTypes, RolloutAction>(
      { bind: () => bound },
      {
        kind: ROLLOUTS.kind,
        seen: seenStateSchema,
        boundOf: () => bound,
        read: () => read(world),
        complete: async (_ref, raw) => ({ raw, digest: value => value }),
      },
    ),
  });
  const { namespace, name } = world;
  return {
    activity,
    audited,
    /** Does it as a user who sees this. Rejects as the runner does. */
    run: (action: RolloutTypes['name'], seen: object) =>
      runner.run({
        ref: { cluster: 'contract', namespace, name },
        action,
        body: { seen },
        credentials: CREDENTIALS,
        channel: 'portal',
      }),
  };
}
