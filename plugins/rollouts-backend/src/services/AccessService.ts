import {
  AuthService,
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import { NotAllowedError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { Bound, EntityBinding } from '@slipway/plugin-clusters-common';
import {
  RolloutAccess,
  RolloutActionName,
  ROLLOUT_ACTIONS,
  rolloutActions,
  rolloutsReadPermission,
} from '@slipway/plugin-rollouts-common';
import { BreakGlassReader } from './BreakGlassReader';

export interface AccessServiceOptions {
  auth: AuthService;
  breakGlass: BreakGlassReader;
  permissions: PermissionsService;
}

/** `group:default/team-orders` → `team-orders`; refs outside the default namespace keep it. */
function nameOf(entityRef: string) {
  const { namespace, name } = parseEntityRef(entityRef);
  return namespace === 'default' ? name : `${namespace}/${name}`;
}

/** Why nobody may act on a workload without exactly one entity. */
export function bindingRefusal(
  entity: Exclude<EntityBinding, { state: 'bound' }>,
): string {
  return entity.state === 'ambiguous'
    ? `Nobody may act on this rollout until one catalog entity owns it. ${
        entity.reason
      } Candidates: ${entity.candidates.join(', ')}.`
    : `Nobody may act on this rollout until a catalog entity owns it. ${entity.reason}`;
}

/** Who may read and who may act: the one place where this plugin asks the permission framework. */
export class AccessService {
  static create(options: AccessServiceOptions) {
    return new AccessService(options);
  }

  private constructor(private readonly options: AccessServiceOptions) {}

  /** @throws NotAllowedError unless the caller may look at rollouts */
  async requireRead(credentials: BackstageCredentials): Promise<void> {
    const [decision] = await this.options.permissions.authorize(
      [{ permission: rolloutsReadPermission }],
      { credentials },
    );
    if (decision.result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(
        `Looking at rollouts needs the permission ${rolloutsReadPermission.name}.`,
      );
    }
  }

  /** What the caller may do to a workload that is bound like this, with the reason where not. */
  async access(
    { entity, ownerRef }: Bound,
    rolloutName: string,
    credentials: BackstageCredentials,
  ): Promise<RolloutAccess> {
    const answer = (
      of: (
        action: RolloutActionName,
        index: number,
      ) => RolloutAccess['actions'][RolloutActionName],
    ) =>
      Object.fromEntries(
        ROLLOUT_ACTIONS.map((action, index) => [action, of(action, index)]),
      ) as RolloutAccess['actions'];

    if (entity.state !== 'bound') {
      const reason = bindingRefusal(entity);
      return { entity, actions: answer(() => ({ allowed: false, reason })) };
    }
    const decisions = await this.options.permissions.authorize(
      ROLLOUT_ACTIONS.map(action => ({
        permission: rolloutActions[action].permission,
        resourceRef: entity.entityRef,
      })),
      { credentials },
    );
    const { auth, breakGlass } = this.options;
    const glass = auth.isPrincipal(credentials, 'user')
      ? await breakGlass.seenBy(
          credentials,
          entity.entityRef,
          decisions.every(({ result }) => result === AuthorizeResult.ALLOW),
        )
      : undefined;
    const hint = glass?.mayOpen
      ? ' You are on call: you may break the glass for it.'
      : '';
    return {
      entity,
      ownerRef,
      actions: answer((action, index) =>
        decisions[index].result === AuthorizeResult.ALLOW
          ? { allowed: true }
          : {
              allowed: false,
              reason: refusal(action, rolloutName, ownerRef) + hint,
            },
      ),
      ...(glass ? { breakGlass: glass } : {}),
    };
  }

  /**
   * Asks for the permission of one action on the entity that owns the workload.
   *
   * @returns ref of the entity that was asked for
   * @throws NotAllowedError with the reason, also when no entity or more than one owns the workload
   */
  async requireAct(
    action: RolloutActionName,
    { entity, ownerRef }: Bound,
    rolloutName: string,
    credentials: BackstageCredentials,
  ): Promise<string> {
    if (entity.state !== 'bound') {
      throw new NotAllowedError(bindingRefusal(entity));
    }
    const [decision] = await this.options.permissions.authorize(
      [
        {
          permission: rolloutActions[action].permission,
          resourceRef: entity.entityRef,
        },
      ],
      { credentials },
    );
    if (decision.result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(refusal(action, rolloutName, ownerRef));
    }
    return entity.entityRef;
  }
}

const VERBS: Record<RolloutActionName, string> = {
  promote: 'promote',
  'promote-full': 'fully promote',
  'skip-step': 'skip a step of',
  pause: 'pause',
  resume: 'resume',
  abort: 'abort',
  retry: 'retry',
  restart: 'restart',
  undo: 'roll back',
  'set-image': 'set the image of',
  'terminate-analysis': 'terminate an analysis run of',
};

/** The sentence on a disabled button and in a 403. The policy decides; this only says in words what it is. */
function refusal(
  action: RolloutActionName,
  rolloutName: string,
  ownerRef: string | undefined,
) {
  const owners = ownerRef ? `owners (${nameOf(ownerRef)})` : 'its owners';
  return `Only ${owners} and the platform group may ${VERBS[action]} ${rolloutName}.`;
}
