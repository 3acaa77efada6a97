import {
  AuthService,
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
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
import { onlyOwners } from './owner';
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

/** The permission framework takes 300 refs at once, and not 350. */
const MOST_REQUESTS = 200;

type Owned = Exclude<Owner, { by: 'nobody' }>;

const keyOf = (owner: Owned) => (owner.by === 'entity' ? owner.entityRef : '');

/** The sentence on a disabled button and in a 403. */
function refusal(action: PermittedAction, name: string, owner: Owned): string {
  if (owner.by === 'portal') {
    return `You need the permission ${action.permission.name} to ${verbOf(
      action,
      name,
    )}.`;
  }
  return `${onlyOwners(owner)} may ${verbOf(action, name)}.`;
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
      auth: Pick<AuthService, 'isPrincipal'>;
      grants: GrantReader | undefined;
      permissions: Pick<PermissionsService, 'authorize'>;
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
    const hintFor = ({ permission }: PermittedAction) =>
      breakGlass?.mayOpen && this.options.grants?.gives(permission.name)
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
                    reason: (await refusalOf(action, owner)) + hintFor(action),
                  },
          ),
        ),
      ),
      ...(breakGlass ? { breakGlass } : {}),
    };
  }

  /** What the caller may do to each of these, in their order; asks once for each entity. */
  async decideEach(
    things: ReadonlyArray<{ owner: Owner; name: string }>,
    credentials: BackstageCredentials,
  ): Promise<Array<Record<Name, Decision>>> {
    const { actions } = this.options;
    const owners = new Map<string, Owned>();
    for (const { owner } of things) {
      if (owner.by !== 'nobody') owners.set(keyOf(owner), owner);
    }
    const requests = [...owners.values()].flatMap(owner =>
      actions.map(action => requestOf(action, owner)),
    );
    const answers: boolean[] = [];
    for (let at = 0; at < requests.length; at += MOST_REQUESTS) {
      answers.push(
        ...(await this.#ask(
          requests.slice(at, at + MOST_REQUESTS),
          credentials,
        )),
      );
    }
    const keys = [...owners.keys()];
    const decide = (
      owner: Owner,
      name: string,
      action: PermittedAction<Name>,
      at: number,
    ): Decision => {
      if (owner.by === 'nobody') {
        return { allowed: false, reason: owner.reason };
      }
      return answers[keys.indexOf(keyOf(owner)) * actions.length + at]
        ? { allowed: true }
        : { allowed: false, reason: refusal(action, name, owner) };
    };
    return things.map(
      ({ owner, name }) =>
        Object.fromEntries(
          actions.map((action, at) => [
            action.name,
            decide(owner, name, action, at),
          ]),
        ) as Record<Name, Decision>,
    );
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
