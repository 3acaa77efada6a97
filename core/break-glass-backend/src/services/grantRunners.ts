import {
  RELATION_OWNED_BY,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import {
  ConflictError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { nothingSeen } from '@slipway/plugin-actions-common';
import {
  ActionRunner,
  ActionRunnerOptions,
  OF_THE_PORTAL,
  portalSubject,
  UserCredentials,
} from '@slipway/plugin-actions-node';
import {
  BreakGlassGrant,
  endGrantAction,
  EndGrantTypes,
  openGrantAction,
  OpenGrantTypes,
  openRefusal,
} from '@slipway/plugin-break-glass-common';
import { BreakGlassConfig } from '@slipway/plugin-break-glass-node';
import { z } from 'zod/v3';
import { GrantStore } from '../database/GrantStore';
import { GrantFeed } from './GrantFeed';

/** What both runners are made of. */
export interface GrantRunnerOptions
  extends Pick<
    ActionRunnerOptions<OpenGrantTypes, unknown, object>,
    'activity' | 'auditor' | 'auth' | 'logger' | 'permissions' | 'userInfo'
  > {
  catalog: CatalogService;
  config: BreakGlassConfig;
  /** Gets each change, for the pages that are open. */
  feed: GrantFeed;
  store: GrantStore;
}

/** What a grant is called in the records before its entity is known. */
const targetOf = (name: string) => ({
  cluster: 'portal',
  namespace: 'break-glass',
  kind: 'Grant',
  name,
});

/** Arguments that name the entity; validated by the action before. */
const ofEntity = z.object({ entityRef: z.string() });

const notOpen = (id: string) => new NotFoundError(`No grant ${id} is open`);

const alreadyOpen = ({ entityRef, id, until }: BreakGlassGrant) =>
  new ConflictError(
    `You already have break-glass access to ${entityRef}: grant ${id} is open until ${until}.`,
  );

/** Opens grants, for members of the configured groups who do not own the entity. */
export function createOpenRunner(options: GrantRunnerOptions) {
  const { catalog, config, feed, store } = options;
  return new ActionRunner({
    ...options,
    ...OF_THE_PORTAL,
    plugin: 'break-glass',
    actions: [openGrantAction(config)],
    subject: portalSubject<OpenGrantTypes, Record<string, never>>({
      kind: 'Grant',
      seen: nothingSeen,
      nameOf: () => 'an entity',
      targetOf: () => targetOf('new'),
      refusalOf: ({ permission }) =>
        `This takes the permission ${permission.name}.`,
      async load({ args, actor, credentials }) {
        const entity = await entityOf(catalog, args, credentials);
        const refusal = openRefusal(actor, entity, config.groups);
        if (refusal) throw new NotAllowedError(refusal);
        const { entityRef } = entity;
        const { userEntityRef } = actor;
        const [already] = await store.listOpen(
          { entityRef, userEntityRef },
          new Date(),
        );
        if (already) throw alreadyOpen(already);
        return { fresh: { entityRef } };
      },
    }),
    writer: {
      async apply(_ref, [wanted]: readonly BreakGlassGrant[]) {
        const { opened, grant } = await store.open(wanted);
        if (!opened) throw alreadyOpen(grant);
        feed.changed(grant.entityRef);
        return { grant: wanted };
      },
    },
  });
}

/** Ends grants: for their holders, and with `break-glass.end` those of others. */
export function createEndRunner(options: GrantRunnerOptions) {
  const { feed, store } = options;
  const find = async (id: string) => {
    const grant = await store.find(id, new Date());
    if (!grant) throw notOpen(id);
    return grant;
  };
  return new ActionRunner({
    ...options,
    ...OF_THE_PORTAL,
    plugin: 'break-glass',
    actions: [endGrantAction],
    subject: portalSubject<EndGrantTypes, { id: string }>({
      kind: 'Grant',
      seen: nothingSeen,
      nameOf: ({ id }) => id,
      targetOf: ({ id }) => targetOf(id),
      isOwn: async (_action, { id }, { userEntityRef }) =>
        (await find(id)).userEntityRef === userEntityRef,
      refusalOf: async (_action, { id }) =>
        `Only ${
          (await find(id)).userEntityRef
        } and the platform group may end this grant.`,
      load: async ({ ref }) => ({ fresh: await find(ref.id) }),
    }),
    writer: {
      async apply(
        _ref,
        [{ id, at }]: readonly { id: string; at: string }[],
        actor,
      ) {
        const grant = await store.end(id, actor.userEntityRef, new Date(at));
        if (!grant) throw notOpen(id);
        feed.changed(grant.entityRef);
        return { grant };
      },
    },
  });
}

/** @throws NotFoundError when the user sees no such entity */
async function entityOf(
  catalog: CatalogService,
  args: unknown,
  credentials: UserCredentials,
) {
  const ref = ofEntity.parse(args).entityRef;
  const entity = await catalog.getEntityByRef(ref, { credentials });
  if (!entity) throw new NotFoundError(`There is no entity ${ref}`);
  return {
    entityRef: stringifyEntityRef(entity),
    ownerRefs: (entity.relations ?? [])
      .filter(({ type }) => type === RELATION_OWNED_BY)
      .map(({ targetRef }) => targetRef),
  };
}
