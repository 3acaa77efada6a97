/**
 * Parts of a test run in three tracks: what computes runs beside what mostly
 * waits, for real controllers or for the sandbox, so that a machine with two
 * cores is never idle.
 *
 * @typedef {{id: string, track: typeof TRACKS[number]}} Tracked
 */

/** The tracks, in the order in which their parts are reported. */
export const TRACKS = /** @type {const} */ (['compute', 'platform', 'sandbox']);

/**
 * Runs the parts of each track one after the other, and the tracks side by
 * side. A part that fails ends nothing: its result says so.
 *
 * @template {Tracked} P
 * @template R
 * @param {readonly P[]} parts
 * @param {(part: P, beside: readonly P[]) => Promise<R>} run rejects only where
 *   the whole run has to end; `beside`: what runs in other tracks as it starts
 * @returns {Promise<R[]>} a result for each part, in the order of `parts`
 */
export async function runTracks(parts, run) {
  const results = new Map();
  const running = new Set();
  await Promise.all(
    TRACKS.map(async track => {
      for (const part of parts.filter(one => one.track === track)) {
        const beside = [...running];
        running.add(part);
        try {
          results.set(part, await run(part, beside));
        } finally {
          running.delete(part);
        }
      }
    }),
  );
  return parts.map(part => results.get(part));
}
