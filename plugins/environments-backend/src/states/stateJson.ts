import { z } from 'zod/v3';
import { StateVersion } from '../runners/types';

/** @see https://github.com/hashicorp/terraform/blob/v1.11.4/internal/states/statefile/version4.go */
const stateSchema = z.object({
  serial: z.number().int(),
  lineage: z.string(),
  resources: z
    .array(z.object({ mode: z.string(), instances: z.array(z.unknown()) }))
    .default([]),
});

/** Serial and lineage of a state; undefined where there is none. */
export function versionOfState(
  text: string | undefined,
): StateVersion | undefined {
  if (!text) return undefined;
  const { serial, lineage } = stateSchema.parse(JSON.parse(text));
  return { serial, lineage };
}

/** How many managed resources a state has; 0 where there is none. */
export function countOfState(text: string | undefined): number {
  if (!text) return 0;
  return stateSchema
    .parse(JSON.parse(text))
    .resources.filter(({ mode }) => mode === 'managed')
    .reduce((sum, { instances }) => sum + instances.length, 0);
}
