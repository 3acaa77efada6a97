#!/usr/bin/env node
/** Writes docs/adr/README.md, the index of the decisions. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { indexLines } from './lib/adr.mjs';
import { ROOT } from './lib/paths.mjs';

writeFileSync(
  join(ROOT, 'docs/adr/README.md'),
  `# Decisions

A decision that would surprise has a record here: Status, Context, Decision, Consequences. Its title states the decision.
\`node scripts/adr-index.mjs\` writes this list.

${indexLines().join('\n')}
`,
);
