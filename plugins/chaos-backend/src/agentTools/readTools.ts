import { plainValues } from '@slipway/plugin-clusters-common';
import { parseInput } from '@slipway/plugin-actions-common';
import { ActionsRegistry } from '@slipway/plugin-actions-node';
import {
  faultDraftSchema,
  faultPathSchema,
} from '@slipway/plugin-chaos-common';
import { parseEntityRef } from '@backstage/catalog-model';
import { ReadAccess } from '@slipway/plugin-live-node';
import { z } from 'zod/v3';
import { launchRefSchema } from '../routers/createReadRouter';
import { FaultReader } from '../services/FaultReader';
import { FaultsService } from '../services/FaultsService';
import { HaltService } from '../services/HaltService';
import { PreviewService } from '../services/PreviewService';

export interface ReadToolOptions {
  access: ReadAccess;
  faults: FaultsService;
  halt: HaltService;
  previews: PreviewService;
  reader: FaultReader;
}

/** Names a service and a place, for agents. */
export const launchToolRefSchema = z
  .object({
    entityRef: z
      .string()
      .regex(
        /^[^\s:/]+:[^\s:/]+\/[^\s:/]+$/,
        'must be an entity reference, kind:namespace/name',
      ),
    cluster: z.string(),
    namespace: z.string(),
  })
  .strict()
  .transform(({ entityRef, ...place }) => {
    const { kind, namespace, name } = parseEntityRef(entityRef);
    return parseInput(launchRefSchema, {
      entityKind: kind,
      entityNamespace: namespace,
      entityName: name,
      ...place,
    });
  });

const attributes = { readOnly: true, destructive: false, idempotent: true };

/** Registers `list-faults`, `get-fault` and `preview-fault`: they only read. */
export function registerReadTools(
  registry: ActionsRegistry,
  options: ReadToolOptions,
) {
  const { access, faults, halt, previews, reader } = options;
  registry.register({
    name: 'list-faults',
    title: 'List faults',
    description:
      'Faults of Chaos Mesh in all clusters: what each does, where it stands, what is wrong with it, who launched it. "freshness" says which clusters are not current: an empty list of those says nothing. "halt" says whether new faults are blocked.',
    attributes,
    schema: {
      input: zod => zod.object({ cluster: zod.string().optional() }),
      output: zod => zod.object({}).passthrough(),
    },
    action: async ({ input: { cluster }, credentials }) => {
      await access.requireRead(credentials);
      return {
        output: plainValues({
          halt: await halt.read(),
          freshness: faults.freshness(),
          faults: faults
            .entries()
            .map(([, row]) => row)
            .filter(({ ref }) => !cluster || ref.cluster === cluster),
        }),
      };
    },
  });
  registry.register({
    name: 'get-fault',
    title: 'Get a fault',
    description:
      'One fault of Chaos Mesh in full: state, targets with their events, events of the controller, and what to send as "seen" with an action.',
    attributes,
    schema: {
      input: zod =>
        zod.object({
          cluster: zod.string(),
          namespace: zod.string(),
          kind: zod.string().describe('as NetworkChaos'),
          name: zod.string(),
        }),
      output: zod => zod.object({}).passthrough(),
    },
    action: async ({ input, credentials }) => {
      await access.requireRead(credentials);
      const detail = await reader.detail(parseInput(faultPathSchema, input));
      return { output: plainValues({ ...detail, seen: detail.core.seen }) };
    },
  });
  registry.register({
    name: 'preview-fault',
    title: 'Preview a fault',
    description:
      'What a fault would hit if it were launched now, and what would refuse it. Changes nothing. Gives what launch-fault takes as "seen".',
    attributes,
    schema: {
      input: zod =>
        zod.object({
          entityRef: zod.string().describe('component:default/order-service'),
          cluster: zod.string(),
          namespace: zod.string(),
          draft: zod
            .record(zod.unknown())
            .describe('{ kind, name, spec } of an object of Chaos Mesh'),
        }),
      output: zod => zod.object({}).passthrough(),
    },
    action: async ({ input, credentials }) => {
      await access.requireRead(credentials);
      const { draft: asked, ...at } = input;
      const place = parseInput(launchToolRefSchema, at);
      const draft = parseInput(faultDraftSchema, asked, 'draft');
      const { radius } = await previews.preview(draft, place, credentials);
      return { output: plainValues({ ...radius }) };
    },
  });
}
