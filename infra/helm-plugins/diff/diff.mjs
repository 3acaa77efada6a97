#!/usr/bin/env node
/**
 * `helm diff upgrade RELEASE CHART …`: what helm installed last against what it
 * would install now. It compares manifests of helm, so an edit of a live object
 * does not show: drift is found elsewhere.
 *
 * Exit code 0: nothing differs, or --detailed-exitcode was not given; 2: something
 * differs; 1: it is not known.
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { differences, objectsOf } from './manifests.mjs';
import { readOptions } from './options.mjs';

const run = promisify(execFile);
const helm = (...args) =>
  run(process.env.HELM_BIN ?? 'helm', args, { maxBuffer: 256 * 1024 * 1024 });

/** The manifest of the deployed revision; empty when there is no such release. */
async function installed(release, where) {
  try {
    return (await helm('get', 'manifest', release, ...where)).stdout;
  } catch (error) {
    if (/release: not found/.test(error.stderr ?? '')) return '';
    throw error;
  }
}

async function main() {
  const options = readOptions(process.argv.slice(2));
  const { release, chart, where, upgrade, showSecrets } = options;
  const [before, dryRun] = await Promise.all([
    installed(release, where),
    helm(
      'upgrade',
      '--install',
      release,
      chart,
      '--dry-run=server',
      '--output=json',
      ...where,
      ...upgrade,
    ),
  ]);
  const after = JSON.parse(dryRun.stdout);
  const reading = {
    namespace: after.namespace,
    key: randomBytes(16).toString('hex'),
    showSecrets,
  };
  const found = differences(
    objectsOf(before, reading),
    objectsOf(after.manifest, reading),
    options.context,
  );
  for (const { name, change, text } of found) {
    const what = change === 'changed' ? 'has changed' : `has been ${change}`;
    process.stdout.write(`${name} ${what}:\n${text}\n`);
  }
  process.exitCode = found.length > 0 && options.detailed ? 2 : 0;
}

main().catch(error => {
  process.stderr.write(`${(error.stderr || error.message).trim()}\n`);
  process.exitCode = 1;
});
