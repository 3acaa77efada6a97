import { plainValues } from '@slipway/plugin-clusters-common';
import { ReadAccess } from '@slipway/plugin-live-node';
import { requireEntityRef } from '@slipway/plugin-owners-node';
import {
  RolloutSummary,
  servingSentence,
} from '@slipway/plugin-rollouts-common';
import { ActionsRegistry } from '@slipway/plugin-actions-node';
import { RolloutsService } from '../services/RolloutsService';

export interface ReadActionOptions {
  rollouts: RolloutsService;
  access: ReadAccess;
}

/** What an agent reads of one rollout in a list. */
function line(summary: RolloutSummary) {
  const { ref, entity, attention } = summary;
  return {
    ...ref,
    environment: summary.environment.environment,
    entityRef: entity.state === 'bound' ? entity.entityRef : undefined,
    ownerRef: summary.ownerRef,
    phase: summary.phase,
    message: summary.message,
    step: summary.stepIndex,
    stepCount: summary.stepCount,
    setWeight: summary.setWeight,
    actualWeight: summary.actualWeight,
    stableImage: summary.stableImage,
    canaryImage: summary.canaryImage,
    serving: servingSentence(summary.serving),
    imageChanges: summary.imageChanges,
    attention: attention?.summary,
  };
}

/** Registers the agent action `list-rollouts`. */
export function registerListRollouts(
  registry: ActionsRegistry,
  { rollouts, access }: ReadActionOptions,
) {
  registry.register({
    name: 'list-rollouts',
    title: 'List rollouts',
    description:
      'Lists the Argo Rollouts of all clusters with phase, step, weights, who serves which share of traffic, images, owner and why one needs attention. Says which clusters are stale or unreachable.',
    attributes: { readOnly: true, destructive: false, idempotent: true },
    schema: {
      input: z =>
        z.object({
          cluster: z.string().optional(),
          namespace: z.string().optional(),
          entityRef: z
            .string()
            .optional()
            .describe('only those that this catalog entity shows'),
          needsAttention: z
            .boolean()
            .optional()
            .describe('only those that need attention'),
        }),
      output: z =>
        z.object({
          rollouts: z.array(
            z.object({
              cluster: z.string(),
              namespace: z.string(),
              name: z.string(),
              environment: z.string(),
              entityRef: z.string().optional(),
              ownerRef: z.string().optional(),
              phase: z.string(),
              message: z.string(),
              step: z
                .number()
                .optional()
                .describe('index from 0; equal to stepCount when all are done'),
              stepCount: z.number(),
              setWeight: z
                .number()
                .optional()
                .describe('percent of all traffic asked for'),
              actualWeight: z
                .number()
                .optional()
                .describe(
                  'percent of all traffic that the new revision has; absent when it is not known',
                ),
              stableImage: z.string().optional(),
              canaryImage: z.string().optional(),
              serving: z
                .string()
                .describe('who serves which share of traffic, one sentence'),
              imageChanges: z
                .array(
                  z.object({
                    container: z.string(),
                    init: z.boolean(),
                    from: z.string().optional(),
                    to: z.string().optional(),
                  }),
                )
                .optional()
                .describe(
                  'every container whose image the update changes; from is absent for an added one, to for a removed one',
                ),
              attention: z
                .string()
                .optional()
                .describe('why it needs attention, if it does'),
            }),
          ),
          clusters: z.array(
            z.object({
              cluster: z.string(),
              state: z.string(),
              since: z.string(),
              reason: z.string().optional(),
            }),
          ),
        }),
    },
    action: async ({ input, credentials }) => {
      await access.requireRead(credentials);
      const { items, freshness } = input.entityRef
        ? await rollouts.listOf(requireEntityRef(input.entityRef))
        : await rollouts.list();
      const wanted = items.filter(
        ({ ref, attention }) =>
          (!input.cluster || ref.cluster === input.cluster) &&
          (!input.namespace || ref.namespace === input.namespace) &&
          (!input.needsAttention || attention),
      );
      return {
        output: plainValues({
          rollouts: wanted.map(line),
          clusters: freshness.map(({ cluster, state, since, reason }) => ({
            cluster,
            state,
            since,
            reason,
          })),
        }),
      };
    },
  });
}
