/**
 * The rules of this tree, on top of what each package takes from Backstage
 * (ADR 0101). They are here and not in the packages so that a new package has
 * them without a line of its own; the rules that Backstage's own configuration
 * sets (`no-restricted-imports`, `no-restricted-syntax`) would win over this
 * file and are therefore not used in it. `scripts/lib/eslint-rules.test.mjs`
 * shows each rule at work.
 */
const { existsSync, readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

const GROUPS = ['core', 'packages', 'plugins', 'tools'];

/** @returns {{group: string, folder: string, dir: string, name: string, role: string}[]} the packages of the tree */
function packagesOfTree() {
  return GROUPS.flatMap(group =>
    readdirSync(join(__dirname, group))
      .map(folder => ({ group, folder, dir: `${group}/${folder}` }))
      .filter(({ dir }) => existsSync(join(__dirname, dir, 'package.json')))
      .map(one => {
        const { name, backstage } = JSON.parse(
          readFileSync(join(__dirname, one.dir, 'package.json'), 'utf8'),
        );
        return { ...one, name, role: backstage?.role ?? '' };
      }),
  );
}

/** The feature that a folder of `plugins/` belongs to: `rollouts` for `rollouts-backend`. */
const familyOf = folder =>
  folder.replace(/-(backend|common|node|react)(-module-.+)?$/, '');

const packages = packagesOfTree();
const features = packages.filter(({ group }) => group === 'plugins');
const core = packages.filter(({ group }) => group === 'core');
const isCommon = ({ role }) => role === 'common-library';
const inBrowser = ({ role }) => /^(frontend|web-library)/.test(role);
const onServer = ({ role }) => /^(backend|node-library)/.test(role);

/** The packages that a package must not import, each group with its reason. */
function forbiddenFor(own) {
  const forbidden = [];
  const forbid = (which, message) => {
    const names = packages
      .filter(other => other.dir !== own.dir && which(other))
      .map(({ name }) => name);
    if (names.length > 0) forbidden.push({ group: names, message });
  };
  if (own.group === 'plugins') {
    forbid(
      other =>
        features.includes(other) &&
        familyOf(other.folder) !== familyOf(own.folder),
      'A feature imports no other feature: what both need belongs to core/.',
    );
  }
  if (own.group === 'core') {
    forbid(
      other => features.includes(other) || other.dir === 'packages/sandbox',
      'core/ imports no feature.',
    );
  }
  if (['packages/kube-sim', 'packages/promql'].includes(own.dir)) {
    forbid(
      other =>
        features.includes(other) ||
        // What a regular expression of a query may be is one rule for portal and double.
        (core.includes(other) && other.dir !== 'core/metrics-common') ||
        other.dir === 'packages/sandbox',
      'The simulated API server and PromQL know nothing of the portal.',
    );
  }
  if (isCommon(own)) {
    forbid(
      other => inBrowser(other) || onServer(other),
      'A common library imports common libraries only: no React, no Node, no I/O.',
    );
  }
  if (inBrowser(own)) {
    forbid(onServer, 'Code of the browser imports no code of the server.');
  }
  return forbidden;
}

/** Files in which unstable Backstage APIs may be imported: entry files, and those that register agent tools. */
const ENTRY_FILES = [
  'plugin',
  'module',
  'permissions',
  'App',
  'alpha',
  '*[a-zA-Z]Module',
  'policy',
  'registerAgentTools',
].map(name => `**/${name}.{ts,tsx}`);
const TEST_FILES = [
  '**/*.test.{ts,tsx}',
  '**/__testUtils__/**',
  '**/testUtils/**',
  '**/testUtils.*',
  '**/setupTests*',
];

const SKIPPED = ['it', 'test', 'describe'].flatMap(object =>
  ['skip', 'only', 'todo'].map(property => ({
    object,
    property,
    message: 'No test is skipped, focused or left for later.',
  })),
);
/** The browser loads one copy of zod, and the actions registry takes schemas of version 3 (ADR 0097). */
const ONE_ZOD = {
  paths: [{ name: 'zod', message: "Import from 'zod/v3' (ADR 0097)." }],
};
const PAST_FETCH_API =
  'Read the network with fetchApi and fetchJson, which make foreign text harmless (ADR 0089).';

module.exports = {
  root: true,
  noInlineConfig: true,
  plugins: ['import', '@typescript-eslint'],
  overrides: [
    {
      files: ['*.mjs'],
      parserOptions: { ecmaVersion: 'latest', sourceType: 'module' },
    },
    {
      files: ['.eslintrc.js', 'scripts/**/*.cjs'],
      parserOptions: { ecmaVersion: 'latest' },
    },
    {
      files: ['*.ts', '*.tsx'],
      parser: '@typescript-eslint/parser',
      rules: {
        '@typescript-eslint/no-explicit-any': 'error',
        '@typescript-eslint/ban-ts-comment': [
          'error',
          { 'ts-expect-error': false },
        ],
        'jest/no-disabled-tests': 'error',
        'no-restricted-properties': ['error', ...SKIPPED],
        '@typescript-eslint/no-restricted-imports': ['error', ONE_ZOD],
        'import/no-internal-modules': [
          'error',
          { forbid: ['@backstage/*/alpha', '@backstage/*/alpha/**'] },
        ],
      },
    },
    {
      files: [...ENTRY_FILES, ...TEST_FILES],
      rules: { 'import/no-internal-modules': 'off' },
    },
    ...packages
      .map(own => ({ own, patterns: forbiddenFor(own) }))
      .filter(({ patterns }) => patterns.length > 0)
      .map(({ own, patterns }) => ({
        files: [`${own.dir}/**/*.{ts,tsx}`],
        rules: {
          '@typescript-eslint/no-restricted-imports': [
            'error',
            { ...ONE_ZOD, patterns },
          ],
        },
      })),
    {
      files: packages
        .filter(inBrowser)
        .map(({ dir }) => `${dir}/src/**/*.{ts,tsx}`),
      excludedFiles: [...TEST_FILES, 'core/portal-app/src/fetch/**'],
      rules: {
        'no-restricted-globals': [
          'error',
          ...['fetch', 'EventSource', 'WebSocket', 'XMLHttpRequest'].map(
            name => ({ name, message: PAST_FETCH_API }),
          ),
        ],
        'no-restricted-properties': [
          'error',
          ...SKIPPED,
          ...['window', 'globalThis', 'self'].map(object => ({
            object,
            property: 'fetch',
            message: PAST_FETCH_API,
          })),
          { property: 'json', message: PAST_FETCH_API },
        ],
      },
    },
  ],
};
