import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { resultFile, runPart } from './part-process.mjs';

const tools = { node: process.execPath, env: process.env };

test('a part that ends without a result has failed, and what it said is kept', async () => {
  const { rows, output } = await runPart(
    tools,
    { id: 'no-such-part', track: 'compute', patient: true },
    { live: false },
  );
  assert.deepEqual(
    rows.map(({ id, outcome }) => [id, outcome]),
    [['no-such-part', 'failed']],
  );
  assert.match(output, /There is no part "no-such-part"\./);
  assert.match(output, /It ended with 1 and left no result\.$/);
  assert.equal(existsSync(resultFile('no-such-part')), false);
});
