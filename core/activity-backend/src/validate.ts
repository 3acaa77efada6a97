import { InputError } from '@backstage/errors';
import { z } from 'zod/v3';

/** @throws InputError that names the field and the rule, never the value */
export function validate<T>(
  schema: z.ZodType<T, z.ZodTypeDef, unknown>,
  value: unknown,
): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const { path, message } = result.error.issues[0];
  throw new InputError(`${path.join('.') || 'body'}: ${message}`);
}
