import { join } from 'node:path';
import { laneOf } from '../lane.mjs';
import { LOGS, ROOT } from '../paths.mjs';
import { run } from '../run.mjs';
import { step } from '../say.mjs';
import { nodeTestRows } from '../suite.mjs';

const CLI = join(ROOT, 'tools/terraform-offline/src/cli.ts');

/** Builds what is not in the cache. @returns what `status` says */
async function prepareTerraform(tools, extras) {
  const command = args =>
    run(tools.node, ['--disable-warning=ExperimentalWarning', CLI, ...args], {
      env: tools.env,
      log: join(LOGS, 'terraform-offline.log'),
    });
  await step('Building providers for Terraform (what is built is kept)', () =>
    command(['prepare', ...(extras ? ['--with', extras] : [])]),
  );
  return JSON.parse((await command(['status', '--json'])).stdout);
}

/** Rows of a file below tools/terraform-offline/verify. */
const checkRows = (tools, title, { name, target, files, env }) =>
  nodeTestRows(tools, title, {
    name: `terraform-${name}`,
    target,
    files: files.map(file => `tools/terraform-offline/verify/${file}.test.ts`),
    about: ({ path }) => ({ id: path.join(' › ') }),
    env,
  });

/**
 * The Terraform code: in every lane the rules and the local cloud, with real
 * providers; in the full lane the same with OpenTofu, the clouds with simulated
 * providers, and checkov.
 */
export async function infraRows(tools) {
  const full = laneOf() === 'full';
  const there = await prepareTerraform(
    tools,
    full ? 'clouds,tofu,checkov' : '',
  );
  const env = {
    SLIPWAY_TERRAFORM: there.terraform,
    SLIPWAY_TERRAFORM_LOCAL: there.local.cliConfig,
  };
  const real = (target, more = {}) =>
    checkRows(tools, `Rules and the local cloud with ${target}`, {
      name: target,
      target,
      files: ['rules', 'local', 'portal'],
      env: { ...env, ...more },
    });
  const rows = await real('terraform');
  if (!full) return rows;
  const clouds = {
    ...env,
    SLIPWAY_TERRAFORM_CLOUDS: there.clouds.cliConfig,
    SLIPWAY_CHECKOV: there.checkov,
  };
  return [
    ...rows,
    ...(await real('tofu', { SLIPWAY_TERRAFORM: there.tofu })),
    ...(await checkRows(tools, 'Clouds with simulated providers', {
      name: 'clouds',
      target: 'simulated',
      files: ['clouds'],
      env: clouds,
    })),
    ...(await checkRows(tools, 'checkov', {
      name: 'checkov',
      target: 'checkov',
      files: ['checkov'],
      env: clouds,
    })),
  ];
}
