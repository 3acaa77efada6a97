#!/usr/bin/env node
/** `npm run dev`: Backstage's development servers with hot reload, for developers. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { claimFolder } from './lib/alone.mjs';
import { endWithNpm, startedByUs } from './lib/children.mjs';
import { choosePlatform } from './lib/platform.mjs';
import { ROOT } from './lib/paths.mjs';
import { ensureDependencies } from './lib/prepare.mjs';
import { giveUp, say } from './lib/say.mjs';
import { ensureToolchain } from './lib/toolchain.mjs';

async function main() {
  await claimFolder(3000);
  const tools = await ensureToolchain();
  await ensureDependencies(tools);
  const platform = await choosePlatform(tools, {
    allowActions: false,
    catalogOnly: process.argv.includes('--catalog-only'),
    realStack: process.argv.includes('--real-stack'),
  });
  await platform.ready?.();
  const configs = [
    'app-config.yaml',
    'app-config.dev.yaml',
    ...platform.configs,
  ];
  say('  · UI on http://localhost:3000, backend on http://localhost:7007');
  const child = spawn(
    tools.node,
    [
      join(ROOT, 'node_modules/@backstage/cli/bin/backstage-cli'),
      'repo',
      'start',
      ...configs.flatMap(config => [
        '--config',
        config.startsWith('/') ? config : join(ROOT, config),
      ]),
    ],
    { cwd: ROOT, env: startedByUs(tools.env), stdio: 'inherit' },
  );
  // Ctrl+C reaches the child through the terminal; what we wait for is its end.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('exit', async code => {
    await platform.stop();
    process.exit(code ?? 0);
  });
}

endWithNpm();
main().catch(giveUp);
