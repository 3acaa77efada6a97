import assert from 'node:assert/strict';
import {
  PartiallyAppliedError,
  PatchWrite,
} from '@slipway/plugin-clusters-common';
import { applyWrites, Clusters } from '@slipway/plugin-clusters-node';
import { ROLLOUTS } from '@slipway/plugin-rollouts-common';
import { ApiError } from '../lib/api';
import { at } from '../lib/json';
import { canary, NEXT, rollout } from '../lib/manifests';
import { Scenario } from '../lib/scenario';
import { World } from '../lib/world';

const SOMEBODY = {
  userEntityRef: 'user:default/contract',
  ownershipEntityRefs: ['user:default/contract'],
};
const UNPAUSED = 'Rollout shop: spec.paused set to false';
const PROMOTED = 'Rollout shop: status.pauseConditions removed';

/** A canary at a pause of its steps, which a user has paused too: its promotion is two changes. */
async function pausedTwice(world: World) {
  await world.create(
    ROLLOUTS,
    rollout(canary([{ setWeight: 20 }, { pause: {} }, { setWeight: 60 }])),
  );
  await world.untilHealthy();
  await world.setImage(NEXT);
  await world.untilPhase('Paused', core => core.pauseConditions);
  await world.act('pause');
  await world.until('observed', core => core.specPaused && core.observed);
  await world.untilQuiet();
  const plan = await world.plan('promote');
  assert.equal(plan.writes.length, 2);
  return plan;
}

/** Somebody else ends the pause of the step. */
const promoteElsewhere = (world: World) =>
  world.merge({ status: { pauseConditions: null } }, 'status');

/** Sends patches as the portal does, and does something between the first and the second. */
async function sendWith(
  world: World,
  patches: PatchWrite[],
  afterFirst: () => Promise<void>,
) {
  let sent = 0;
  const writer: Pick<Clusters, 'write'> = {
    async write(_cluster, write, _actor, { dryRun = false } = {}) {
      assert.ok(write.verb === 'patch');
      await world.api.patch(write, { dryRun });
      if (!dryRun) sent += 1;
      if (!dryRun && sent === 1) await afterFirst();
      return undefined;
    },
  };
  return applyWrites(writer, 'contract', patches, SOMEBODY);
}

const paused = async (world: World) =>
  at((await world.read()).raw, 'spec', 'paused');

export const halfAppliedScenarios: Scenario[] = [
  {
    id: 'half-refused',
    title:
      'Two changes of which the second would be refused: the trial says so, and nothing is changed',
    async run(world) {
      const { writes: patches } = await pausedTwice(world);
      await promoteElsewhere(world);
      await assert.rejects(
        sendWith(world, patches, async () => {}),
        (error: unknown) => error instanceof ApiError && error.status === 422,
      );
      assert.equal(await paused(world), true);
    },
  },
  {
    id: 'half-applied',
    title:
      'Two changes of which the second is overtaken: what was applied and what was not is named, and so it is',
    async run(world) {
      const { writes: patches } = await pausedTwice(world);
      await assert.rejects(
        sendWith(world, patches, () => promoteElsewhere(world)),
        (error: unknown) => {
          assert.ok(error instanceof PartiallyAppliedError);
          assert.deepEqual(error.applied, [UNPAUSED]);
          assert.deepEqual(error.notApplied, [PROMOTED]);
          assert.deepEqual(error.unknown, []);
          return true;
        },
      );
      assert.equal(await paused(world), false);
    },
  },
];
