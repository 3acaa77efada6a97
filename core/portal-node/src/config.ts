import { Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import { z } from 'zod/v3';

/** Where the portal is opened, without a slash at its end; empty where it is not configured. */
export function readAppBaseUrl(config: Config): string {
  return (config.getOptionalString('app.baseUrl') ?? '').replace(/\/+$/, '');
}

/**
 * A duration in ms, as `30m` or `{ minutes: 30 }`.
 *
 * @throws Error of the configuration reader that names the key, for a value of the wrong form
 */
export function readMilliseconds(
  config: Config,
  key: string,
  fallback: number,
): number {
  return config.has(key)
    ? durationToMilliseconds(readDurationFromConfig(config, { key }))
    : fallback;
}

/**
 * What stands at a key, checked; an object without keys where nothing does.
 *
 * @throws InputError that names the wrong key and the rule
 */
export function readChecked<Out>(
  config: Config,
  key: string,
  schema: z.ZodType<Out, z.ZodTypeDef, unknown>,
): Out {
  const result = schema.safeParse(config.getOptional(key) ?? {});
  if (result.success) return result.data;
  const [{ path, message }] = result.error.issues;
  throw new InputError(
    `Invalid configuration at ${[key, ...path].join('.')}: ${message}`,
  );
}
