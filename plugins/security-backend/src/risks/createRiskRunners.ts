import { parseEntityRef } from '@backstage/catalog-model';
import { ConflictError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { nothingSeen } from '@slipway/plugin-actions-common';
import {
  ActionRunner,
  ActionRunnerOptions,
  ActionWriter,
  ownerOfEntity,
} from '@slipway/plugin-actions-node';
import { entityTarget } from '@slipway/plugin-break-glass-common';
import {
  acceptRisk,
  acceptRiskArgsSchema,
  AcceptRiskTypes,
  RiskWrite,
  withdrawRisk,
  WithdrawRiskTypes,
} from '@slipway/plugin-security-common';
import { DatabaseRiskStore } from '../database/DatabaseRiskStore';
import { RiskService } from './RiskService';

/** The service of which a risk is accepted. */
export interface EntityOfRisk {
  /** `component:default/order-service`, in lower case. */
  entityRef: string;
}
/** An accepted risk. */
export interface RiskRef {
  id: string;
}

export type AcceptRunner = ActionRunner<AcceptRiskTypes, EntityOfRisk, object>;
export type WithdrawRunner = ActionRunner<WithdrawRiskTypes, RiskRef, object>;

type Shared = Omit<
  ActionRunnerOptions<AcceptRiskTypes, EntityOfRisk, object>,
  'plugin' | 'actions' | 'subject' | 'writer' | 'clusters' | 'owners' | 'checks'
> & {
  catalog: Pick<CatalogService, 'getEntityByRef'>;
  risks: RiskService;
  store: DatabaseRiskStore;
  onChange: () => void;
  appBaseUrl: string;
};

/** It is about the entity, and in no cluster. */
const IN_NO_PLACE = {
  clusters: undefined,
  owners: undefined,
  checks: undefined,
} as const;

function writerOf({
  store,
  onChange,
}: Shared): ActionWriter<unknown, RiskWrite, object> {
  return {
    async apply(_ref, writes, _actor, approval) {
      for (const write of writes) {
        if ('accept' in write) {
          await store.keep({
            ...write.accept,
            ...(approval?.answer ? { allowedBy: approval.answer.by } : {}),
          });
        } else if (
          !(await store.withdraw(write.withdraw, write.by, write.at))
        ) {
          throw new ConflictError('Somebody else has withdrawn it already.');
        }
      }
      onChange();
      return {};
    },
  };
}

function linkOf(appBaseUrl: string, entityRef: string): string {
  const { kind, namespace, name } = parseEntityRef(entityRef);
  return `${appBaseUrl}/catalog/${namespace}/${kind}/${name}/security`;
}

/** The runner that accepts risks of entities. */
export function createAcceptRunner(options: Shared): AcceptRunner {
  const { appBaseUrl, catalog, risks } = options;
  return new ActionRunner<AcceptRiskTypes, EntityOfRisk, object>({
    ...options,
    ...IN_NO_PLACE,
    plugin: 'security',
    actions: [acceptRisk],
    writer: writerOf(options),
    subject: {
      kind: 'Risk',
      seen: nothingSeen,
      nameOf: ({ entityRef }) => parseEntityRef(entityRef).name,
      targetOf: ({ entityRef }) => ({ ...entityTarget(entityRef), entityRef }),
      placeOf: () => undefined,
      linkOf: ({ entityRef }) => linkOf(appBaseUrl, entityRef),
      ownerOf: ({ entityRef }, credentials) =>
        ownerOfEntity(catalog, entityRef, credentials),
      async load({ ref: { entityRef }, args, credentials }) {
        const asked = acceptRiskArgsSchema.parse(args);
        await risks.requireForOthers(entityRef, asked, credentials);
        return { fresh: await risks.facts(entityRef, asked) };
      },
    },
  });
}

/** The runner that takes acceptances back. The permission is asked on the entity from which it was accepted. */
export function createWithdrawRunner(options: Shared): WithdrawRunner {
  const { appBaseUrl, catalog, risks } = options;
  return new ActionRunner<WithdrawRiskTypes, RiskRef, object>({
    ...options,
    ...IN_NO_PLACE,
    plugin: 'security',
    actions: [withdrawRisk],
    writer: writerOf(options),
    subject: {
      kind: 'AcceptedRisk',
      seen: nothingSeen,
      nameOf: ({ id }) => id,
      targetOf: ({ id }) => ({
        kind: 'AcceptedRisk',
        cluster: 'portal',
        namespace: 'security',
        name: id,
      }),
      placeOf: () => undefined,
      linkOf: () => appBaseUrl,
      async ownerOf({ id }, credentials) {
        const { entityRef } = await risks.find(id);
        return ownerOfEntity(catalog, entityRef, credentials);
      },
      load: async ({ ref: { id } }) => ({ fresh: await risks.find(id) }),
    },
  });
}
