import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { ROOT } from './paths.mjs';

const require = createRequire(join(ROOT, 'package.json'));
const { ESLint } = require('eslint');

/** What is written, where, and the rule that refuses it. */
const REFUSED = [
  [
    "import { z } from 'zod';",
    'plugins/rollouts-common/src/a.ts',
    "Import from 'zod/v3'",
  ],
  [
    "import { z } from 'zod';",
    'packages/sandbox/src/a.ts',
    "Import from 'zod/v3'",
  ],
  [
    "import '@slipway/plugin-sandbox-panel-common';",
    'plugins/rollouts/src/a.tsx',
    'imports no other feature',
  ],
  [
    "import '@slipway/plugin-rollouts-common';",
    'plugins/sandbox-panel/src/a.test.tsx',
    'imports no other feature',
  ],
  [
    "import '@slipway/plugin-rollouts-common';",
    'core/live-node/src/a.ts',
    'core/ imports no feature',
  ],
  [
    "import '@slipway/plugin-rollouts-common/testUtils';",
    'core/live-node/src/a.test.ts',
    'core/ imports no feature',
  ],
  [
    "import '@slipway/plugin-rollouts-common';",
    'packages/kube-sim/src/a.ts',
    'know nothing of the portal',
  ],
  [
    "import '@slipway/plugin-clusters-common';",
    'packages/promql/src/a.ts',
    'know nothing of the portal',
  ],
  [
    "import '@slipway/plugin-clusters-node';",
    'core/clusters-common/src/a.ts',
    'imports common libraries only',
  ],
  [
    "import '@slipway/plugin-live-node';",
    'plugins/rollouts/src/a.ts',
    'no code of the server',
  ],
  [
    "import '@backstage/plugin-catalog-common/alpha';",
    'core/live-node/src/a.ts',
    'import/no-internal-modules',
  ],
  [
    "export const load = () => import('@backstage/plugin-catalog/alpha');",
    'packages/app/src/home/a.tsx',
    'import/no-internal-modules',
  ],
  [
    'export const a = (b: any) => b;',
    'core/live-node/src/a.ts',
    'no-explicit-any',
  ],
  [
    '// @ts-ignore\nexport const a = 1;',
    'core/live-node/src/a.ts',
    'ban-ts-comment',
  ],
  [
    '// @ts-nocheck\nexport const a = 1;',
    'packages/e2e/tests/a.ts',
    'ban-ts-comment',
  ],
  [
    '/* eslint-disable no-console */\nexport const a = 1;',
    'core/live-node/src/a.ts',
    'noInlineConfig',
  ],
  [
    "it.skip('a', () => {});",
    'core/live-node/src/a.test.ts',
    'no-restricted-properties',
  ],
  [
    "test.only('a', () => {});",
    'packages/e2e/tests/a.spec.ts',
    'no-restricted-properties',
  ],
  [
    "describe.todo('a');",
    'packages/e2e/faults/a.test.ts',
    'no-restricted-properties',
  ],
  [
    "xit('a', () => {});",
    'core/live-node/src/a.test.ts',
    'jest/no-disabled-tests',
  ],
  [
    "fdescribe('a', () => {});",
    'core/live-node/src/a.test.ts',
    'jest/no-focused-tests',
  ],
  [
    "export const a = () => fetch('/a');",
    'core/portal-react/src/a.ts',
    'no-restricted-globals',
  ],
  [
    "export const a = () => window.fetch('/a');",
    'plugins/rollouts/src/a.ts',
    'no-restricted-properties',
  ],
  [
    "export const a = () => new EventSource('/a');",
    'plugins/rollouts/src/a.ts',
    'no-restricted-globals',
  ],
  [
    "export const a = () => new WebSocket('/a');",
    'packages/app/src/a.ts',
    'no-restricted-globals',
  ],
  [
    'export const a = () => new XMLHttpRequest();',
    'packages/app/src/a.ts',
    'no-restricted-globals',
  ],
  [
    'export const a = (r: Response) => r.json();',
    'plugins/sandbox-panel/src/a.ts',
    'no-restricted-properties',
  ],
];

/** What is written, and where it may stand. */
const ALLOWED = [
  ["import '@slipway/plugin-rollouts-common';", 'plugins/rollouts/src/a.tsx'],
  ["import '@slipway/plugin-rollouts-common';", 'packages/backend/src/a.ts'],
  ["import '@slipway/plugin-clusters-common';", 'core/clusters-node/src/a.ts'],
  [
    "import '@backstage/plugin-catalog-common/alpha';",
    'plugins/rollouts-common/src/permissions.ts',
  ],
  [
    "import '@backstage/plugin-catalog-common/alpha';",
    'core/live-node/src/a.test.ts',
  ],
  ["export const a = () => fetch('/a');", 'core/portal-app/src/fetch/a.ts'],
  ["export const a = () => fetch('/a');", 'core/live-node/src/a.ts'],
  ['export const a = (r: Response) => r.json();', 'core/live-node/src/a.ts'],
  ["export const a = 'as any: none';  // any: none", 'core/live-node/src/a.ts'],
];

/** Rules about what the tree's own rules do not say. */
const OTHERS =
  /^(@backstage\/no-undeclared-imports|jest\/(expect-expect|no-focused-tests|no-disabled-tests|valid-title|no-export)|spaced-comment)$/;

/** One linter for each package: the packages' configurations name their plugins from there. */
async function lint(code, file) {
  const folder = file.split('/').slice(0, 2).join('/');
  const eslint = new ESLint({ cwd: join(ROOT, folder) });
  const [result] = await eslint.lintText(code, { filePath: join(ROOT, file) });
  return result.messages;
}

describe('the rules of the tree', () => {
  for (const [code, file, why] of REFUSED) {
    it(`refuses in ${file}: ${code.replace(/\n/g, ' ')}`, async () => {
      const messages = await lint(code, file);
      const said = messages.map(one => `${one.ruleId ?? ''} ${one.message}`);
      assert.ok(
        said.some(text => text.includes(why)),
        `nobody says "${why}":\n${said.join('\n')}`,
      );
    });
  }

  for (const [code, file] of ALLOWED) {
    it(`allows in ${file}: ${code}`, async () => {
      const messages = await lint(code, file);
      assert.deepEqual(
        messages.filter(({ ruleId }) => !OTHERS.test(ruleId ?? '')),
        [],
      );
    });
  }
});
