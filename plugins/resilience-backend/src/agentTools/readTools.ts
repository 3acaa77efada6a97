import { parseInput } from '@slipway/plugin-actions-common';
import { ActionsRegistry } from '@slipway/plugin-actions-node';
import { plainValues } from '@slipway/plugin-clusters-common';
import { ReadAccess } from '@slipway/plugin-live-node';
import {
  checkRequestSchema,
  runPathSchema,
  runsQuerySchema,
} from '@slipway/plugin-resilience-common';
import { DesignChecks } from '../services/DesignChecks';
import { ResilienceService } from '../services/ResilienceService';
import { entityRefSchema, placeToolRefSchema } from './placeToolRef';

const attributes = { readOnly: true, destructive: false, idempotent: true };

/** Registers `list-joint-runs`, `get-joint-run`, `get-resilience-score`, `list-joint-designs` and `check-joint-run`: they only read. */
export function registerReadTools(
  registry: ActionsRegistry,
  options: {
    access: ReadAccess;
    checks: DesignChecks;
    resilience: ResilienceService;
  },
) {
  const { access, checks, resilience } = options;
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
  registry.register({
    name: 'list-joint-designs',
    title: 'List designs of joint runs',
    description:
      'Designs of joint runs that were saved for a service, one to start from ("suggested"), the places where it can be tried with what is refused there and why, and what parts can be. The figures of a design are seconds from the end of its baseline.',
    attributes,
    schema: {
      input: zod =>
        zod.object({
          entityRef: zod.string().describe('component:default/order-service'),
        }),
      output: zod => zod.object({}).passthrough(),
    },
    action: async ({ input, credentials }) => {
      await access.requireRead(credentials);
      const ref = parseInput(entityRefSchema, input.entityRef, 'entityRef');
      const [designs, offered] = await Promise.all([
        resilience.designs(ref),
        resilience.optionsOf(ref),
      ]);
      return { output: plainValues({ designs, ...offered }) };
    },
  });
  registry.register({
    name: 'check-joint-run',
    title: 'Check a joint run',
    description:
      'What a joint run would do if it were launched now: what each part touches, warnings, what is wrong with the design ("problems", by field) and what is refused ("refusals"). Starts nothing.',
    attributes,
    schema: {
      input: zod =>
        zod.object({
          entityRef: zod.string().describe('component:default/order-service'),
          cluster: zod.string(),
          namespace: zod.string(),
          design: zod
            .record(zod.unknown())
            .describe('as list-joint-designs gives one'),
        }),
      output: zod => zod.object({}).passthrough(),
    },
    action: async ({ input: { design: given, ...named }, credentials }) => {
      await access.requireRead(credentials);
      const place = parseInput(placeToolRefSchema, named);
      const { design } = parseInput(checkRequestSchema, { design: given });
      const { workload: _, ...answer } = await checks.check(
        place,
        design,
        credentials,
      );
      return { output: plainValues(answer) };
    },
  });
}
