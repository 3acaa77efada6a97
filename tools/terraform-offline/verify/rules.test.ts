import assert from 'node:assert/strict';
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { alone, refusalsOf } from './refusals';
import {
  INFRA,
  copyOfInfra,
  runsOf,
  succeeds,
  terraform,
  tested,
  testedFolders,
} from './terraform';

/** Modules without a provider: what holds on every cloud. */
const RULES = testedFolders().filter(folder =>
  /^modules\/.+\/(rules|guard)$/.test(folder),
);

const copy = copyOfInfra();
after(copy.remove);

describe('terraform rules', () => {
  it('are there', () => {
    assert.ok(RULES.length >= 8, RULES.join(', '));
  });

  it('and all other code are formatted', () =>
    succeeds(INFRA, 'none', ['fmt', '-check', '-recursive', '-diff', '.']));

  for (const folder of RULES) {
    it(`${folder} hold`, async () => {
      const runs = await tested(join(copy.dir, folder), 'none');
      for (const run of runs) {
        assert.equal(
          run.status,
          'pass',
          `${run.file} ${run.run}: ${run.problems.join(' ')}`,
        );
      }
    });

    it(`${folder} refuse in these words`, async () => {
      const own = join(copy.dir, folder);
      const files = readdirSync(join(own, 'tests')).filter(name =>
        name.endsWith('.tftest.hcl'),
      );
      const wanted = new Map<string, string>();
      for (const file of files) {
        const text = readFileSync(join(own, 'tests', file), 'utf8');
        rmSync(join(own, 'tests', file));
        for (const { run, message } of refusalsOf(text)) {
          const name = `${basename(file, '.tftest.hcl')}-${run}.tftest.hcl`;
          wanted.set(`tests/${name}`, message);
          writeFileSync(join(own, 'tests', name), alone(text, run));
        }
      }
      if (wanted.size === 0) return;
      const { stdout } = await terraform(own, 'none', ['test', '-json']);
      const said = new Map(
        runsOf(stdout).map(({ file, problems }) => [file, problems]),
      );
      for (const [file, message] of wanted) {
        assert.deepEqual(said.get(file), [message], `${folder}/${file}`);
      }
    });
  }
});
