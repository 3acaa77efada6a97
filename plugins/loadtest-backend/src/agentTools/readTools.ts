import { stringifyEntityRef, parseEntityRef } from '@backstage/catalog-model';
import { parseInput } from '@slipway/plugin-actions-common';
import { ActionsRegistry } from '@slipway/plugin-actions-node';
import { plainValues } from '@slipway/plugin-clusters-common';
import { ReadAccess } from '@slipway/plugin-live-node';
import { runPathSchema } from '@slipway/plugin-loadtest-common';
import { z } from 'zod/v3';
import { RunsService } from '../services/RunsService';
import { SuitesService } from '../services/SuitesService';

export interface ReadToolOptions {
  access: ReadAccess;
  runs: RunsService;
  suites: SuitesService;
}

const entityRefSchema = z
  .string()
  .regex(
    /^[^\s:/]+:[^\s:/]+\/[^\s:/]+$/,
    'must be an entity reference, kind:namespace/name',
  )
  .transform(ref =>
    stringifyEntityRef(parseEntityRef(ref)).toLocaleLowerCase('en-US'),
  );

/** Names a service and the place of one of its targets, for agents. */
export const launchToolRefSchema = z
  .object({
    entityRef: entityRefSchema,
    cluster: z.string(),
    namespace: z.string(),
  })
  .strict();

const LISTED = 50;
const attributes = { readOnly: true, destructive: false, idempotent: true };

/** Registers `list-load-runs`, `get-load-run` and `get-load-suite`: they only read. */
export function registerReadTools(
  registry: ActionsRegistry,
  { access, runs, suites }: ReadToolOptions,
) {
  registry.register({
    name: 'list-load-runs',
    title: 'List load tests',
    description: `The latest ${LISTED} load tests, newest first: target, state, verdict, figures after the warm-up ("summary"). An absent figure is unknown, not zero.`,
    attributes,
    schema: {
      input: zod =>
        zod.object({
          entityRef: zod
            .string()
            .optional()
            .describe('only of one service, as component:default/orders'),
        }),
      output: zod => zod.object({}).passthrough(),
    },
    action: async ({ input: { entityRef }, credentials }) => {
      await access.requireRead(credentials);
      const filter = entityRef
        ? { entityRef: parseInput(entityRefSchema, entityRef, 'entityRef') }
        : {};
      return {
        output: plainValues({
          runs: await runs.list({ ...filter, limit: LISTED }),
        }),
      };
    },
  });
  registry.register({
    name: 'get-load-run',
    title: 'Get a load test',
    description:
      'One load test: what was ordered, state, verdict with each threshold and its reason, endpoints, errors, workers. Without the samples of its charts.',
    attributes,
    schema: {
      input: zod => zod.object({ id: zod.string() }),
      output: zod => zod.object({}).passthrough(),
    },
    action: async ({ input, credentials }) => {
      await access.requireRead(credentials);
      const { id } = parseInput(runPathSchema, input);
      const { points: _, ...rest } = await runs.series(id);
      return { output: plainValues({ ...rest }) };
    },
  });
  registry.register({
    name: 'get-load-suite',
    title: 'Get a load test suite',
    description:
      'The suite of a service: profiles, thresholds, targets with their limits and what is refused there and why. Gives what launch-loadtest takes as "seen".',
    attributes,
    schema: {
      input: zod =>
        zod.object({
          entityRef: zod.string().describe('component:default/orders'),
        }),
      output: zod => zod.object({}).passthrough(),
    },
    action: async ({ input, credentials }) => {
      await access.requireRead(credentials);
      const ref = parseInput(entityRefSchema, input.entityRef, 'entityRef');
      const answer = await suites.suiteOf(ref, credentials);
      return {
        output: plainValues({
          ...answer,
          ...(answer.state === 'valid' ? { seen: { hash: answer.hash } } : {}),
        }),
      };
    },
  });
}
