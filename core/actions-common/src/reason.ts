import { z } from 'zod/v3';

/** Least and most characters of a reason. */
export const MIN_REASON = 5;
export const MAX_REASON = 500;

/** One line: what is read in a notification or a list has no room for more. */
export const reasonSchema = z
  .string({ required_error: 'is required' })
  .max(4 * MAX_REASON)
  .transform(given => given.replaceAll('\0', ' ').replace(/\s+/g, ' ').trim())
  .pipe(
    z
      .string()
      .min(MIN_REASON, `must have at least ${MIN_REASON} characters`)
      .max(MAX_REASON, `must have at most ${MAX_REASON} characters`),
  );
