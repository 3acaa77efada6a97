import { InputError } from '@backstage/errors';
import { z } from 'zod/v3';

/** Schema of an action without arguments. */
export const noArgs = z.undefined({
  invalid_type_error: 'must be left out: this action takes no arguments',
  required_error: 'must be left out',
});

/** Schema of what the user saw, for actions that depend on no state: always `{}`. */
export const nothingSeen = z
  .object(
    {},
    { invalid_type_error: 'must be left out: this depends on no state' },
  )
  .strict('must be empty: this depends on no state')
  .optional()
  .transform((): NothingSeen => ({}));

/** What a user saw of something that has no state. */
export type NothingSeen = Record<string, never>;

/** One sentence that names each field and its rule; never a value. */
export function explainIssues(
  { issues }: Pick<z.ZodError, 'issues'>,
  under: readonly string[] = [],
): string {
  return issues
    .map(({ path, message }) =>
      [...under, ...path].length
        ? `${[...under, ...path].join('.')} ${message}`
        : message,
    )
    .join('; ');
}

/**
 * Validates with a schema.
 *
 * @param under - where the input stands in what was sent: `args`
 * @throws InputError that names each field and its rule
 */
export function parseInput<S extends z.ZodTypeAny>(
  schema: S,
  input: unknown,
  ...under: string[]
): z.output<S> {
  const result = schema.safeParse(input);
  if (!result.success) throw new InputError(explainIssues(result.error, under));
  return result.data;
}
