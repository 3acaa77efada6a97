import fc from 'fast-check';
import { rolloutObjects } from './__testUtils__/arbitraries';
import { detailsOf, violationsOf } from './testUtils';

/** How many states of each kind are made in one run. */
const RUNS = 400;

/**
 * The same states in every run, so that a change is judged by itself;
 * `SLIPWAY_SEED=<any number>` makes others. A failure prints seed and path.
 */
const SEED = Number(process.env.SLIPWAY_SEED ?? 20_260_101);

describe(`invariants hold in ${2 * RUNS} generated states`, () => {
  it.each(['reachable', 'adversarial'] as const)('%s', tone => {
    fc.assert(
      fc.property(rolloutObjects(tone), objects => {
        const detail = detailsOf(objects)['order-service'];
        const found = violationsOf(detail, objects);
        expect(found).toEqual([]);
      }),
      { numRuns: RUNS, seed: SEED },
    );
  });
});
