import {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import { NotAllowedError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { Bound } from '@slipway/plugin-clusters-common';
import {
  Permit,
  sandboxReleaseCreatePermission,
  sandboxSpeedUpdatePermission,
  sandboxReadPermission,
} from '@slipway/plugin-sandbox-panel-common';

const ALLOWED: Permit = { allowed: true };

/** `group:default/team-orders` → `team-orders`; refs outside the default namespace keep it. */
function nameOf(entityRef: string): string {
  const { namespace, name } = parseEntityRef(entityRef);
  return namespace === 'default' ? name : `${namespace}/${name}`;
}

/** Why somebody who may not release a service may not. The policy decides; this only says in words what it is. */
function releaseRefusal(service: string, { entity, ownerRef }: Bound): string {
  if (entity.state !== 'bound') {
    return `Nobody may release ${service} here until one catalog entity owns it. ${entity.reason}`;
  }
  const owners = ownerRef ? `owners (${nameOf(ownerRef)})` : 'its owners';
  return `Only ${owners} and the platform group may release ${service}.`;
}

/** Who may look, release and change the speed: the one place where this plugin asks the permission framework. */
export class Access {
  constructor(private readonly permissions: PermissionsService) {}

  /** @throws NotAllowedError unless the person may look */
  async requireRead(credentials: BackstageCredentials): Promise<void> {
    const [{ result }] = await this.permissions.authorize(
      [{ permission: sandboxReadPermission }],
      { credentials },
    );
    if (result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(
        `Looking at the sandbox needs the permission ${sandboxReadPermission.name}.`,
      );
    }
  }

  /** Whether the person may change the speed. */
  async speed(credentials: BackstageCredentials): Promise<Permit> {
    const [{ result }] = await this.permissions.authorize(
      [{ permission: sandboxSpeedUpdatePermission }],
      { credentials },
    );
    return result === AuthorizeResult.ALLOW
      ? ALLOWED
      : {
          allowed: false,
          reason: 'Only the platform group may change the speed.',
        };
  }

  /** Whether the person may release each of these, in their order. Asks once for each entity. */
  async releases(
    workloads: ReadonlyArray<{ service: string; ownership: Bound }>,
    credentials: BackstageCredentials,
  ): Promise<Permit[]> {
    const refs = [
      ...new Set(
        workloads.flatMap(({ ownership: { entity } }) =>
          entity.state === 'bound' ? [entity.entityRef] : [],
        ),
      ),
    ];
    const decisions = refs.length
      ? await this.permissions.authorize(
          refs.map(resourceRef => ({
            permission: sandboxReleaseCreatePermission,
            resourceRef,
          })),
          { credentials },
        )
      : [];
    const allowed = new Set(
      refs.filter((_, at) => decisions[at].result === AuthorizeResult.ALLOW),
    );
    return workloads.map(({ service, ownership }) =>
      ownership.entity.state === 'bound' &&
      allowed.has(ownership.entity.entityRef)
        ? ALLOWED
        : { allowed: false, reason: releaseRefusal(service, ownership) },
    );
  }
}
