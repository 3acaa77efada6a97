import { ShapeOf, ValueSchema } from '@slipway/plugin-live-common';
import { GOLDEN_METRICS, GoldenMetric } from '@slipway/plugin-metrics-common';
import { z } from 'zod/v3';
import {
  DesignSpec,
  DIRECTIONS,
  EXPECTATIONS,
  Hypothesis,
  Limit,
  PartDesign,
  StopRule,
  Threshold,
} from '../types';

const metric = z.enum(GOLDEN_METRICS as [GoldenMetric, ...GoldenMetric[]]);
const number = z.number();
const text = z.string();

/** Checks only that a design has the shape of one, for what is stored and shown. */
export const readDesignSpec: ValueSchema<DesignSpec> = z.object({
  title: text,
  workload: text.optional(),
  hypothesis: z.object({
    windowSeconds: number,
    consecutive: number,
    thresholds: z.array(
      z.object({
        id: text,
        metric,
        direction: z.enum(DIRECTIONS),
        limit: z.union([
          z.object({ kind: z.literal('absolute'), value: number }),
          z.object({ kind: z.literal('baseline'), percent: number }),
        ]) satisfies ValueSchema<Limit>,
        expect: z.enum(EXPECTATIONS),
      } satisfies ShapeOf<Threshold>),
    ),
  } satisfies ShapeOf<Hypothesis>),
  parts: z.array(
    z.object({
      id: text,
      kind: z.enum(['load', 'fault']),
      offer: text,
      title: text,
      args: z.object({}).passthrough(),
      startSeconds: number,
      durationSeconds: number,
    } satisfies ShapeOf<PartDesign>),
  ),
  baselineSeconds: number,
  recoverySeconds: number,
  stop: z
    .object({
      byPercent: number,
      forSeconds: number,
    } satisfies ShapeOf<StopRule>)
    .optional(),
} satisfies ShapeOf<DesignSpec>);

const id = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,19}$/, 'must be a letter, then letters and digits');
const name = z.string().trim().min(1).max(200);
const seconds = z.number().int('must be whole seconds').min(0).max(86_400);
const figure = z.number().finite().min(0);
/** JSON of a part's arguments, with a bound on its length: providers check what it says. */
const args = z
  .object({})
  .passthrough()
  .refine(value => JSON.stringify(value).length <= 50_000, 'is too long');

/** Reads a design as it is sent; what its fields mean together is checked by `designProblems`. */
export const designSpecSchema: z.ZodType<DesignSpec, z.ZodTypeDef, unknown> = z
  .object({
    title: name,
    workload: z.string().min(1).max(253).optional(),
    hypothesis: z
      .object({
        windowSeconds: seconds,
        consecutive: z.number().int().min(1).max(60),
        thresholds: z
          .array(
            z
              .object({
                id,
                metric,
                direction: z.enum(DIRECTIONS),
                limit: z.discriminatedUnion('kind', [
                  z
                    .object({ kind: z.literal('absolute'), value: figure })
                    .strict(),
                  z
                    .object({ kind: z.literal('baseline'), percent: figure })
                    .strict(),
                ]),
                expect: z.enum(EXPECTATIONS),
              })
              .strict(),
          )
          .max(20),
      })
      .strict(),
    parts: z
      .array(
        z
          .object({
            id,
            kind: z.enum(['load', 'fault']),
            offer: name,
            title: name,
            args,
            startSeconds: seconds,
            durationSeconds: seconds,
          })
          .strict(),
      )
      .max(50),
    baselineSeconds: seconds,
    recoverySeconds: seconds,
    stop: z
      .object({ byPercent: figure, forSeconds: seconds })
      .strict()
      .optional(),
  })
  .strict();
