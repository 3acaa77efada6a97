import { z } from 'zod/v3';

const change = z.object({
  actions: z.array(z.string()),
  before: z.unknown(),
  after: z.unknown(),
  after_unknown: z.unknown(),
  before_sensitive: z.unknown(),
  after_sensitive: z.unknown(),
  replace_paths: z.array(z.array(z.union([z.string(), z.number()]))).optional(),
  importing: z.object({ id: z.string().optional() }).optional(),
});
export type PlanJsonChange = z.infer<typeof change>;

const resource = z.object({
  address: z.string(),
  mode: z.string().optional(),
  type: z.string(),
  previous_address: z.string().optional(),
  action_reason: z.string().optional(),
  change,
});
export type PlanJsonResource = z.infer<typeof resource>;

/**
 * What is read of `terraform show -json <plan>`; `tofu` writes the same.
 *
 * @see https://developer.hashicorp.com/terraform/internals/json-format
 */
export const planJsonSchema = z.object({
  format_version: z.string(),
  variables: z.record(z.string(), z.object({ value: z.unknown() })).optional(),
  resource_changes: z.array(resource).default([]),
  resource_drift: z.array(resource).default([]),
  output_changes: z.record(z.string(), change).default({}),
  configuration: z
    .object({
      root_module: z
        .object({
          variables: z
            .record(
              z.string(),
              z.object({ sensitive: z.boolean().optional() }).passthrough(),
            )
            .optional(),
        })
        .passthrough()
        .optional(),
    })
    .passthrough()
    .optional(),
  errored: z.boolean().optional(),
});
export type PlanJson = z.infer<typeof planJsonSchema>;
