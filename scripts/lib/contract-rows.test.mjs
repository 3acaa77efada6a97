import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aboutFaultScenario } from './parts/contract.mjs';

test('a scenario about faults is compared where both targets run it', () => {
  assert.deepEqual(
    aboutFaultScenario({ path: ['chaos', 'chaos-pause', 'scenario'] }),
    { suite: 'contract', id: 'chaos-pause › scenario' },
  );
  assert.deepEqual(
    aboutFaultScenario({
      path: ['chaos on the real controller', 'chaos-auth', 'scenario'],
    }),
    { id: 'chaos-auth › scenario' },
  );
});
