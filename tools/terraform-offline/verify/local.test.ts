import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { copyOfInfra, succeeds, terraform, tested } from './terraform';

const copy = copyOfInfra();
after(copy.remove);

const passes = async (folder: string) => {
  for (const run of await tested(join(copy.dir, folder), 'local')) {
    assert.equal(
      run.status,
      'pass',
      `${run.file} ${run.run}: ${run.problems.join(' ')}`,
    );
  }
};

describe('the local cloud, with real providers', () => {
  it('environments/local passes its tests', () => passes('environments/local'));
  it('stacks/local passes its tests', () => passes('stacks/local'));
});

describe('life of an environment on the local cloud', () => {
  const root = join(copy.dir, 'environments', 'local');
  const folder = join(copy.dir, 'kept');
  const values = {
    name: 'shop-dev',
    owner: 'group:default/payments',
    size: 'small',
    expires_at: null,
    services: { 'order-service': { version: '0.1.0', replicas: 2 } },
    labels: { team: 'payments' },
    protected: true,
    cluster: 'gke-prod',
    folder,
  };
  const write = (change: object = {}) =>
    writeFileSync(
      join(root, 'slipway.auto.tfvars.json'),
      JSON.stringify({ ...values, ...change }),
    );
  const record = join(folder, 'shop-dev', 'environment.json');
  const plan = (...more: string[]) =>
    terraform(root, 'local', [
      'plan',
      '-detailed-exitcode',
      '-no-color',
      ...more,
    ]);

  it('a plan that is kept is applied', async () => {
    write();
    writeFileSync(
      join(root, 'backend_override.tf'),
      `terraform {\n  backend "local" {\n    path = ${JSON.stringify(
        join(copy.dir, 'terraform.tfstate'),
      )}\n  }\n}\n`,
    );
    await succeeds(root, 'local', ['init', '-reconfigure', '-no-color']);
    assert.equal((await plan('-out=kept.tfplan')).code, 2);
    await succeeds(root, 'local', ['apply', '-no-color', 'kept.tfplan']);
    assert.equal(JSON.parse(readFileSync(record, 'utf8')).name, 'shop-dev');
    assert.equal((await plan()).code, 0);
  });

  it('outputs are those of the contract', async () => {
    const outputs = JSON.parse(
      await succeeds(root, 'local', ['output', '-json']),
    );
    assert.deepEqual(
      Object.fromEntries(
        Object.entries(outputs as Record<string, { value: unknown }>).map(
          ([name, { value }]) => [name, value],
        ),
      ),
      {
        cluster_name: 'gke-prod',
        cost_class: 'none',
        endpoints: { 'order-service': null },
        labels: { 'slipway.io/environment': 'shop-dev', team: 'payments' },
        namespace: 'env-shop-dev',
        quota: { cpu: '2', memory: '4Gi', pods: '20' },
        secrets_path: 'slipway/environments/shop-dev',
      },
    );
  });

  it('a label that is changed behind its back is drift, and is reconciled', async () => {
    const text = readFileSync(record, 'utf8');
    writeFileSync(record, text.replace('"payments"', '"other"'));
    assert.equal((await plan()).code, 2);
    await succeeds(root, 'local', ['apply', '-auto-approve', '-no-color']);
    assert.equal(readFileSync(record, 'utf8'), text);
  });

  it('destroy of what is protected is refused before anything is touched', async () => {
    const { code, stderr } = await terraform(root, 'local', [
      'destroy',
      '-auto-approve',
      '-no-color',
    ]);
    assert.equal(code, 1);
    assert.match(
      stderr.replace(/\s+/g, ' '),
      /shop-dev is protected: apply it with protected = false, then destroy it\./,
    );
    assert.ok(existsSync(record));
    // Only the outputs are gone from the state, until the next apply.
    assert.match(
      (await plan()).stdout,
      /without changing any real infrastructure/,
    );
  });

  it('what expired is refused a change and can be destroyed', async () => {
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    write({ protected: false, expires_at: tomorrow });
    await succeeds(root, 'local', ['apply', '-auto-approve', '-no-color']);
    write({ protected: false, expires_at: '2026-01-01T00:00:00Z' });
    const { code, stderr } = await plan();
    assert.equal(code, 1);
    assert.match(
      stderr.replace(/\s+/g, ' '),
      /The environment expired at 2026-01-01T00:00:00Z: extend it, or destroy it\./,
    );
    await succeeds(root, 'local', ['destroy', '-auto-approve', '-no-color']);
    assert.equal(existsSync(record), false);
    assert.equal(
      (await succeeds(root, 'local', ['state', 'list'])).trim(),
      '',
      'nothing is left in the state',
    );
  });

  it('values of another stage than the workspace are refused', async () => {
    const stack = join(copy.dir, 'stacks', 'local');
    writeFileSync(
      join(stack, 'backend_override.tf'),
      'terraform {\n  backend "local" {}\n}\n',
    );
    await succeeds(stack, 'local', ['init', '-reconfigure', '-no-color']);
    await succeeds(stack, 'local', ['workspace', 'new', 'dev', '-no-color']);
    const { code, stderr } = await terraform(stack, 'local', [
      'plan',
      '-no-color',
      '-var-file=prod.tfvars',
    ]);
    assert.equal(code, 1);
    assert.match(
      stderr.replace(/\s+/g, ' '),
      /The values are those of prod, and the workspace is dev:/,
    );
    await succeeds(stack, 'local', [
      'plan',
      '-no-color',
      '-var-file=dev.tfvars',
    ]);
  });
});
