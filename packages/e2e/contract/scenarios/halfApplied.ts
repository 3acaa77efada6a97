import assert from 'node:assert/strict';
import {
  PartiallyAppliedError,
  PatchWrite,
} from '@slipway/plugin-clusters-common';
import { applyWrites, Clusters } from '@slipway/plugin-clusters-node';
import {
  actionFailure,
  failureTitle,
  reviewFirst,
} from '@slipway/plugin-portal-react/failures';
import { ROLLOUTS, seenStateOf } from '@slipway/plugin-rollouts-common';
import { ApiError } from '../lib/api';
import { at } from '../lib/json';
import { canary, NEXT, rollout } from '../lib/manifests';
import { portalRunner } from '../lib/portalRunner';
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

/** Sends patches as the portal does. */
async function send(world: World, patches: PatchWrite[]) {
  const writer: Pick<Clusters, 'write'> = {
    async write(_cluster, write, _actor, options = {}) {
      assert.ok(write.verb === 'patch');
      await world.api.patch(write, options);
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
        send(world, patches),
        (error: unknown) => error instanceof ApiError && error.status === 422,
      );
      assert.equal(await paused(world), true);
    },
  },
  {
    id: 'half-applied',
    title:
      'Two changes of which the second is overtaken: dialog, activity and audit log name what was applied and what was not, and so it is',
    async run(world) {
      await pausedTwice(world);
      const { core } = await world.read();
      const portal = portalRunner(world, () => promoteElsewhere(world));
      const failed = await portal
        .run('promote', seenStateOf(core))
        .catch((error: unknown) => error);
      assert.ok(failed instanceof PartiallyAppliedError);
      const parts = {
        applied: [UNPAUSED],
        notApplied: [PROMOTED],
        unknown: [],
      };
      assert.deepEqual(
        {
          applied: failed.applied,
          notApplied: failed.notApplied,
          unknown: failed.unknown,
        },
        parts,
      );
      assert.equal(await paused(world), false);

      const failure = actionFailure(failed);
      assert.deepEqual(failure, { kind: 'partial', message: failed.message });
      assert.equal(failureTitle(failure), 'Only a part of this was applied');
      assert.ok(reviewFirst(failure, 'the rollout'));
      for (const words of [UNPAUSED, PROMOTED]) {
        assert.ok(failure.message.includes(words), failure.message);
      }

      const [entry] = portal.activity.entries;
      assert.equal(portal.activity.entries.length, 1);
      assert.equal(entry.outcome, 'partial');
      assert.equal(entry.error, failed.message);
      assert.deepEqual(entry.after, parts);

      assert.equal(portal.audited.length, 1);
      const [{ eventId, outcome, error, meta }] = portal.audited;
      assert.deepEqual(
        [eventId, outcome, error],
        ['promote', 'failed', failed],
      );
      assert.equal(meta?.outcome, 'partial');
      assert.deepEqual(meta?.after, parts);
    },
  },
];
