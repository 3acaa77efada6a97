import { AuthService } from '@backstage/backend-plugin-api';
import {
  Entity,
  RELATION_MEMBER_OF,
  RELATION_OWNED_BY,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { Approval, mayStillAnswer } from '@slipway/plugin-approvals-common';
import { shortRef } from '@slipway/plugin-break-glass-common';
import { UNTRUSTED_LOCATION_KEY } from '@slipway/plugin-clusters-common';
import { ApprovalsConfig } from '../config';

/** What an entity is related to; nothing where its location is not trusted, because that gives nobody a right. */
function targetsOf(entity: Entity, type: string): string[] {
  if (entity.metadata.annotations?.[UNTRUSTED_LOCATION_KEY] !== undefined) {
    return [];
  }
  return (entity.relations ?? [])
    .filter(relation => relation.type === type)
    .map(({ targetRef }) => targetRef.toLowerCase());
}

/**
 * Who may answer for an entity, by the catalog: its owners and the platform
 * groups. The permission policy decides when somebody answers; this is for
 * users who are not asking now.
 */
export class Approvers {
  constructor(
    private readonly options: {
      auth: AuthService;
      catalog: Pick<CatalogService, 'getEntityByRef'>;
      config: Pick<ApprovalsConfig, 'platformGroups'>;
    },
  ) {}

  /**
   * Owners of an entity, then the platform groups.
   *
   * @throws NotFoundError when there is no such entity
   */
  async of(
    entityRef: string,
  ): Promise<{ entityRef: string; owners: string[]; approvers: string[] }> {
    const entity = await this.#read(entityRef);
    if (!entity) throw new NotFoundError(`There is no entity ${entityRef}.`);
    const owners = targetsOf(entity, RELATION_OWNED_BY);
    const approvers = [...owners, ...this.options.config.platformGroups];
    return {
      entityRef: stringifyEntityRef(entity),
      owners,
      approvers: [...new Set(approvers)],
    };
  }

  /**
   * That whoever allowed something could allow it now as well.
   *
   * @throws NotAllowedError when they left the group, the portal, or the entity changed its owner
   * @throws NotFoundError when the entity is gone
   */
  async requireStillMay({ answer, asked }: Approval): Promise<void> {
    if (!answer) throw new NotAllowedError('Nobody has allowed it.');
    const { approvers } = await this.of(asked.entityRef);
    const user = await this.#read(answer.by);
    const refs = user
      ? [answer.by, ...targetsOf(user, RELATION_MEMBER_OF)]
      : [];
    if (!mayStillAnswer(refs, approvers)) {
      throw new NotAllowedError(
        `${shortRef(answer.by)}, who allowed this, may no longer answer for ${
          asked.entityRef
        }. Ask again.`,
      );
    }
  }

  async #read(entityRef: string): Promise<Entity | undefined> {
    const { auth, catalog } = this.options;
    return catalog.getEntityByRef(entityRef, {
      credentials: await auth.getOwnServiceCredentials(),
    });
  }
}
