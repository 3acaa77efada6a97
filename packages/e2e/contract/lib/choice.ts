import assert from 'node:assert/strict';
import { it } from 'node:test';
import { scenarios } from '../scenarios';
import { faultScenarios } from '../scenarios/chaos';
import { scalingScenarios } from '../scenarios/keda';
import { installationScenarios, scanningScenarios } from '../scenarios/trivy';

/** Every suite's scenarios: an id is wrong only when none of them has it. */
const ALL = [
  scenarios,
  faultScenarios,
  scalingScenarios,
  scanningScenarios,
  installationScenarios,
];

/** Ids of scenarios that are asked for; none when all of them are. */
const wanted = (process.env.SLIPWAY_SCENARIOS ?? '')
  .split(',')
  .map(id => id.trim())
  .filter(Boolean);

/** Those of a suite that are to be run: all of them, or which SLIPWAY_SCENARIOS names. */
export const chosenOf = <T extends { id: string }>(suite: readonly T[]): T[] =>
  suite.filter(({ id }) => wanted.length === 0 || wanted.includes(id));

/** A test that fails when an id is asked for that no suite has. */
export function testChoice() {
  it('a suite has each scenario that is asked for', () => {
    const there = new Set(ALL.flat().map(({ id }) => id));
    assert.deepEqual(
      wanted.filter(id => !there.has(id)),
      [],
    );
  });
}
