import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  addFeature,
  copyTree,
  packagesOf,
  touchedIn,
} from '../feature/copy.mjs';
import { LOGS, ROOT } from '../paths.mjs';
import { run } from '../run.mjs';
import { Failure } from '../say.mjs';
import { nodeTestRows } from '../suite.mjs';
import { verdict } from './static.mjs';

/** Files outside of its own packages that a feature may touch. `yarn.lock` is generated. */
const MOST_TOUCHED = 4;
const MODULE = 'packages/sandbox/src/modules/freezes';

/** Folders of the feature in a copy. */
function ownFolders(tree) {
  const there = new Set(packagesOf(ROOT).map(({ folder }) => folder));
  const added = packagesOf(tree)
    .map(({ folder }) => folder)
    .filter(folder => !there.has(folder));
  return [...added, MODULE];
}

/**
 * The feature of docs/adding-a-feature.md, added to a copy of the tree: which
 * files it touches, its types, its lint, its tests, and that it runs.
 */
export async function featureRows(tools) {
  const tree = mkdtempSync(join(tmpdir(), 'slipway-feature-'));
  const bin = name => join(tree, 'node_modules/.bin', name);
  const cli = join(ROOT, 'node_modules/@backstage/cli/bin/backstage-cli');
  const inTree = (command, args, options = {}) =>
    run(command, args, {
      cwd: tree,
      env: { ...tools.env, SLIPWAY_STATE: '', ...options.env },
      ...options,
    });
  try {
    let own = [];
    const rows = [
      await verdict(
        `a feature touches ${MOST_TOUCHED} files`,
        '-',
        async () => {
          copyTree(tree);
          addFeature(tree);
          own = ownFolders(tree);
          const touched = touchedIn(tree, own);
          if (touched.length > MOST_TOUCHED) {
            throw new Failure(
              `It touches ${touched.length} files outside of its own packages.`,
              'Let the kit find what stands there.',
              touched.join('\n'),
            );
          }
        },
      ),
    ];
    if (own.length === 0) return rows;
    writeFileSync(
      join(tree, 'tsconfig.feature.json'),
      JSON.stringify({
        extends: './tsconfig.json',
        include: [...own, 'packages/backend/src/index.ts'],
        compilerOptions: { noEmit: true },
      }),
    );
    rows.push(
      await verdict('its types', '-', () =>
        inTree(tools.node, [bin('tsc'), '--project', 'tsconfig.feature.json']),
      ),
      await verdict('its lint', '-', () =>
        inTree(tools.node, [
          bin('eslint'),
          '--ext',
          '.ts,.tsx',
          '--max-warnings',
          '0',
          ...own,
        ]),
      ),
      await verdict('its tests', '-', () =>
        inTree(
          tools.node,
          [
            '--no-node-snapshot',
            cli,
            'repo',
            'test',
            '--maxWorkers=2',
            'plugins/freezes',
          ],
          {
            env: {
              ...tools.env,
              CI: 'true',
              NODE_OPTIONS: '--no-node-snapshot',
              BACKSTAGE_TEST_DISABLE_DOCKER: '1',
            },
          },
        ),
      ),
      await verdict('the app with it', '-', () =>
        inTree(tools.node, [cli, 'package', 'build'], {
          cwd: join(tree, 'packages/app'),
          log: join(LOGS, 'feature-app.log'),
        }),
      ),
      ...(await nodeTestRows(tools, 'It runs', {
        name: 'feature',
        target: 'sandbox',
        files: ['scripts/lib/feature/runs.test.mjs'],
        root: tree,
        about: ({ path }) => ({ id: path.join(' › ') }),
        plain: true,
        timeoutMs: 600_000,
      })),
    );
    return rows;
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
}
