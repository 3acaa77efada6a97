import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PARTS } from './test-parts.mjs';
import { runTracks, TRACKS } from './tracks.mjs';

const part = (id, track) => ({ id, track });

/** What is started, and how each of it is ended. */
function hand() {
  const started = [];
  const ends = new Map();
  return {
    started,
    end: async (id, result) => {
      ends.get(id)(result);
      await new Promise(setImmediate);
    },
    run: ({ id }, beside) => {
      started.push([id, ...beside.map(one => one.id)].join(' beside '));
      return new Promise(resolve => {
        ends.set(id, resolve);
      });
    },
  };
}

test('parts of a track follow each other, and tracks run side by side', async () => {
  const { started, end, run } = hand();
  const all = runTracks(
    [
      part('types', 'compute'),
      part('contract', 'platform'),
      part('unit', 'compute'),
      part('browser', 'platform'),
    ],
    run,
  );
  assert.deepEqual(started, ['types', 'contract beside types']);
  await end('types', 1);
  assert.deepEqual(started.slice(2), ['unit beside contract']);
  await end('contract', 2);
  assert.deepEqual(started.slice(3), ['browser beside unit']);
  await end('browser', 4);
  await end('unit', 3);
  assert.deepEqual(await all, [1, 2, 3, 4], 'in the order of the parts');
});

test('a run that has to end rejects', async () => {
  await assert.rejects(
    runTracks([part('types', 'compute')], async () => {
      throw new Error('no space left');
    }),
    /no space left/,
  );
});

test('every part is in a track and has an id of its own', () => {
  PARTS.forEach(({ id, track }) => assert.ok(TRACKS.includes(track), id));
  assert.equal(new Set(PARTS.map(({ id }) => id)).size, PARTS.length);
});
