import { freshnessStateSchema } from '@slipway/plugin-clusters-common';
import {
  defineTopic,
  defineTopicOfParts,
  noParams,
  ShapeOf,
  ValueSchema,
} from '@slipway/plugin-live-common';
import {
  GoldenMetrics,
  goldenMetricsSchema,
} from '@slipway/plugin-metrics-common';
import { z } from 'zod/v3';
import { EntityLookup, LookedInCluster } from '../entity/lookup';
import { RolloutCounts, rolloutCountsSchema } from '../list/counts';
import { PageOrder } from '../list/page';
import { rolloutPathSchema } from '../schema';
import {
  AnalysisRunView,
  EventView,
  ExperimentView,
  PodView,
  RevisionView,
  RolloutCore,
  RolloutSummary,
} from '../types';
import { analysisRunSchema } from './analysisSchemas';
import {
  eventSchema,
  experimentSchema,
  podSchema,
  revisionSchema,
  rolloutCoreSchema,
} from './detailSchemas';
import { rolloutSummarySchema } from './summarySchema';

const rolloutParams = rolloutPathSchema.strict();
const entityParams = z.object({ entityRef: z.string().max(600) }).strict();

/** Every rollout of every cluster; keys are `<cluster>/<uid>`. */
export const rolloutsListTopic = defineTopic('rollouts:list', {
  params: noParams,
  value: rolloutSummarySchema,
});

/** Parts of {@link rolloutsPageTopic}: `order`, and rows under `row/<cluster>/<uid>`. */
export interface RolloutsPageParts {
  order: PageOrder;
  row: RolloutSummary;
}

const pageParams = z
  .object({
    /** As `pagedQueryText` writes it; empty: everything in the default order. */
    query: z.string().max(8_000),
    /** Index of the page, from 0. */
    page: z.string().regex(/^(0|[1-9]\d{0,5})$/, 'must be a number from 0'),
  })
  .strict();

/** One page of the list of rollouts, filtered and in order. */
export const rolloutsPageTopic = defineTopicOfParts<
  z.infer<typeof pageParams>,
  RolloutsPageParts
>('rollouts:page', {
  params: pageParams,
  parts: {
    order: z.object({
      matching: z.number(),
      keys: z.array(z.string()),
    } satisfies ShapeOf<PageOrder>),
    row: rolloutSummarySchema,
  },
});

/** What there is over all rollouts; its only key is `counts`. */
export const rolloutCountsTopic = defineTopic<
  z.infer<typeof noParams>,
  RolloutCounts
>('rollouts:counts', { params: noParams, value: rolloutCountsSchema });

/** The rollouts that the page of an entity shows, bound to it or only pointed at by it; keys are `<cluster>/<uid>`. */
export const entityRolloutsTopic = defineTopic('rollouts:entity', {
  params: entityParams,
  value: rolloutSummarySchema,
});

/** Most entities of {@link entitiesRolloutsTopic}. */
export const MAX_ENTITIES = 200;

/** The rollouts that are bound to any of these entities; keys are `<cluster>/<uid>`. */
export const entitiesRolloutsTopic = defineTopic('rollouts:entities', {
  params: z
    .object({
      /** Refs with commas between them, as {@link entitiesParam} writes them. */
      entityRefs: z
        .string()
        .min(1)
        .refine(
          refs => refs.split(',').length <= MAX_ENTITIES,
          `has more than ${MAX_ENTITIES} entities`,
        ),
    })
    .strict(),
  value: rolloutSummarySchema,
});

/** The same text for the same entities; those beyond {@link MAX_ENTITIES} are left out. */
export const entitiesParam = (entityRefs: readonly string[]): string =>
  [...new Set(entityRefs)].sort().slice(0, MAX_ENTITIES).join(',');

/** Parts of {@link rolloutDetailTopic}: `core`, and the others under `<part>/<uid>`. */
export interface RolloutDetailParts {
  core: RolloutCore;
  revision: RevisionView;
  pod: PodView;
  analysis: AnalysisRunView;
  experiment: ExperimentView;
  event: EventView;
}

/** Everything about one rollout. Without `core` there is no such rollout. */
export const rolloutDetailTopic = defineTopicOfParts<
  z.infer<typeof rolloutParams>,
  RolloutDetailParts
>('rollouts:detail', {
  params: rolloutParams,
  parts: {
    core: rolloutCoreSchema,
    revision: revisionSchema,
    pod: podSchema,
    analysis: analysisRunSchema,
    experiment: experimentSchema,
    event: eventSchema,
  },
});

/** Value of the keys `stable` and `canary` of {@link rolloutMetricsTopic}. */
export interface MeasuredRevision {
  /** Pod template hash of the revision that was measured. */
  hash: string;
  metrics: GoldenMetrics;
}

const measuredRevisionSchema: ValueSchema<MeasuredRevision> = z.object({
  hash: z.string(),
  metrics: goldenMetricsSchema,
} satisfies ShapeOf<MeasuredRevision>);

/** Golden metrics of the stable and the canary revision. */
export const rolloutMetricsTopic = defineTopic('rollouts:metrics', {
  params: rolloutParams,
  value: measuredRevisionSchema,
});

const lookedInClusterSchema = z.object({
  name: z.string(),
  state: freshnessStateSchema,
  since: z.string(),
  reason: z.string().optional(),
  rollouts: z
    .object({
      total: z.number(),
      inNamespace: z.number().optional(),
      matchingIn: z.array(z.string()),
    } satisfies ShapeOf<NonNullable<LookedInCluster['rollouts']>>)
    .optional(),
} satisfies ShapeOf<LookedInCluster>);

const entityLookupSchema: ValueSchema<EntityLookup> = z.object({
  entityRef: z.string(),
  unread: z.string().optional(),
  kubernetesId: z.string().optional(),
  labelSelector: z
    .object({ text: z.string(), error: z.string().optional() })
    .optional(),
  namespace: z.string().optional(),
  cluster: z.string().optional(),
  clusters: z.array(lookedInClusterSchema),
} satisfies ShapeOf<EntityLookup>);

/** Where rollouts of an entity are looked for; its only key is `lookup`. For a page that has none to show. */
export const entityLookupTopic = defineTopic('rollouts:lookup', {
  params: entityParams,
  value: entityLookupSchema,
});
