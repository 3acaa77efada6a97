#!/usr/bin/env node
/**
 * `npm start`: from a fresh clone to a working portal in the browser.
 *
 * Needs Node 20 or newer, npm and git. Every part is skipped when it is done
 * already, so that an interrupted start continues where it stopped.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { claimFolder } from './lib/alone.mjs';
import { endWithNpm } from './lib/children.mjs';
import { choosePlatform } from './lib/platform.mjs';
import { ownerOf, untilFree } from './lib/owner.mjs';
import { STATE } from './lib/paths.mjs';
import { portIsFree, startPortal } from './lib/portal.mjs';
import { ensureApp, ensureDependencies } from './lib/prepare.mjs';
import { elapsed, Failure, giveUp, say, step } from './lib/say.mjs';
import { ensureToolchain } from './lib/toolchain.mjs';

const HELP = `npm start -- [options]

  --port N            loopback port of the portal (7007)
  --no-open           do not open a browser
  --real-stack        a real control plane on loopback instead of the sandbox (needs Go)
  --catalog-only      bring up no cluster
  --kubeconfig FILE   look at the cluster of this kubeconfig
  --context NAME      context in it (its current one)
  --allow-actions     with --kubeconfig: the portal may also act
  --help              this text`;

const DATABASES = join(STATE, 'db');
/** How long a portal may take to end after its start script was killed. */
const SECONDS_TO_END = 10;

function readArguments() {
  try {
    return parseArgs({
      options: {
        port: { type: 'string', default: '7007' },
        'no-open': { type: 'boolean', default: false },
        'catalog-only': { type: 'boolean', default: false },
        'real-stack': { type: 'boolean', default: false },
        kubeconfig: { type: 'string' },
        context: { type: 'string' },
        'allow-actions': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new Failure(error.message, 'See npm start -- --help');
  }
}

function openBrowser(url) {
  const opener = { darwin: 'open', win32: 'explorer' }[process.platform];
  const child = spawn(opener ?? 'xdg-open', [url], {
    stdio: 'ignore',
    detached: true,
  });
  child.on('error', () => {}); // no browser here: the address stands on the terminal
  child.unref();
}

/** What a start that was killed has left behind ends by itself: it is waited for. */
async function checkPort(port) {
  if (await portIsFree(port)) return;
  await untilFree(DATABASES, SECONDS_TO_END);
  if (await portIsFree(port)) return;
  const owner = ownerOf(DATABASES);
  throw new Failure(
    `Something listens on port ${port} already${
      owner ? `: process ${owner}, a portal of this folder` : ''
    }.`,
    `End it${
      owner
        ? ` (kill ${owner})`
        : `, or choose another: npm start -- --port ${port + 1}`
    }.`,
  );
}

async function main() {
  const args = readArguments();
  if (args.help) {
    say(HELP);
    return;
  }
  const port = Number(args.port);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new Failure(`--port ${args.port} is no port.`, 'Give 1 to 65535.');
  }
  if ((args.context || args['allow-actions']) && !args.kubeconfig) {
    throw new Failure(
      '--context and --allow-actions belong to --kubeconfig.',
      'Add --kubeconfig FILE, or leave them out.',
    );
  }
  await claimFolder(port);
  await checkPort(port);

  say('Slipway');
  const tools = await ensureToolchain();
  await ensureDependencies(tools);
  await ensureApp(tools);

  let portal;
  let platform;
  let ending = false;
  const end = async () => {
    if (ending) return;
    ending = true;
    say('\nEnding');
    platform?.expectEnd?.();
    await portal?.stop();
    await platform?.stop();
    process.exit(0);
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);

  platform = await choosePlatform(tools, {
    kubeconfig: args.kubeconfig,
    context: args.context,
    allowActions: args['allow-actions'],
    catalogOnly: args['catalog-only'],
    realStack: args['real-stack'],
  });
  if (ending) return;
  portal = startPortal(tools, {
    configs: platform.configs,
    port,
    stateDir: DATABASES,
    auditDir: join(STATE, 'audit'),
  });
  try {
    await platform.ready?.();
    await step('Starting the portal', () => portal.ready());
  } catch (error) {
    if (ending) return; // it ended because it was asked to
    await platform.stop();
    throw error;
  }

  say(`\n  ${portal.url}   looking at ${platform.summary}`);
  say(
    `  log: ${
      portal.log
    }   ready after ${elapsed()}   Ctrl+C ends everything\n`,
  );
  if (!args['no-open'] && process.stdout.isTTY && !process.env.CI) {
    openBrowser(portal.url);
  }
  const result = await portal.exited;
  if (!ending) {
    await platform.stop();
    throw new Failure(
      `The portal ended by itself (${result.signal ?? result.code}).`,
      `Read ${portal.log} and run npm start again.`,
    );
  }
}

endWithNpm();
main().catch(giveUp);
