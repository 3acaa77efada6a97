import { z } from 'zod/v3';
import { GoldenMetrics, Measurement } from './types';

const measurementSchema: z.ZodType<Measurement> = z.discriminatedUnion(
  'state',
  [
    z.object({
      state: z.literal('measured'),
      value: z.number(),
      at: z.string(),
      over: z.string(),
    }),
    z.object({
      state: z.literal('no-traffic'),
      at: z.string(),
      over: z.string(),
    }),
    z.object({ state: z.literal('unknown'), reason: z.string() }),
  ],
);

/** Checks {@link GoldenMetrics} that came over the wire. */
export const goldenMetricsSchema: z.ZodType<GoldenMetrics> = z.object({
  successRate: measurementSchema,
  requestRate: measurementSchema,
  latencyP50: measurementSchema,
  latencyP95: measurementSchema,
  latencyP99: measurementSchema,
});
