import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  aboutFaultScenario,
  aboutFindingsScenario,
  aboutScalingScenario,
} from './parts/contract.mjs';

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

test('a scenario about findings is compared where both targets run it', () => {
  assert.deepEqual(
    aboutFindingsScenario({
      path: ['findings', 'findings-arrive', 'scenario'],
    }),
    { suite: 'contract', id: 'findings-arrive › scenario' },
  );
  assert.deepEqual(
    aboutFindingsScenario({
      path: [
        'findings on the real stack',
        'findings-not-installed',
        'scenario',
      ],
    }),
    { id: 'findings-not-installed › scenario' },
  );
});

test('a scenario about scaling is compared in the full lane, where the real operator runs it', () => {
  const path = ['keda', 'keda-zero', 'scenario'];
  const id = 'keda-zero › scenario';
  assert.deepEqual(aboutScalingScenario('full')({ path }), {
    suite: 'contract',
    id,
  });
  assert.deepEqual(aboutScalingScenario('default')({ path }), { id });
});

test('what is no scenario about scaling is compared in no lane', () => {
  const path = ['choice of scenarios', 'a suite has each scenario'];
  assert.deepEqual(aboutScalingScenario('full')({ path }), {
    id: 'a suite has each scenario',
  });
});
