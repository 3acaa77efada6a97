import { execFileSync } from 'node:child_process';
import { expect, test } from '@playwright/test';
import { behave, PortalLoad } from '../tests/support/load';

const SERVICE = 'payment-service';
const isFull = process.env.SLIPWAY_LANE === 'full';

/** Processes of real Locust of one run: their command lines name its folder. */
const processesOf = (id: string, role: 'master' | 'worker'): number[] =>
  execFileSync('ps', ['-ww', '-axo', 'pid=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter(line => line.includes(`/${id}/`) && line.includes(` --${role} `))
    .map(line => Number(line.trim().split(' ')[0]));

test.afterEach(() => behave('well'));

for (const profile of isFull ? ['load', 'stress', 'spike'] : ['load']) {
  test(`${profile}: the figures of the portal are those of Locust's own report`, async ({
    request,
  }) => {
    const load = await PortalLoad.as(request, 'olga', SERVICE);
    const id = await load.launch(profile);
    const { run, endpoints, verdict } = await load.untilOver(id);
    expect(run).toMatchObject({ state: 'finished', hasReport: true });
    expect(verdict?.outcome).toBe('pass');
    const report = await load.report(id);
    for (const { endpoint, requests, failures } of endpoints) {
      const name = endpoint.replace(/^GET /, '');
      const row = new RegExp(
        `\\{[^{}]*"name":\\s*"${name.replace(/[[\]]/g, '\\$&')}"[^{}]*\\}`,
      ).exec(report)?.[0];
      expect(row, `${name} in the report`).toBeDefined();
      expect(row).toMatch(new RegExp(`"num_requests":\\s*${requests}\\b`));
      expect(row).toMatch(new RegExp(`"num_failures":\\s*${failures}\\b`));
    }
    expect(processesOf(id, 'master')).toEqual([]);
    expect(processesOf(id, 'worker')).toEqual([]);
  });
}

test('a target that fails stops the run at its threshold, and the verdict is fail', async ({
  request,
}) => {
  const load = await PortalLoad.as(request, 'olga', SERVICE);
  const id = await load.launch('endurance');
  await load.untilLoaded(id);
  await behave('fails');
  const { run, verdict, errors } = await load.untilOver(id);
  expect(run).toMatchObject({
    state: 'stopped',
    stop: { by: 'slipway', reason: expect.stringContaining('Failure ratio') },
  });
  expect(verdict).toMatchObject({ outcome: 'fail', final: true });
  expect(errors.map(({ message }) => message).join()).toContain('500');
  expect(processesOf(id, 'worker')).toEqual([]);
});

if (isFull) {
  test('a worker that is killed is shown as missing; a master that is killed ends the run as failed', async ({
    request,
  }) => {
    const load = await PortalLoad.as(request, 'olga', SERVICE);
    const id = await load.launch('endurance');
    await load.untilLoaded(id);
    const [worker] = processesOf(id, 'worker');
    process.kill(worker, 'SIGKILL');
    await load.until(id, 'a worker is missing', ({ points }) =>
      points.some(one => one.missingWorkers === 1),
    );
    const [master] = processesOf(id, 'master');
    process.kill(master, 'SIGKILL');
    const { run, verdict } = await load.untilOver(id);
    expect(run.state).toBe('failed');
    expect(run.problem).toContain('The master ended before the run did.');
    expect(verdict?.outcome).toBe('inconclusive');
    // What the master no longer leads is ended with it.
    expect(processesOf(id, 'worker')).toEqual([]);
  });
}
