import { AuthService } from '@backstage/backend-plugin-api';
import {
  ConflictError,
  NotAllowedError,
  ServiceUnavailableError,
} from '@backstage/errors';
import {
  OutcomeUnknownError,
  PartiallyAppliedError,
} from '@slipway/plugin-clusters-common';
import { parseInput } from '@slipway/plugin-actions-common';
import {
  RolloutActionName,
  ROLLOUT_ACTIONS,
  rolloutPathSchema,
} from '@slipway/plugin-rollouts-common';
import type { ActionsRegistry } from '../plugin';
import { ActionCommand, ActionService } from '../services/ActionService';

export interface ActActionOptions {
  auth: AuthService;
  actions: ActionService;
}

const DESCRIPTIONS: Record<RolloutActionName, string> = {
  promote: 'Moves a paused canary or blue-green rollout on.',
  'promote-full': 'Skips all remaining steps and analyses.',
  'skip-step': 'Skips the current step of a canary.',
  pause: 'Pauses a rollout until it is resumed.',
  resume: 'Takes back a pause that a person set.',
  abort:
    'Aborts an update: the controller takes traffic back to the stable revision, with dynamicStableScale only as stable pods become available.',
  retry: 'Starts an aborted update again from its first step.',
  restart: 'Restarts all pods of a rollout.',
  undo: 'Rolls back to the template of an earlier revision. Args: {"toRevision": number}.',
  'set-image':
    'Sets container images, which starts an update. Args: {"images": [{"container", "image"}]}.',
  'terminate-analysis':
    'Ends a running analysis. Args: {"analysisRun": name, "uid": string}.',
};

/**
 * Registers the agent actions that act, one for each action of a rollout. They
 * go the same way as a button: same permission, same preconditions, same
 * record. Only with a person's own token, and never in production.
 */
export function registerActOnRollout(
  registry: ActionsRegistry,
  { auth, actions }: ActActionOptions,
) {
  for (const action of ROLLOUT_ACTIONS) {
    registry.register({
      name: `${action}-rollout`,
      title: `Rollout: ${action}`,
      description: `${DESCRIPTIONS[action]} Needs what get-rollout gave as "seen"; refused when the rollout has moved on since, and in production, where a person confirms in the portal.`,
      attributes: {
        readOnly: false,
        destructive: action !== 'pause' && action !== 'resume',
        idempotent: false,
      },
      schema: {
        input: z =>
          z.object({
            cluster: z.string(),
            namespace: z.string(),
            name: z.string(),
            seen: z.object({
              uid: z.string(),
              currentPodHash: z.string().optional(),
              currentStepIndex: z.number().optional(),
            }),
            args: z.record(z.unknown()).optional(),
          }),
        output: z => z.object({}).passthrough(),
      },
      action: async ({ input, credentials }) => {
        if (!auth.isPrincipal(credentials, 'user')) {
          throw new NotAllowedError(
            "Acting on rollouts needs a person's own token; a service may not.",
          );
        }
        const { cluster, namespace, name, ...body } = input;
        const command: ActionCommand = {
          ref: parseInput(rolloutPathSchema, { cluster, namespace, name }),
          action,
          body,
          credentials,
          channel: 'agent',
        };
        try {
          return { output: { ...(await actions.act(command)) } };
        } catch (error) {
          throw forAgents(error);
        }
      },
    });
  }
}

/** Agents are told the words of Backstage's own errors only: of any other they read that something failed. */
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
