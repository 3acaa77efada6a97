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
import { EntityBinding } from '@slipway/plugin-clusters-common';
import { GrantReader } from './GrantReader';
import { Owner } from './types';

/** The part of an action by which it is decided who may do it. */
export interface PermittedAction<Name extends string = string> {
  name: Name;
  words: ActionWords;
  permission: ResourcePermission | BasicPermission;
}

/** What the signed-in user may do to one thing. */
export interface SubjectAccess<Name extends string> extends ActionAccess<Name> {
  /** Absent when no entity owns it or the grants cannot be read. */
  breakGlass?: BreakGlassAccess;
}

/** What the signed-in user may do to one object of a cluster. */
export interface ObjectAccess<Name extends string> extends SubjectAccess<Name> {
  entity: EntityBinding;
}

type Owned = Exclude<Owner, { by: 'nobody' }>;

/** `group:default/team-orders` → `team-orders`; refs outside the default namespace keep it. */
function nameOf(entityRef: string) {
  const { namespace, name } = parseEntityRef(entityRef);
  return namespace === 'default' ? name : `${namespace}/${name}`;
}

/** The sentence on a disabled button and in a 403. The policy decides; this only says in words what it is. */
function refusal(action: PermittedAction, name: string, owner: Owned): string {
  if (owner.by === 'portal') {
    return `You need the permission ${action.permission.name} to ${verbOf(
      action,
      name,
    )}.`;
  }
  const { ownerRef } = owner;
  const owners = ownerRef ? `owners (${nameOf(ownerRef)})` : 'its owners';
  return `Only ${owners} and the platform group may ${verbOf(action, name)}.`;
}

/** Asked on the entity that owns it; a basic permission is asked alone. */
function requestOf({ permission, name }: PermittedAction, owner: Owned) {
  if (!isResourcePermission(permission)) return { permission };
  if (owner.by === 'portal') {
    throw new Error(
      `${permission.name} of ${name} is asked on an entity, and there is none`,
    );
  }
  return { permission, resourceRef: owner.entityRef };
}

/** Who may act: the one place where actions ask the permission framework. */
export class ActionAuthority<Name extends string> {
  constructor(
    private readonly options: {
      actions: ReadonlyArray<PermittedAction<Name>>;
      auth: AuthService;
      grants: GrantReader | undefined;
      permissions: PermissionsService;
    },
  ) {}

  /**
   * What the caller may do to something of this owner, with the reason where not.
   *
   * @param refusalOf - the reason, where it is not the usual one
   */
  async access(
    owner: Owner,
    name: string,
    credentials: BackstageCredentials,
    refusalOf = async (action: PermittedAction<Name>, owned: Owned) =>
      refusal(action, name, owned),
  ): Promise<SubjectAccess<Name>> {
    const { actions } = this.options;
    const each = (decisions: Decision[]) =>
      Object.fromEntries(
        actions.map((action, at) => [action.name, decisions[at]]),
      ) as Record<Name, Decision>;
    if (owner.by === 'nobody') {
      const { reason } = owner;
      return { actions: each(actions.map(() => ({ allowed: false, reason }))) };
    }
    const allowed = await this.#ask(
      actions.map(action => requestOf(action, owner)),
      credentials,
    );
    const breakGlass = await this.#grantsFor(
      owner,
      allowed.every(Boolean),
      credentials,
    );
    const hint = breakGlass?.mayOpen
      ? ' You are on call: you may break the glass for it.'
      : '';
    return {
      ...(owner.by === 'entity' ? { ownerRef: owner.ownerRef } : {}),
      actions: each(
        await Promise.all(
          actions.map(
            async (action, at): Promise<Decision> =>
              allowed[at]
                ? { allowed: true }
                : {
                    allowed: false,
                    reason: (await refusalOf(action, owner)) + hint,
                  },
          ),
        ),
      ),
      ...(breakGlass ? { breakGlass } : {}),
    };
  }

  /**
   * Asks for the permission of one action on something of this owner.
   *
   * @param refusalOf - the reason, where it is not the usual one
   * @throws NotAllowedError with the reason, also when it is nobody's
   */
  async require(
    action: PermittedAction<Name>,
    owner: Owner,
    name: string,
    credentials: BackstageCredentials,
    refusalOf?: () => string | Promise<string>,
  ): Promise<void> {
    if (owner.by === 'nobody') throw new NotAllowedError(owner.reason);
    const [allowed] = await this.#ask([requestOf(action, owner)], credentials);
    if (!allowed) {
      throw new NotAllowedError(
        (await refusalOf?.()) ?? refusal(action, name, owner),
      );
    }
  }

  async #ask(
    requests: ReturnType<typeof requestOf>[],
    credentials: BackstageCredentials,
  ): Promise<boolean[]> {
    const decisions = await this.options.permissions.authorize(requests, {
      credentials,
    });
    return decisions.map(({ result }) => result === AuthorizeResult.ALLOW);
  }

  async #grantsFor(
    owner: Owned,
    mayActAnyway: boolean,
    credentials: BackstageCredentials,
  ) {
    const { auth, grants } = this.options;
    return owner.by === 'entity' && auth.isPrincipal(credentials, 'user')
      ? grants?.seenBy(credentials, owner.entityRef, mayActAnyway)
      : undefined;
  }
}
