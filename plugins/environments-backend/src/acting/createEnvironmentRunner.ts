import { CatalogService } from '@backstage/plugin-catalog-node';
import { nothingSeen, parseInput } from '@slipway/plugin-actions-common';
import {
  ActionRunner,
  ActionRunnerOptions,
  ownerOfEntity,
} from '@slipway/plugin-actions-node';
import {
  changeArgsSchema,
  environmentActions,
  EnvironmentActionTypes,
  environmentPagePath,
  EnvironmentWrite,
} from '@slipway/plugin-environments-common';
import { EnvironmentsService } from '../services/EnvironmentsService';

/** An environment. */
export interface EnvironmentRef {
  name: string;
}

/** What an action answers: the operation that it started or changed. */
export interface EnvironmentResult {
  operationId?: string;
}

export type EnvironmentRunner = ActionRunner<
  EnvironmentActionTypes,
  EnvironmentRef,
  EnvironmentResult
>;

type Shared = Omit<
  ActionRunnerOptions<EnvironmentActionTypes, EnvironmentRef, object>,
  'plugin' | 'actions' | 'subject' | 'writer'
> & {
  appBaseUrl: string;
  catalog: Pick<CatalogService, 'getEntityByRef'>;
  environments: EnvironmentsService;
};

/** The runner of what is done to an environment: the permission is asked on its catalog entity. */
export function createEnvironmentRunner(options: Shared): EnvironmentRunner {
  const { appBaseUrl, catalog, environments } = options;
  return new ActionRunner<
    EnvironmentActionTypes,
    EnvironmentRef,
    EnvironmentResult
  >({
    ...options,
    plugin: 'environments',
    actions: environmentActions,
    subject: {
      kind: 'Environment',
      seen: nothingSeen,
      nameOf: ({ name }) => name,
      targetOf: ({ name }) => ({
        kind: 'Environment',
        cluster: 'portal',
        namespace: 'environments',
        name,
      }),
      // What it may not do is decided by its tier, and by the policy of approvals.
      placeOf: () => undefined,
      async concerns({ name }) {
        const { cloud, cluster, outputs } = await environments.get(name);
        return {
          cluster: cluster ?? cloud,
          namespace: outputs.namespace ?? name,
        };
      },
      async ownerOf({ name }, credentials) {
        const { entityRef } = await environments.get(name);
        return ownerOfEntity(catalog, entityRef, credentials);
      },
      async load({ action, args, ref }) {
        const change =
          action.name === 'change'
            ? parseInput(changeArgsSchema, args)
            : undefined;
        return { fresh: await environments.facts(ref.name, change) };
      },
      linkOf: ({ name }) => `${appBaseUrl}${environmentPagePath(name)}`,
    },
    writer: {
      apply: ({ name }, [write], _actor, approval) =>
        carryOut(environments, name, write, approval?.id),
    },
  });
}

async function carryOut(
  environments: EnvironmentsService,
  name: string,
  write: EnvironmentWrite,
  approvalId: string | undefined,
): Promise<EnvironmentResult> {
  switch (write.verb) {
    case 'apply':
      await environments.apply(name, write, approvalId);
      return { operationId: write.operationId };
    case 'cancel':
      await environments.cancel(write.operationId, write.by);
      return { operationId: write.operationId };
    case 'retry':
      await environments.retry(write.operationId, write.mode);
      return { operationId: write.operationId };
    case 'unlock':
      await environments.unlock(name, write.operationId, write.lockId);
      return { operationId: write.operationId };
    case 'extend':
      await environments.extend(name, write.expiresAt, write.by);
      return {};
    case 'protect':
      await environments.protect(name, write.protected, write.by);
      return {};
    default: {
      const { kind, by, change } = write;
      const { id } = await environments.start(name, kind, by, change);
      return { operationId: id };
    }
  }
}
