import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../paths.mjs';
import { realStack } from '../platform.mjs';
import { run } from '../run.mjs';
import { nodeTestRows, suiteRows, TRANSFORM } from '../suite.mjs';
import {
  hasArgoRollouts,
  missingOf,
  modulesNamed,
  modulesOf,
  reader,
  upstreamRules,
} from '../upstream-rules.mjs';
import { buildRealStack } from './real-stack.mjs';
import { verdict } from './static.mjs';

/**
 * Looks the rules of docs/architecture/rollouts-rules.md up in the source from
 * which the real stack was built. Programs that come from the cache can be
 * there without it: then there is nothing to look into.
 */
async function upstreamRuleRows(tools) {
  const rules = upstreamRules(
    readFileSync(join(ROOT, 'docs/architecture/rollouts-rules.md'), 'utf8'),
  );
  const { stdout } = await run(
    'go',
    ['list', '-m', '-f', '{{.Path}}\t{{.Dir}}', ...modulesNamed(rules)],
    {
      cwd: join(ROOT, 'tools/real-stack/gomods/control-plane'),
      env: { ...tools.env, GOWORK: 'off' },
    },
  );
  const modules = modulesOf(stdout);
  if (!hasArgoRollouts(modules)) {
    console.log(
      '  The source of Argo Rollouts is not in the module cache: its rules are not looked up.',
    );
    return [];
  }
  const read = reader(modules);
  return rules.map(rule => {
    const missing = missingOf(rule, read);
    for (const one of missing) console.log(`  ${rule.derivation}: ${one}`);
    return {
      id: `rule of ${rule.derivation}`,
      target: 'upstream',
      outcome: missing.length === 0 ? 'passed' : 'failed',
      seconds: 0,
    };
  });
}

/** A command of the real stack that checks something and leaves a report. */
const commandRows = (tools, title, command, target) =>
  suiteRows(title, {
    name: `real-stack-${command}`,
    target,
    about: ({ path }) => ({ id: path.slice(1).join(' › ') }),
    start: ({ report, log }) =>
      realStack(tools, [command, '--junit', report], {
        log,
        allowFailure: true,
      }),
  });

/** The real stack itself, its chart, and the client that the portal uses on it. */
export async function stackRows(tools) {
  await buildRealStack(tools);
  return [
    ...(await upstreamRuleRows(tools)),
    // Where their sources are in the module cache.
    await verdict(
      'types of the sandbox are those of the pinned versions',
      'upstream',
      () =>
        run(
          tools.node,
          [
            ...TRANSFORM,
            join(ROOT, 'packages/sandbox/verify/schemas.ts'),
            '--check',
          ],
          { env: tools.env },
        ),
    ),
    ...(await commandRows(tools, 'chart', 'check-chart', 'helm')),
    ...(await commandRows(
      tools,
      'self-test of the real stack',
      'selftest',
      'real',
    )),
    ...(await nodeTestRows(tools, 'clusters on a real API server', {
      name: 'clusters-contract',
      target: 'real',
      files: ['packages/e2e/contract/clusters.contract.test.ts'],
      about: ({ path }) => ({ id: path.slice(1).join(' › ') }),
    })),
  ];
}
