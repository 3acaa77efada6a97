import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { ExplainedError } from '@slipway/real-stack';
import { EXTRAS, prepare, prepared } from './prepare.ts';
import type { Extra, Prepared } from './prepare.ts';

const HELP = `terraform-offline: Terraform without a registry

  prepare [--with clouds,tofu,checkov]
                                build the providers of the local cloud, and a command line where there is none;
                                clouds: simulated providers of GCP, AWS and Azure; tofu: OpenTofu
  status [--json]               what is prepared, and where
  run [--with clouds] [--tofu] -- …
                                terraform (or tofu) with the prepared providers and nothing else

What is built lies in $SLIPWAY_CACHE or ~/.cache/slipway, below terraform-offline.`;

const say = (line: string) => process.stdout.write(`${line}\n`);

function extrasOf(option: string | undefined): Extra[] {
  const names = (option ?? '').split(',').filter(Boolean);
  const unknown = names.filter(name => !EXTRAS.some(one => one === name));
  if (unknown.length) {
    throw new ExplainedError(
      `Unknown extra ${unknown.join(', ')}: choose from ${EXTRAS.join(', ')}.`,
    );
  }
  return EXTRAS.filter(one => names.includes(one));
}

function print(status: Prepared, json: boolean) {
  if (json) {
    say(JSON.stringify(status));
    return;
  }
  say(`command line: ${status.terraform ?? 'none'}`);
  say(`OpenTofu: ${status.tofu ?? 'none'}`);
  say(`checkov: ${status.checkov ?? 'none'}`);
  for (const name of ['local', 'clouds'] as const) {
    const mirror = status[name];
    say(
      `${name}: ${
        mirror ? `TF_CLI_CONFIG_FILE=${mirror.cliConfig}` : 'not prepared'
      }`,
    );
  }
}

async function main(): Promise<number> {
  const [command, ...args] = process.argv.slice(2);
  const separator = args.indexOf('--');
  const { values } = parseArgs({
    args: separator < 0 ? args : args.slice(0, separator),
    options: {
      with: { type: 'string' },
      tofu: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const extras = extrasOf(values.with);
  if (command === 'prepare') {
    print(await prepare(extras, values.json ? () => {} : say), values.json);
    return 0;
  }
  if (command === 'status') {
    print(await prepared(), values.json);
    return 0;
  }
  if (command === 'run') {
    const status = await prepared();
    const program = values.tofu ? status.tofu : status.terraform;
    const mirror = extras.includes('clouds') ? status.clouds : status.local;
    if (!program || !mirror) {
      throw new ExplainedError('Not prepared yet: run "prepare" first.');
    }
    const { status: code, error } = spawnSync(
      program,
      separator < 0 ? [] : args.slice(separator + 1),
      {
        stdio: 'inherit',
        env: { ...process.env, TF_CLI_CONFIG_FILE: mirror.cliConfig },
      },
    );
    if (error) throw error;
    return code ?? 1;
  }
  say(HELP);
  return command === undefined || /^(--)?help$/.test(command) ? 0 : 2;
}

main().then(
  code => {
    process.exitCode = code;
  },
  (error: Error) => {
    process.stderr.write(
      `${error instanceof ExplainedError ? error.message : error.stack}\n`,
    );
    process.exitCode = 1;
  },
);
