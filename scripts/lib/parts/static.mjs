import { join } from 'node:path';
import { ROOT } from '../paths.mjs';
import { run } from '../run.mjs';
import { step } from '../say.mjs';
import { nodeTestRows } from '../suite.mjs';
import { checkTree } from '../tree-checks.mjs';

const bin = name => join(ROOT, 'node_modules/.bin', name);

/** One command whose end is the verdict. */
export async function verdict(id, target, work) {
  const began = Date.now();
  let outcome = 'passed';
  try {
    await step(id, work);
  } catch (error) {
    outcome = 'failed';
    console.log(error.detail ?? error.message);
  }
  return { id, target, outcome, seconds: (Date.now() - began) / 1000 };
}

/** Types, lint, format, the tree, and the tests of the scripts. */
export async function staticRows(tools) {
  const options = { env: tools.env };
  const types = verdict('tsc', '-', () =>
    run(tools.node, [bin('tsc')], options),
  );
  // Each of them keeps one core busy.
  const rules = async () => [
    await verdict('lint', '-', () =>
      run(
        tools.node,
        [
          join(ROOT, 'node_modules/@backstage/cli/bin/backstage-cli'),
          'repo',
          'lint',
          '--max-warnings',
          '0',
        ],
        options,
      ),
    ),
    await verdict('prettier', '-', () =>
      run(tools.node, [bin('prettier'), '--check', '.'], options),
    ),
    await verdict('tree', '-', () => checkTree(tools)),
  ];
  const [typed, ruled] = await Promise.all([types, rules()]);
  return [
    typed,
    ...ruled,
    ...(await nodeTestRows(tools, 'tests of the scripts', {
      name: 'scripts',
      target: 'scripts',
      files: ['scripts/lib/*.test.mjs'],
      plain: true,
    })),
  ];
}
