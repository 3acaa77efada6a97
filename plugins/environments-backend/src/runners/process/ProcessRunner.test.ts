import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { fakeProcessRunner } from '../../__testUtils__/processRunner';
import { isAlive, proofSchema, startTimeOf } from './proof';

jest.setTimeout(60_000);

const directory = createMockDirectory();
const SECRET = 'planted/secret+of+the+environment';

/** Waits for a file with who runs. */
async function proofIn(path: string) {
  while (!existsSync(path)) await sleep(10);
  return proofSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
}

async function waitFor(condition: () => boolean) {
  while (!condition()) await sleep(10);
}

describe('ProcessRunner', () => {
  it('runs a plan with inputs from a file, and a scrubbed environment', async () => {
    process.env.PORTAL_SECRET = 'of-the-portal';
    const { runner, job, until, folder } = fakeProcessRunner(directory, {
      env: { API_TOKEN: SECRET, FAKE_SAY: SECRET },
      secrets: ['sensitive-of-plan'],
    });
    const plan = job('terraform:plan');
    expect(await runner.find(plan.id)).toEqual({ is: 'never-started' });
    await runner.start(plan);
    expect(await until(plan.id, 'ended')).toEqual({ is: 'ended', exitCode: 2 });
    const result = await runner.result(plan.id);
    expect(JSON.parse(result.planJson!)).toMatchObject({
      resource_changes: [
        { change: { after: { name: 'orders-try', cluster: 'local' } } },
      ],
    });
    const { text } = await runner.log(plan.id, 0);
    expect(text).toContain('$ terraform plan -input=false');
    expect(text).toMatch(/^env [A-Z_,]*HOME[A-Z_,]*$/m);
    expect(text).not.toMatch(/PORTAL_SECRET|planted/);
    expect(text).toContain('says *** aloud');
    expect(runner.commandOf(plan)).toBe(
      'terraform init -input=false -no-color -reconfigure -backend-config=slipway.tfbackend && terraform plan -input=false -lock-timeout=0s -detailed-exitcode -json -out=plan.bin && terraform show -json plan.bin',
    );
    await runner.forget(plan.id);
    await expectNowhere(join(folder, 'operations'), [
      SECRET,
      'sensitive-of-plan',
    ]);
    delete process.env.PORTAL_SECRET;
  });

  it('applies exactly the plan file, and hides what the plan says is sensitive', async () => {
    const { runner, job, until, states } = fakeProcessRunner(directory, {
      secrets: ['sensitive-of-plan'],
    });
    const plan = job('terraform:plan');
    await runner.start(plan);
    await until(plan.id, 'ended');
    const { plan: file } = await runner.result(plan.id);
    const apply = job('terraform:apply', {
      id: plan.id.replace(/1-1$/, '3-1'),
      plan: file,
    });
    await runner.start(apply);
    expect(await until(apply.id, 'ended')).toEqual({
      is: 'ended',
      exitCode: 0,
    });
    expect((await runner.log(apply.id, 0)).text).toContain('*** was written');
    expect(await states.version('orders-try')).toEqual({
      serial: 1,
      lineage: 'fake',
    });
    expect(await states.resources('orders-try')).toBe(1);
    expect(await states.lock('orders-try')).toBeUndefined();
  });

  it('a failure has its reason', async () => {
    const { runner, job, until } = fakeProcessRunner(directory, {
      env: { FAKE_FAIL: 'quota of /home/me/secret/path exceeded' },
    });
    const plan = job('terraform:plan');
    await runner.start(plan);
    expect(await until(plan.id, 'ended')).toEqual({ is: 'ended', exitCode: 1 });
    expect((await runner.result(plan.id)).lastWords).toBe(
      'Error: quota of … exceeded',
    );
  });

  it('a job is started once, whoever asks again', async () => {
    const { runner, job, until } = fakeProcessRunner(directory, {
      env: { FAKE_PLAN_MS: '300' },
    });
    const plan = job('terraform:plan');
    await Promise.all([runner.start(plan), runner.start(plan)]);
    await runner.start(plan);
    await until(plan.id, 'ended');
    const { text } = await runner.log(plan.id, 0);
    expect(text.match(/\$ terraform plan/g)).toHaveLength(1);
  });

  it('cancels by an interrupt: the lock is released', async () => {
    const { runner, job, until, states } = fakeProcessRunner(directory, {
      env: { FAKE_PLAN_MS: '60000' },
    });
    const plan = job('terraform:plan');
    await runner.start(plan);
    while (!(await states.lock('orders-try'))) await sleep(10);
    await runner.cancel(plan.id);
    expect(await until(plan.id, 'ended')).toEqual({ is: 'ended', exitCode: 1 });
    expect(await states.lock('orders-try')).toBeUndefined();
    expect((await runner.log(plan.id, 0)).text).toContain(
      'Interrupt received.',
    );
  });

  it('a killed supervisor: what runs is followed, and then its end is not known', async () => {
    const { runner, job, until, jobFolder, states } = fakeProcessRunner(
      directory,
      { env: { FAKE_PLAN_MS: '1500' } },
    );
    const plan = job('terraform:plan');
    await runner.start(plan);
    while (!(await states.lock('orders-try'))) await sleep(10);
    const folder = jobFolder(plan.id);
    const supervisor = await proofIn(join(folder, 'supervisor.json'));
    process.kill(supervisor.pid, 'SIGKILL');
    expect(await runner.find(plan.id)).toEqual({ is: 'running' });
    expect(await until(plan.id, 'unknown')).toMatchObject({
      reason: expect.stringContaining('none wrote down how it ended'),
    });
  });

  it('a killed tool: its exit is written down, its lock stays', async () => {
    const { runner, job, until, jobFolder, states } = fakeProcessRunner(
      directory,
      { env: { FAKE_PLAN_MS: '60000' } },
    );
    const plan = job('terraform:plan');
    await runner.start(plan);
    while (!(await states.lock('orders-try'))) await sleep(10);
    const tool = await proofIn(join(jobFolder(plan.id), 'tool.json'));
    process.kill(tool.pid, 'SIGKILL');
    expect(await until(plan.id, 'ended')).toEqual({
      is: 'ended',
      exitCode: 130,
    });
    expect(await states.lock('orders-try')).toBeDefined();
    expect(await isAlive(tool)).toBe(false);
  });

  it('gives up a job whose supervisor never came', async () => {
    const { runner, job, jobFolder } = fakeProcessRunner(directory);
    const plan = job('terraform:plan');
    const folder = jobFolder(plan.id);
    await mkdir(folder, { recursive: true });
    expect(await runner.find(plan.id)).toEqual({ is: 'running' });
    utimesSync(folder, 1, 1);
    expect(await runner.find(plan.id)).toEqual({ is: 'never-started' });
    expect(existsSync(folder)).toBe(false);
  });

  it('knows changed code', async () => {
    const { runner, code } = fakeProcessRunner(directory);
    const before = await runner.codeHash();
    expect(await runner.codeHash()).toBe(before);
    writeFileSync(join(code, 'root', 'terraform.tfstate'), '{}');
    expect(await runner.codeHash()).toBe(before);
    writeFileSync(join(code, 'root', 'main.tf'), '# other\n');
    expect(await runner.codeHash()).not.toBe(before);
  });

  it('says what is missing', async () => {
    const { runner } = fakeProcessRunner(directory);
    expect(await runner.refusal()).toBeUndefined();
    expect(runner.skips('helmfile:sync')).toBe(
      'No Helmfile is configured for this cloud.',
    );
    expect(runner.skips('terraform:plan')).toBeUndefined();
  });
});

it('a pid that is given again is another process', async () => {
  const startTime = await startTimeOf(process.pid);
  expect(await isAlive({ pid: process.pid, startTime: startTime! })).toBe(true);
  expect(await isAlive({ pid: process.pid, startTime: '1' })).toBe(false);
  await waitFor(() => true);
});

/** No file below a folder holds one of these texts; what may be a secret is for its owner only. */
async function expectNowhere(folder: string, texts: readonly string[]) {
  for (const name of await readdir(folder, { recursive: true })) {
    const path = join(folder, name);
    if (!(await stat(path)).isFile()) continue;
    const content = await readFile(path, 'utf8');
    for (const text of texts)
      expect([name, content.includes(text)]).toEqual([name, false]);
  }
}
