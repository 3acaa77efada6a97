import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countsOf, countsText } from './counts.mjs';

const row = (id, outcome = 'passed', more = {}) => ({
  id,
  target: 'jest',
  outcome,
  ...more,
});
const contract = (id, target, more, outcome = 'passed') => ({
  id,
  target,
  suite: 'contract',
  outcome,
  ...more,
});

const NOTHING = {
  cases: 0,
  invariantStates: { unit: 0, recorded: 0, real: 0, sandbox: 0 },
  predictionPairs: { real: 0, sandbox: 0 },
};

test('a case counts once, and only when all of its tests passed', () => {
  const rows = [
    row('plugins/rollouts-common/src/cases/08.test.ts › a'),
    row('plugins/rollouts/src/cases/08.test.tsx › a'),
    row('plugins/rollouts-common/src/cases/09-first.test.ts › a'),
    row('plugins/rollouts-common/src/cases/11.test.ts › a'),
    row('plugins/rollouts-backend/src/cases/11.test.ts › a', 'failed'),
    row('plugins/rollouts-common/src/derive/phase.test.ts › a'),
  ];
  assert.equal(countsOf(rows).cases, 2);
});

test('states of unit tests are counted by titles, recorded ones apart', () => {
  const file = 'plugins/rollouts-common/src/invariants.test.ts';
  const rows = [
    row(`${file} › invariants hold in 800 generated states reachable`),
    row(`${file} › invariants hold in 800 generated states adversarial`),
    row(`${file} › invariants hold in 22 states of field cases 01`),
    row(`${file} › invariants hold in 759 recorded states promote`),
    row('another.test.ts › invariants hold in 759 recorded states promote'),
    row('failed.test.ts › invariants hold in 5 states of a', 'failed'),
  ];
  assert.deepEqual(countsOf(rows).invariantStates, {
    unit: 822,
    recorded: 1518,
    real: 0,
    sandbox: 0,
  });
});

test('contract rows count by their target, when they passed', () => {
  const rows = [
    contract('promote › invariants hold', 'real', { invariantStates: 20 }),
    contract('promote › invariants hold', 'sandbox', { invariantStates: 18 }),
    contract(
      'aborted › invariants hold',
      'real',
      { invariantStates: 9 },
      'failed',
    ),
    contract('promote › prediction: promote · canary', 'real'),
    contract('promote › prediction: pause · canary', 'real'),
    contract('promote › prediction: pause · canary', 'sandbox'),
    contract('promote › prediction: promote · canary', 'sandbox', {}, 'failed'),
    contract('api-objects › scenario', 'real'),
  ];
  assert.deepEqual(countsOf(rows), {
    cases: 0,
    invariantStates: { unit: 0, recorded: 0, real: 20, sandbox: 18 },
    predictionPairs: { real: 2, sandbox: 1 },
  });
});

test('the line names every count, and is empty when nothing was counted', () => {
  assert.deepEqual(countsOf([]), NOTHING);
  assert.equal(countsText(NOTHING), '');
  assert.equal(
    countsText({
      ...NOTHING,
      cases: 2,
      predictionPairs: { real: 3, sandbox: 4 },
    }),
    '2 field cases; invariants hold in 0 states (unit 0, recorded 0, real 0, sandbox 0); 7 predictions equal their outcome (real 3, sandbox 4)',
  );
});
