import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths.mjs';
import { run } from './run.mjs';
import { Failure } from './say.mjs';

/** Files that git tracks or would track. */
async function treeFiles() {
  const { stdout } = await run('git', [
    'ls-files',
    '--cached',
    '--others',
    '--exclude-standard',
  ]);
  return stdout.split('\n').filter(Boolean);
}

/** Hosts of the package registries that this machine is set up with: none may stand in the tree. */
async function registryHosts(tools) {
  const answers = await Promise.all(
    [
      ['npm', ['config', 'get', 'registry']],
      ['go', ['env', 'GOPROXY']],
      ['pip', ['config', 'get', 'global.index-url']],
    ].map(([command, args]) =>
      run(command, args, { env: tools.env, allowFailure: true }).catch(() => ({
        stdout: '',
      })),
    ),
  );
  const hosts = answers
    .flatMap(({ stdout }) => stdout.trim().split(/[,|\s]+/))
    .filter(text => text.startsWith('http'))
    .map(text => new URL(text).hostname)
    .filter(host => host !== 'localhost' && !host.startsWith('127.'));
  return [...new Set(hosts)];
}

/**
 * What no linter knows: names of package registries, and the form of configuration
 * schemas. All other rules are ESLint's (`.eslintrc.js`, ADR 0101).
 *
 * @throws a Failure that lists the violations
 */
export async function checkTree(tools) {
  const hosts = await registryHosts(tools);
  const violations = [];
  for (const file of await treeFiles()) {
    let text;
    try {
      text = readFileSync(join(ROOT, file), 'utf8');
    } catch {
      continue; // deleted in the working tree
    }
    for (const host of hosts) {
      if (text.includes(host)) {
        violations.push(`${file}: names a package registry host`);
      }
    }
    if (file.endsWith('/config.d.ts')) {
      violations.push(`${file}: a configuration schema is JSON (ADR 0075)`);
    }
  }
  if (violations.length > 0) {
    throw new Failure(
      `${violations.length} violations of the tree rules.`,
      'Fix them.',
      violations.slice(0, 40).join('\n'),
    );
  }
}
