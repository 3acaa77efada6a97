import { Failure } from './say.mjs';

/** What packages/backend prints as its last words when it could not start. */
const LAST_WORDS = 'Slipway could not start: ';
/** Lines of the log that are shown when it says nothing of the kind. */
const TAIL = 25;

/**
 * Why the portal ended while it was starting, by its log: its own words where it had any.
 *
 * @param {string} text - the whole log
 * @param {string} log - where it is
 */
export function startFailure(text, log) {
  const at = text.lastIndexOf(LAST_WORDS);
  if (at >= 0) {
    return new Failure(
      `The portal does not start: ${text.slice(at + LAST_WORDS.length).trim()}`,
      `Correct that and run the same command again. The whole log: ${log}`,
    );
  }
  return new Failure(
    'The portal ended while it was starting.',
    `Read the lines above (whole log: ${log}), fix the cause, and run the same command again.`,
    text.split('\n').slice(-TAIL).join('\n'),
  );
}
