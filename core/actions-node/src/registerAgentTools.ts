import { AuthService } from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import {
  ConflictError,
  NotAllowedError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { Action, parseInput } from '@slipway/plugin-actions-common';
import {
  ObjectRef,
  OutcomeUnknownError,
  PartiallyAppliedError,
} from '@slipway/plugin-clusters-common';
import { z } from 'zod/v3';
import { ActionRunner, ObjectActionTypes } from './ActionRunner';

/** Where agent tools are registered; named here so that plugins need not know of the unstable interface. */
export type ActionsRegistry = typeof actionsRegistryServiceRef.T;

export interface AgentToolOptions<
  T extends ObjectActionTypes,
  A extends Action<T>,
> {
  auth: AuthService;
  runner: ActionRunner<T, A>;
  /** Cluster, namespace and name of an object. */
  ref: z.ZodType<ObjectRef, z.ZodTypeDef, unknown>;
  /** Tool that gives what is sent as `seen`: `get-rollout`. */
  readWith: string;
}

/**
 * Registers an agent tool for each action that agents get. They run as a
 * button does: same permission, same preconditions, same record. Only with a
 * user's own token, and never in production.
 */
export function registerAgentTools<
  T extends ObjectActionTypes,
  A extends Action<T>,
>(registry: ActionsRegistry, options: AgentToolOptions<T, A>) {
  const { auth, runner, ref, readWith } = options;
  const kind = runner.kind.toLowerCase();
  for (const { name: action, agent } of runner.actions) {
    if (!agent) continue;
    registry.register({
      name: `${action}-${kind}`,
      title: `${runner.kind}: ${action}`,
      description: `${agent.description} Needs what ${readWith} gave as "seen"; refused when the ${kind} changed since, and in production, where a user confirms in the portal.`,
      attributes: {
        readOnly: false,
        destructive: agent.destructive ?? true,
        idempotent: false,
      },
      schema: {
        input: zod =>
          zod.object({
            cluster: zod.string(),
            namespace: zod.string(),
            name: zod.string(),
            seen: zod.record(zod.unknown()).describe(`as ${readWith} gave it`),
            args: zod.record(zod.unknown()).optional(),
          }),
        output: zod => zod.object({}).passthrough(),
      },
      action: async ({ input, credentials }) => {
        if (!auth.isPrincipal(credentials, 'user')) {
          throw new NotAllowedError(
            "Acting needs a user's own token; a service may not.",
          );
        }
        const { cluster, namespace, name, ...body } = input;
        try {
          return {
            output: {
              ...(await runner.run({
                ref: parseInput(ref, { cluster, namespace, name }),
                action,
                body,
                credentials,
                channel: 'agent',
              })),
            },
          };
        } catch (error) {
          throw forAgents(error);
        }
      },
    });
  }
}

/** Agents read the words of Backstage's own errors only: of others that something failed. */
function forAgents(error: unknown): unknown {
  if (error instanceof PartiallyAppliedError) {
    return new ConflictError(
      `Only a part of this was applied. ${error.message}`,
    );
  }
  return error instanceof OutcomeUnknownError
    ? new ServiceUnavailableError(
        `It is not known whether this was applied. ${error.message}`,
      )
    : error;
}
