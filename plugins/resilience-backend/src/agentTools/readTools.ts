import { parseInput } from '@slipway/plugin-actions-common';
import { ActionsRegistry } from '@slipway/plugin-actions-node';
import { plainValues } from '@slipway/plugin-clusters-common';
import {
  runPathSchema,
  runsQuerySchema,
} from '@slipway/plugin-resilience-common';
import { AccessService } from '../services/AccessService';
import { ResilienceService } from '../services/ResilienceService';

const attributes = { readOnly: true, destructive: false, idempotent: true };

/** Registers `list-joint-runs`, `get-joint-run` and `get-resilience-score`: they only read. */
export function registerReadTools(
  registry: ActionsRegistry,
  options: { access: AccessService; resilience: ResilienceService },
) {
  const { access, resilience } = options;
  registry.register({
    name: 'list-joint-runs',
    title: 'List joint runs',
    description:
      'Joint runs of load and faults, newest first: what was tried where, where it stands, its verdict. The state of a run says nothing of the service; the verdict does, once it is final.',
    attributes,
    schema: {
      input: zod =>
        zod.object({
          entityRef: zod
            .string()
            .optional()
            .describe('component:default/order-service'),
          limit: zod.number().optional(),
        }),
      output: zod => zod.object({}).passthrough(),
    },
    action: async ({ input, credentials }) => {
      await access.requireRead(credentials);
      const filter = parseInput(runsQuerySchema, input);
      return { output: plainValues({ runs: await resilience.list(filter) }) };
    },
  });
  registry.register({
    name: 'get-joint-run',
    title: 'Get a joint run',
    description:
      'The report of one joint run: what was tried, what was expected, what happened, figures before, during and after, verdict and recovery time.',
    attributes,
    schema: {
      input: zod => zod.object({ id: zod.string().describe('a UUID') }),
      output: zod => zod.object({}).passthrough(),
    },
    action: async ({ input, credentials }) => {
      await access.requireRead(credentials);
      const { id } = parseInput(runPathSchema, input);
      return { output: plainValues({ ...(await resilience.report(id)) }) };
    },
  });
  registry.register({
    name: 'get-resilience-score',
    title: 'Get the resilience score of a service',
    description:
      'How well a service withstood what was tried on it, 0 to 100, and why. Without a value nothing was tried: that is not 0.',
    attributes,
    schema: {
      input: zod =>
        zod.object({
          entityRef: zod.string().describe('component:default/order-service'),
        }),
      output: zod => zod.object({}).passthrough(),
    },
    action: async ({ input: { entityRef }, credentials }) => {
      await access.requireRead(credentials);
      return {
        output: plainValues({ ...(await resilience.score(entityRef)) }),
      };
    },
  });
}
