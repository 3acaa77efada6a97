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

const CLI = join(ROOT, 'node_modules/@backstage/cli/bin/backstage-cli');

/** Types, lint and tests of the feature. */
async function checkRows(tools, tree, own) {
  const bin = name => join(tree, 'node_modules/.bin', name);
  writeFileSync(
    join(tree, 'tsconfig.feature.json'),
    JSON.stringify({
      extends: './tsconfig.json',
      include: [...own, 'packages/backend/src/index.ts'],
      compilerOptions: {
        noEmit: true,
        // Declarations would name libraries by where they are linked to.
        declaration: false,
        emitDeclarationOnly: false,
        incremental: false,
      },
    }),
  );
  const inTree = (args, env = {}) =>
    run(tools.node, args, { cwd: tree, env: { ...tools.env, ...env } });
  return [
    await verdict('its types', '-', () =>
      inTree([bin('tsc'), '--project', 'tsconfig.feature.json']),
    ),
    await verdict('its lint', '-', () =>
      inTree([
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
        [
          '--no-node-snapshot',
          CLI,
          'repo',
          'test',
          '--maxWorkers=1',
          'plugins/freezes',
        ],
        {
          CI: 'true',
          NODE_OPTIONS: '--no-node-snapshot',
          BACKSTAGE_TEST_DISABLE_DOCKER: '1',
        },
      ),
    ),
  ];
}

/** The app with the feature is built, and it runs in a sandbox and a portal. */
async function runRows(tools, tree) {
  const built = await verdict('the app with it is built', '-', () =>
    run(tools.node, [CLI, 'package', 'build'], {
      cwd: join(tree, 'packages/app'),
      env: tools.env,
      log: join(LOGS, 'feature-app.log'),
    }),
  );
  return [
    built,
    ...(await nodeTestRows(tools, 'It runs', {
      name: 'feature',
      target: 'sandbox',
      files: ['scripts/lib/feature/runs.test.mjs'],
      root: tree,
      about: ({ path }) => ({ id: path.join(' › ') }),
      // In the copy, and not where this runs keeps its own.
      env: { SLIPWAY_STATE: join(tree, '.slipway') },
      plain: true,
      timeoutMs: 600_000,
    })),
  ];
}

/**
 * The feature of docs/adding-a-feature.md, added to a copy of the tree: which
 * files it touches, its types, its lint, its tests, and that it runs.
 */
export async function featureRows(tools) {
  const tree = mkdtempSync(join(tmpdir(), 'slipway-feature-'));
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
    const [checked, ran] = await Promise.all([
      checkRows(tools, tree, own),
      runRows(tools, tree),
    ]);
    return [...rows, ...checked, ...ran];
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
}
