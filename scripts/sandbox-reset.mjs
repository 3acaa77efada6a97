#!/usr/bin/env node
/** `npm run sandbox:reset`: forgets the state of the sandbox, so that the next start begins its demo scenario again. */
import { rmSync } from 'node:fs';
import { claimFolder } from './lib/alone.mjs';
import { ownerOf, untilFree } from './lib/owner.mjs';
import { SANDBOX_STATE } from './lib/sandbox.mjs';
import { Failure, giveUp, say } from './lib/say.mjs';

/** How long a sandbox may take to end after its start script was killed. */
const SECONDS_TO_END = 10;

async function main() {
  // A running sandbox would write its state again when it ends.
  await claimFolder('');
  await untilFree(SANDBOX_STATE, SECONDS_TO_END);
  const owner = ownerOf(SANDBOX_STATE);
  if (owner) {
    throw new Failure(
      `The sandbox runs: process ${owner}.`,
      `End it (kill ${owner}) and run the same command again.`,
    );
  }
  rmSync(SANDBOX_STATE, { recursive: true, force: true });
  say('The sandbox starts again from the beginning with the next npm start.');
  process.exit(0);
}

main().catch(giveUp);
