import {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import {
  ConflictError,
  NotAllowedError,
  ServiceUnavailableError,
} from '@backstage/errors';
import {
  Action,
  ActionStoppedError,
  ActionTypes,
  ApprovalRequiredError,
  parseInput,
} from '@slipway/plugin-actions-common';
import { UnrecordedError } from '@slipway/plugin-activity-node';
import {
  OutcomeUnknownError,
  PartiallyAppliedError,
} from '@slipway/plugin-clusters-common';
import { z } from 'zod/v3';
import { ActionRunner } from './ActionRunner';
import { UserCredentials } from './types';

/** Where agent tools are registered; named here so that plugins need not know of the unstable interface. */
export type ActionsRegistry = typeof actionsRegistryServiceRef.T;

export interface AgentToolOptions<
  T extends ActionTypes,
  Ref,
  Result extends object,
  A extends Action<T>,
  Named extends Ref = Ref,
> {
  auth: AuthService;
  runner: ActionRunner<T, Ref, Result, A>;
  /** What the actions are done to, as an agent names it: `cluster`, `namespace`, `name`. */
  ref: z.ZodType<Named, z.ZodTypeDef, unknown>;
  /** Its members, each a text, with what they are for the model. */
  fields: Readonly<Record<keyof Named & string, string>>;
  /** Tool that gives what is sent as `seen`: `get-rollout`; absent where the actions depend on no state. */
  readWith?: string;
}

/** What an agent sends, beside the fields of the ref. */
interface AgentBody {
  seen?: unknown;
  args?: Record<string, unknown>;
}

/**
 * Registers an agent tool for each action that agents get. They run as a
 * button does: same permission, same preconditions, same record. Only with a
 * user's own token, and never in production. Where an action may need an
 * approval there is a tool that asks for it, also in production; none answers.
 */
export function registerAgentTools<
  T extends ActionTypes,
  Ref,
  Result extends object,
  A extends Action<T>,
  Named extends Ref = Ref,
>(
  registry: ActionsRegistry,
  options: AgentToolOptions<T, Ref, Result, A, Named>,
) {
  const { auth, runner, readWith } = options;
  const kind = runner.kind.toLowerCase();
  for (const { name: action, agent, approval } of runner.actions) {
    if (!agent) continue;
    registry.register({
      name: `${action}-${kind}`,
      title: `${runner.kind}: ${action}`,
      description: `${agent.description} ${
        readWith
          ? `Needs what ${readWith} gave as "seen"; refused when the ${kind} changed since, and in production`
          : 'Refused in production'
      }, where a user confirms in the portal.`,
      attributes: {
        readOnly: false,
        destructive: agent.destructive ?? true,
        idempotent: false,
      },
      schema: {
        input: zod => zod.object(inputOf(zod, options)),
        output: zod => zod.object({}).passthrough(),
      },
      action: async ({ input, credentials }) => {
        const { ref, body } = commandOf(input, options);
        return answered(() =>
          runner.run({
            ref,
            action,
            body,
            credentials: userOf(credentials, auth),
            channel: 'agent',
          }),
        );
      },
    });
    if (!approval) continue;
    registry.register({
      name: `ask-approval-${action}-${kind}`,
      title: `${runner.kind}: ask for the approval of ${action}`,
      description: `Asks the owners for leave to ${action}, with what ${action}-${kind} takes and "reason". A user answers in the portal, and a user then does it there. ${agent.description}`,
      attributes: { readOnly: false, destructive: false, idempotent: true },
      schema: {
        input: zod =>
          zod.object({
            ...inputOf(zod, options),
            reason: zod.string().describe('why, for those who answer'),
          }),
        output: zod => zod.object({}).passthrough(),
      },
      action: async ({ input, credentials }) => {
        const { reason, ...rest }: { reason?: unknown } = input;
        const { ref, body } = commandOf(rest, options);
        return answered(() =>
          runner.ask({
            ref,
            action,
            body: { ...body, reason },
            credentials: userOf(credentials, auth),
            channel: 'agent',
          }),
        );
      },
    });
  }
}

type Zod = typeof z;

/** Fields of the input of a tool that acts. */
function inputOf(
  zod: Zod,
  { fields, readWith }: { fields: Record<string, string>; readWith?: string },
) {
  const texts = Object.entries(fields).map(
    ([field, meaning]) => [field, zod.string().describe(meaning)] as const,
  );
  const seen = zod.record(zod.unknown());
  return {
    ...Object.fromEntries(texts),
    ...(readWith ? { seen: seen.describe(`as ${readWith} gave it`) } : {}),
    args: zod.record(zod.unknown()).optional(),
  };
}

function commandOf<Ref>(
  input: AgentBody,
  { ref }: { ref: z.ZodType<Ref, z.ZodTypeDef, unknown> },
) {
  const { seen, args, ...named } = input;
  return { ref: parseInput(ref, named), body: { seen, args } };
}

/** @throws NotAllowedError for a service: it owns nothing */
function userOf(
  credentials: BackstageCredentials,
  auth: AuthService,
): UserCredentials {
  if (!auth.isPrincipal(credentials, 'user')) {
    throw new NotAllowedError(
      "Acting needs a user's own token; a service may not.",
    );
  }
  return credentials;
}

async function answered(work: () => Promise<object>) {
  try {
    return { output: Object.fromEntries(Object.entries(await work())) };
  } catch (error) {
    throw forAgents(error);
  }
}

/** Agents read the words of Backstage's own errors only: of others that something failed. */
function forAgents(error: unknown): unknown {
  if (error instanceof PartiallyAppliedError) {
    return new ConflictError(
      `Only a part of this was applied. ${error.message}`,
    );
  }
  if (error instanceof ApprovalRequiredError) {
    return new NotAllowedError(error.message);
  }
  if (error instanceof ActionStoppedError) {
    return new NotAllowedError(
      `${error.message} Whoever may override it does so in the portal.`,
    );
  }
  if (error instanceof UnrecordedError) {
    return new ServiceUnavailableError(error.message);
  }
  return error instanceof OutcomeUnknownError
    ? new ServiceUnavailableError(
        `It is not known whether this was applied. ${error.message}`,
      )
    : error;
}
