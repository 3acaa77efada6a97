import { InputError } from '@backstage/errors';
import { z } from 'zod/v3';

/** Schema of an action without arguments. */
export const noArgs = z.undefined({
  invalid_type_error: 'must be left out: this action takes no arguments',
  required_error: 'must be left out',
});

/** One sentence that names each field and its rule; never a value. */
export function explainIssues(error: z.ZodError): string {
  return error.issues
    .map(issue =>
      issue.path.length
        ? `${issue.path.join('.')} ${issue.message}`
        : issue.message,
    )
    .join('; ');
}

/**
 * Validates with a schema.
 *
 * @throws InputError that names each field and its rule
 */
export function parseInput<S extends z.ZodTypeAny>(
  schema: S,
  input: unknown,
): z.output<S> {
  const result = schema.safeParse(input);
  if (!result.success) throw new InputError(explainIssues(result.error));
  return result.data;
}

/** Body of a request that acts: `{ seen, args?, confirm? }`. The arguments are validated by the action. */
export function actionBodySchema<Seen>(
  seen: z.ZodType<Seen, z.ZodTypeDef, unknown>,
) {
  return z
    .object({
      seen,
      args: z.unknown(),
      confirm: z.object({ name: z.string().max(253) }).optional(),
    })
    .strict();
}
