import { isError } from '@backstage/errors';

/** `InputError` is how parts refuse a configuration: its message is written for whoever configured it. */
const REFUSAL =
  /^\s*(?:Plugin|Module) .* startup failed; caused by (?:Error: Failed to instantiate service '[^']*' for '[^']*' because the factory function threw an error, )*InputError: /;

/** What knex says of a database that has seen migrations which this version does not have. */
const NEWER_DATABASE =
  /^\s*Plugin '([^']+)' startup failed; caused by Error: The migration directory is corrupt, the following files are missing: (.+)$/;

/** One failure of a part, in words that say what to do where we know it. */
function reasonOf(line: string): string {
  const [, plugin, migrations] = NEWER_DATABASE.exec(line) ?? [];
  return plugin === undefined
    ? line.replace(REFUSAL, '').trim()
    : `The database of plugin ${plugin} was made by another version of the portal: it has migrations that this version does not have (${migrations}). Start that version, or restore a backup that this version made.`;
}

/**
 * Why the backend could not start, for the user who started it: one line for
 * each part that failed. A refused configuration is said in its own words
 * only; what nobody foresaw comes with its stack.
 */
export function describeStartFailure(error: unknown): string {
  if (!isError(error)) return String(error);
  if (error.name !== 'BackendStartupError') {
    return error.stack ?? error.message;
  }
  // The first line only says that there was at least one failure.
  const [, ...failures] = error.message.split('\n');
  const reasons = failures.map(reasonOf);
  // A setting that several parts read is refused by each of them.
  return [...new Set(reasons)].join('\n');
}
