#!/usr/bin/env node
/** `npm run sandbox:reset`: forgets the state of the sandbox, so that the next start begins its story anew. */
import { rmSync } from 'node:fs';
import { claimFolder } from './lib/alone.mjs';
import { SANDBOX_STATE } from './lib/sandbox.mjs';
import { giveUp, say } from './lib/say.mjs';

async function main() {
  // A running sandbox would write its state again when it ends.
  await claimFolder('');
  rmSync(SANDBOX_STATE, { recursive: true, force: true });
  say('The sandbox begins anew with the next npm start.');
  process.exit(0);
}

main().catch(giveUp);
