import assert from 'node:assert/strict';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { copyOfInfra, succeeds, terraform, tested } from './terraform';

/**
 * The stacks and environments of the clouds, with the real command line and
 * simulated providers: what is applied here creates nothing.
 */
const CLOUDS = ['gcp', 'aws', 'azure'];

const copy = copyOfInfra();
after(copy.remove);

const localState = (root: string) =>
  writeFileSync(
    join(root, 'backend_override.tf'),
    'terraform {\n  backend "local" {}\n}\n',
  );

for (const cloud of CLOUDS) {
  describe(`${cloud}, simulated`, () => {
    const stack = join(copy.dir, 'stacks', cloud);
    const environment = join(copy.dir, 'environments', cloud);

    for (const [name, root] of [
      ['stack', stack],
      ['environment', environment],
    ]) {
      it(`the ${name} is valid and passes its tests`, async () => {
        for (const run of await tested(root, 'clouds')) {
          assert.equal(
            run.status,
            'pass',
            `${run.file} ${run.run}: ${run.problems.join(' ')}`,
          );
        }
      });
    }

    it('each stage is planned from its file of values, in its workspace', async () => {
      localState(stack);
      await succeeds(stack, 'clouds', ['init', '-reconfigure', '-no-color']);
      for (const stage of ['dev', 'stage', 'prod']) {
        await succeeds(stack, 'clouds', ['workspace', 'new', stage]);
        const said = await succeeds(stack, 'clouds', [
          'plan',
          '-no-color',
          `-var-file=${stage}.tfvars`,
        ]);
        assert.match(said, /Plan: \d+ to add, 0 to change, 0 to destroy\./);
        assert.match(said, /is simulated/);
      }
    });

    it('an environment is applied and destroyed, and nothing is left', async () => {
      localState(environment);
      writeFileSync(
        join(environment, 'slipway.auto.tfvars.json'),
        JSON.stringify({
          name: 'shop-dev',
          owner: 'group:default/payments',
          size: 'medium',
          expires_at: new Date(Date.now() + 86_400_000).toISOString(),
          services: { 'order-service': { version: '0.1.0' } },
          labels: {},
          protected: false,
          cluster: 'slipway-dev',
        }),
      );
      await succeeds(environment, 'clouds', [
        'init',
        '-reconfigure',
        '-no-color',
      ]);
      const applied = await succeeds(environment, 'clouds', [
        'apply',
        '-auto-approve',
        '-no-color',
      ]);
      assert.match(applied, /is simulated/);
      const outputs = JSON.parse(
        await succeeds(environment, 'clouds', ['output', '-json']),
      );
      assert.equal(outputs.namespace.value, 'env-shop-dev');
      await succeeds(environment, 'clouds', [
        'destroy',
        '-auto-approve',
        '-no-color',
      ]);
      assert.equal(
        (await succeeds(environment, 'clouds', ['state', 'list'])).trim(),
        '',
      );
    });
  });
}

describe('arguments against the schemas of providers', () => {
  const cases = [
    {
      name: 'an argument that does not exist is found',
      cloud: 'aws',
      module: 'cluster',
      from: 'deletion_protection = var.deletion_protection',
      to: 'deletion_protektion = var.deletion_protection',
      says: /An argument named "deletion_protektion" is not expected here/,
    },
    {
      name: 'one of another provider version is found',
      cloud: 'azure',
      module: 'cluster',
      from: 'auto_scaling_enabled         = true',
      to: 'enable_auto_scaling          = true',
      says: /An argument named "enable_auto_scaling" is not expected here/,
    },
    {
      name: 'one that is missing is found',
      cloud: 'gcp',
      module: 'network',
      from: 'network                  = google_compute_network.this.id',
      to: '',
      says: /The argument "network" is required/,
    },
    {
      name: 'a value of another type is found',
      cloud: 'gcp',
      module: 'cluster',
      from: 'disk_size_gb    = var.disk_gb',
      to: 'disk_size_gb    = "large"',
      says: /Inappropriate value for attribute "disk_size_gb": a number is required/,
    },
  ];
  for (const { name, cloud, module, from, to, says } of cases) {
    it(name, async () => {
      const changed = copyOfInfra();
      try {
        const folder = join(changed.dir, 'modules', module, cloud);
        const file = join(folder, 'main.tf');
        const text = readFileSync(file, 'utf8');
        assert.ok(text.includes(from), `${file} has the line that is changed`);
        writeFileSync(file, text.replace(from, to));
        await succeeds(folder, 'clouds', ['init', '-no-color']);
        const { code, stderr } = await terraform(folder, 'clouds', [
          'validate',
          '-no-color',
        ]);
        assert.equal(code, 1);
        assert.match(stderr.replace(/\s+/g, ' '), says);
      } finally {
        changed.remove();
      }
    });
  }

  it('every module of a cloud is valid by itself', async () => {
    const modules = join(copy.dir, 'modules');
    for (const concern of readdirSync(modules)) {
      for (const cloud of CLOUDS.filter(one =>
        readdirSync(join(modules, concern)).includes(one),
      )) {
        const folder = join(modules, concern, cloud);
        await succeeds(folder, 'clouds', ['init', '-no-color']);
        await succeeds(folder, 'clouds', ['validate', '-no-color']);
      }
    }
    const bootstrap = join(copy.dir, 'stacks', 'aws', 'bootstrap');
    await succeeds(bootstrap, 'clouds', ['init', '-no-color']);
    await succeeds(bootstrap, 'clouds', ['validate', '-no-color']);
  });
});
