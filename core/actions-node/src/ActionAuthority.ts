import {
  AuthService,
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  BasicPermission,
  isResourcePermission,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import {
  ActionAccess,
  ActionWords,
  Decision,
  verbOf,
} from '@slipway/plugin-actions-common';
import { BreakGlassAccess } from '@slipway/plugin-break-glass-common';
import { Bound, EntityBinding } from '@slipway/plugin-clusters-common';
import { GrantReader } from './GrantReader';

/** The part of an action by which it is decided who may do it. */
export interface PermittedAction<Name extends string = string> {
  name: Name;
  words: ActionWords;
  permission: ResourcePermission | BasicPermission;
}

/** What the signed-in user may do to one object. */
export interface ObjectAccess<Name extends string> extends ActionAccess<Name> {
  entity: EntityBinding;
  /** Absent when nobody owns the object or the grants cannot be read. */
  breakGlass?: BreakGlassAccess;
}

/** `group:default/team-orders` → `team-orders`; refs outside the default namespace keep it. */
function nameOf(entityRef: string) {
  const { namespace, name } = parseEntityRef(entityRef);
  return namespace === 'default' ? name : `${namespace}/${name}`;
}

/** Why nobody may act on an object without exactly one entity. */
function bindingRefusal(
  kind: string,
  entity: Exclude<EntityBinding, { state: 'bound' }>,
): string {
  const object = `this ${kind.toLowerCase()}`;
  return entity.state === 'ambiguous'
    ? `Nobody may act on ${object} until one catalog entity owns it. ${
        entity.reason
      } Candidates: ${entity.candidates.join(', ')}.`
    : `Nobody may act on ${object} until a catalog entity owns it. ${entity.reason}`;
}

/** The sentence on a disabled button and in a 403. The policy decides; this only says in words what it is. */
function refusal(
  action: PermittedAction,
  name: string,
  ownerRef: string | undefined,
) {
  const owners = ownerRef ? `owners (${nameOf(ownerRef)})` : 'its owners';
  return `Only ${owners} and the platform group may ${verbOf(action, name)}.`;
}

/** Asked on the entity that owns the object; a basic permission is asked alone. */
const requestOf = ({ permission }: PermittedAction, resourceRef: string) =>
  isResourcePermission(permission)
    ? { permission, resourceRef }
    : { permission };

/** Who may act: the one place where actions ask the permission framework. */
export class ActionAuthority<Name extends string> {
  constructor(
    private readonly options: {
      actions: ReadonlyArray<PermittedAction<Name>>;
      auth: AuthService;
      grants: GrantReader;
      /** Kind of the objects: `Rollout`. */
      kind: string;
      permissions: PermissionsService;
    },
  ) {}

  /** What the caller may do to an object that is bound like this, with the reason where not. */
  async access(
    { entity, ownerRef }: Bound,
    name: string,
    credentials: BackstageCredentials,
  ): Promise<ObjectAccess<Name>> {
    const { actions, auth, grants, kind, permissions } = this.options;
    const each = (decide: (at: number) => Decision) =>
      Object.fromEntries(
        actions.map((action, at) => [action.name, decide(at)]),
      ) as Record<Name, Decision>;
    if (entity.state !== 'bound') {
      const reason = bindingRefusal(kind, entity);
      return { entity, actions: each(() => ({ allowed: false, reason })) };
    }
    const decisions = await permissions.authorize(
      actions.map(action => requestOf(action, entity.entityRef)),
      { credentials },
    );
    const allowed = decisions.map(
      ({ result }) => result === AuthorizeResult.ALLOW,
    );
    const breakGlass = auth.isPrincipal(credentials, 'user')
      ? await grants.seenBy(
          credentials,
          entity.entityRef,
          allowed.every(Boolean),
        )
      : undefined;
    const hint = breakGlass?.mayOpen
      ? ' You are on call: you may break the glass for it.'
      : '';
    return {
      entity,
      ownerRef,
      actions: each(at =>
        allowed[at]
          ? { allowed: true }
          : {
              allowed: false,
              reason: refusal(actions[at], name, ownerRef) + hint,
            },
      ),
      ...(breakGlass ? { breakGlass } : {}),
    };
  }

  /**
   * Asks for the permission of one action on the entity that owns the object.
   *
   * @returns ref of the entity that was asked for
   * @throws NotAllowedError with the reason, also when no entity or more than one owns the object
   */
  async require(
    action: PermittedAction<Name>,
    { entity, ownerRef }: Bound,
    name: string,
    credentials: BackstageCredentials,
  ): Promise<string> {
    const { kind, permissions } = this.options;
    if (entity.state !== 'bound') {
      throw new NotAllowedError(bindingRefusal(kind, entity));
    }
    const [decision] = await permissions.authorize(
      [requestOf(action, entity.entityRef)],
      { credentials },
    );
    if (decision.result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(refusal(action, name, ownerRef));
    }
    return entity.entityRef;
  }
}
