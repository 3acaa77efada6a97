import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  sideBySide,
  sideBySideText,
  summaryText,
} from './scenario-targets.mjs';

const row = (id, target, outcome = 'passed') => ({
  id,
  target,
  outcome,
  seconds: 1,
  suite: 'contract',
  part: 'p',
});

const both = [
  { suite: 'contract', part: 'contract', target: 'real' },
  { suite: 'contract', part: 'sandbox', target: 'sandbox' },
];

describe('sideBySide', () => {
  it('has a line a scenario with its outcome on each target', () => {
    const { scenarios, missing } = sideBySide(
      [
        row('b', 'real'),
        row('a', 'real'),
        row('a', 'sandbox'),
        row('b', 'sandbox', 'failed'),
        { ...row('other', 'sandbox'), suite: undefined },
      ],
      both,
    );
    assert.deepEqual(scenarios, {
      contract: [
        { id: 'a', real: 'passed', sandbox: 'passed' },
        { id: 'b', real: 'passed', sandbox: 'failed' },
      ],
    });
    assert.deepEqual(missing, []);
    assert.deepEqual(sideBySideText(scenarios), [
      'contract: 1 of 2 scenarios passed on real and sandbox',
    ]);
  });

  it('makes a failed row of what ran on one target only', () => {
    const { scenarios, missing } = sideBySide(
      [row('a', 'real'), row('a', 'sandbox'), row('b', 'real')],
      both,
    );
    assert.deepEqual(scenarios.contract[1], {
      id: 'b',
      real: 'passed',
      sandbox: 'not run',
    });
    assert.deepEqual(missing, [
      {
        part: 'sandbox',
        id: 'b runs on sandbox',
        target: 'sandbox',
        outcome: 'failed',
        seconds: 0,
      },
    ]);
  });

  it('asks for one target only when only its part is run', () => {
    assert.deepEqual(sideBySide([row('a', 'real')], [both[0]]), {
      scenarios: { contract: [{ id: 'a', real: 'passed' }] },
      missing: [],
    });
    assert.deepEqual(sideBySide([], []), { scenarios: {}, missing: [] });
  });

  it('asks for no scenario where only tests of one target were chosen', () => {
    const chosen = both.map(one => ({ ...one, isChoice: true }));
    const other = { ...row('panel', 'sandbox'), suite: undefined };
    assert.deepEqual(sideBySide([other], [chosen[1]]), {
      scenarios: {},
      missing: [],
    });
    assert.deepEqual(
      sideBySide([row('a', 'real')], chosen).missing.map(({ id }) => id),
      ['contract scenarios run on sandbox'],
    );
  });

  for (const [what, rows, targets] of [
    ['one target', [row('a', 'real'), row('b', 'real')], ['sandbox']],
    ['every target', [], ['real', 'sandbox']],
  ]) {
    it(`reports once that ${what} ran nothing`, () => {
      assert.deepEqual(
        sideBySide(rows, both).missing.map(({ id }) => id),
        targets.map(target => `contract scenarios run on ${target}`),
      );
    });
  }
});

describe('summaryText', () => {
  it('is JSON with a line a row', () => {
    const summary = {
      lane: 'default',
      seconds: 3,
      leftOut: [{ id: 'browser', why: 'no' }],
      scenarios: { contract: [{ id: 'a', real: 'passed', sandbox: 'passed' }] },
      rows: [row('a', 'real'), row('a', 'sandbox')],
    };
    const text = summaryText(summary);
    assert.deepEqual(JSON.parse(text), summary);
    assert.ok(
      text.includes('\n      {"id":"a","real":"passed","sandbox":"passed"}\n'),
    );
    const empty = { lane: 'x', scenarios: {}, rows: [], leftOut: [] };
    assert.deepEqual(JSON.parse(summaryText(empty)), empty);
  });
});
