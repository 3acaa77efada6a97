import { RELATION_OWNED_BY } from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  ActionRunner,
  ActionRunnerOptions,
  OF_THE_PORTAL,
} from '@slipway/plugin-actions-node';
import {
  AnswerWrite,
  Approval,
  approvalActions,
  APPROVAL_STATES,
  ApprovalTypes,
} from '@slipway/plugin-approvals-common';
import { z } from 'zod/v3';
import { ApprovalService } from '../services/ApprovalService';

/** An approval. */
export interface ApprovalRef {
  id: string;
}

/** Executes answers and withdrawals. */
export type AnswerRunner = ActionRunner<
  ApprovalTypes,
  ApprovalRef,
  { approval: Approval }
>;

const seenSchema = z
  .object({ digest: z.string().max(64), state: z.enum(APPROVAL_STATES) })
  .strict();

/**
 * The runner of answers. The permission is asked on the entity for which
 * something was asked; no grant of break-glass gives it. Agents may not: the
 * rules of production hold for what is in no environment.
 */
export function createAnswerRunner(
  options: Pick<
    ActionRunnerOptions<ApprovalTypes, ApprovalRef, object>,
    'activity' | 'auditor' | 'auth' | 'logger' | 'permissions' | 'userInfo'
  > & {
    appBaseUrl: string;
    approvals: ApprovalService;
    catalog: Pick<CatalogService, 'getEntityByRef'>;
  },
): AnswerRunner {
  const { appBaseUrl, approvals, catalog, ...rest } = options;
  return new ActionRunner<ApprovalTypes, ApprovalRef, { approval: Approval }>({
    ...rest,
    ...OF_THE_PORTAL,
    plugin: 'approvals',
    actions: approvalActions,
    subject: {
      kind: 'Approval',
      seen: seenSchema,
      nameOf: () => 'this request',
      targetOf: ({ id }) => ({
        cluster: 'portal',
        namespace: 'approvals',
        kind: 'Approval',
        name: id,
      }),
      placeOf: () => undefined,
      async ownerOf({ id }, credentials) {
        const { entityRef } = (await approvals.get(id)).asked;
        const entity = await catalog.getEntityByRef(entityRef, { credentials });
        const ownerRef = entity?.relations?.find(
          ({ type }) => type === RELATION_OWNED_BY,
        )?.targetRef;
        return {
          by: 'entity',
          entityRef,
          ...(ownerRef ? { ownerRef } : {}),
        };
      },
      load: async ({ ref }) => ({ fresh: await approvals.get(ref.id) }),
      linkOf: ({ id }) => `${appBaseUrl}/approvals/${id}`,
    },
    writer: {
      async apply(_ref, [write]: readonly AnswerWrite[]) {
        return { approval: await approvals.answer(write) };
      },
    },
  });
}
