/**
 * What a run counted, from the rows of its parts.
 *
 * Field cases are test files `src/cases/<number>….test.ts` in the packages;
 * states come from titles such as `invariants hold in 800 generated states` of
 * unit tests and from `invariantStates` of a contract row; pairs of prediction
 * and outcome are the contract rows `<scenario> › prediction: …`.
 *
 * @typedef {{id: string, target: string, outcome: string, suite?: string, invariantStates?: number}} Row
 * @typedef {{cases: number, invariantStates: {unit: number, recorded: number, real: number, sandbox: number}, predictionPairs: {real: number, sandbox: number}}} Counts
 */

const CASE = /\/src\/cases\/(\d+)[^/]*\.test\.tsx?(?: |$)/;
const STATES = /invariants hold in (\d+) ([\w ]*?)states\b/;

const passed = row => row.outcome === 'passed';

/** Groups of rows by what `of` gives for them; rows for which it gives nothing are left out. */
function groups(rows, of) {
  const found = new Map();
  for (const row of rows) {
    const key = of(row);
    if (key !== undefined) found.set(key, [...(found.get(key) ?? []), row]);
  }
  return found;
}

/** States of unit tests: each group of tests counts once, and only when all of it passed. */
function unitStates(rows, isWanted) {
  let sum = 0;
  for (const [title, own] of groups(rows, row => {
    const match = STATES.exec(row.id);
    return match && isWanted(match[2].trim())
      ? row.id.slice(0, match.index + match[0].length)
      : undefined;
  })) {
    if (own.every(passed)) sum += Number(STATES.exec(title)[1]);
  }
  return sum;
}

const PREDICTION = /(^| › )prediction: /;

/** Contract rows of a target that passed. */
const contractRows = (rows, target) =>
  rows.filter(
    row => row.suite === 'contract' && row.target === target && passed(row),
  );

const statesOf = (rows, target) =>
  contractRows(rows, target).reduce(
    (sum, row) => sum + (row.invariantStates ?? 0),
    0,
  );

const predictionsOf = (rows, target) =>
  contractRows(rows, target).filter(row => PREDICTION.test(row.id)).length;

/**
 * @param {Row[]} rows
 * @returns {Counts} only what passed counts
 */
export function countsOf(rows) {
  const cases = groups(rows, row => CASE.exec(row.id)?.[1]);
  return {
    cases: [...cases.values()].filter(own => own.every(passed)).length,
    invariantStates: {
      unit: unitStates(rows, kind => kind !== 'recorded'),
      recorded: unitStates(rows, kind => kind === 'recorded'),
      real: statesOf(rows, 'real'),
      sandbox: statesOf(rows, 'sandbox'),
    },
    predictionPairs: {
      real: predictionsOf(rows, 'real'),
      sandbox: predictionsOf(rows, 'sandbox'),
    },
  };
}

/** One line about the counts; empty when nothing was counted. */
export function countsText({ cases, invariantStates, predictionPairs }) {
  const { unit, recorded, real, sandbox } = invariantStates;
  const states = unit + recorded + real + sandbox;
  const pairs = predictionPairs.real + predictionPairs.sandbox;
  if (cases + states + pairs === 0) return '';
  return `${cases} field cases; invariants hold in ${states} states (unit ${unit}, recorded ${recorded}, real ${real}, sandbox ${sandbox}); ${pairs} predictions equal their outcome (real ${predictionPairs.real}, sandbox ${predictionPairs.sandbox})`;
}
