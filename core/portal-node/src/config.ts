import { Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import { z } from 'zod/v3';

const QUARTER_DAY_MS = 6 * 3600 * 1000;

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
  if (!config.has(key)) return fallback;
  const duration = readDurationFromConfig(config, { key });
  const text = config.getOptional(key);
  // Backstage takes `400d` apart into years of 365.25 days, and puts it together with years of 365.
  const isTakenApart = typeof text === 'string' && !text.trim().startsWith('P');
  const lost = isTakenApart ? (duration.years ?? 0) * QUARTER_DAY_MS : 0;
  return durationToMilliseconds(duration) + lost;
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
