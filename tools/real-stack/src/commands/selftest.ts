import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { binaries } from '../build/build.ts';
import type { Say } from '../build/build.ts';
import { ExplainedError } from '../errors.ts';
import { endProcess, markedProcesses } from '../instance/processes.ts';
import { readState } from '../instance/state.ts';
import { down } from '../instance/down.ts';
import { up } from '../instance/up.ts';
import { instancePaths } from '../paths.ts';
import { Checks } from './checks.ts';
import { Probe, ensure } from './probe.ts';

const first = 'selftest-a';
const second = 'selftest-b';
const rollout = { namespace: 'ecommerce', name: 'order-service' };
const image = (tag: string) =>
  `order-service=selimhorri/order-service-ecommerce-boot:${tag}`;

/** Resident memory in MB of everything that runs for an instance. */
async function residentMegabytes(instanceDir: string): Promise<number> {
  const kilobytes = (await markedProcesses(instanceDir)).map(({ pid }) =>
    Number(
      /^VmRSS:\s+(\d+)/m.exec(
        readFileSync(`/proc/${pid}/status`, 'utf8'),
      )?.[1] ?? 0,
    ),
  );
  return Math.round(kilobytes.reduce((sum, one) => sum + one, 0) / 1_024);
}

async function goodCanary(probe: Probe): Promise<string> {
  await probe.argo(
    'set',
    'image',
    rollout.name,
    `--namespace=${rollout.namespace}`,
    image('0.2.0'),
  );
  await probe.waitForRollout(
    rollout,
    one => one.status?.pauseConditions !== undefined,
    120,
  );
  await probe.argo('promote', rollout.name, `--namespace=${rollout.namespace}`);
  const done = await probe.waitForRollout(
    rollout,
    one =>
      one.status?.phase === 'Healthy' &&
      one.status.currentPodHash === one.status.stableRS,
    300,
  );
  ensure(
    done.spec.template.spec.containers[0].image.endsWith(':0.2.0'),
    'the stable image is not 0.2.0',
  );
  return 'stable is 0.2.0';
}

async function badCanary(probe: Probe): Promise<string> {
  await probe.argo(
    'set',
    'image',
    rollout.name,
    `--namespace=${rollout.namespace}`,
    image('0.2.0-errors'),
  );
  await probe.waitForRollout(
    rollout,
    one => one.status?.pauseConditions !== undefined,
    120,
  );
  await probe.argo('promote', rollout.name, `--namespace=${rollout.namespace}`);
  const aborted = await probe.waitForRollout(
    rollout,
    one => one.status?.abort === true,
    300,
  );
  const values = await probe.failedMeasurements(rollout.namespace);
  ensure(values.length >= 2, 'fewer than two failed measurements');
  ensure(
    values.every(value => value < 0.95),
    `a failed measurement is not below 0.95: ${values}`,
  );
  ensure(
    aborted.status?.message?.includes('RolloutAborted') === true,
    `message is "${aborted.status?.message}"`,
  );
  return `success rate ${values.map(value => value.toFixed(3)).join(', ')}`;
}

async function access(probe: Probe): Promise<string> {
  const olga = [
    '--as=slipway:user:default/olga',
    '--as-group=slipway:group:default/team-orders',
  ];
  const vera = [
    '--as=slipway:user:default/vera',
    '--as-group=slipway:group:default/viewers',
  ];
  const table: Array<
    [
      account: string,
      asWhom: string[],
      verb: string,
      resource: string,
      allowed: boolean,
    ]
  > = [
    ['portal', [], 'list', 'rollouts.argoproj.io', true],
    ['portal', [], 'get', 'secrets', false],
    ['portal', olga, 'patch', 'rollouts.argoproj.io', true],
    ['portal', vera, 'patch', 'rollouts.argoproj.io', false],
    ['viewer', [], 'list', 'rollouts.argoproj.io', true],
    ['viewer', [], 'patch', 'rollouts.argoproj.io', false],
  ];
  for (const [account, asWhom, verb, resource, allowed] of table) {
    const answer = await probe.canI(
      account,
      rollout.namespace,
      verb,
      resource,
      asWhom,
    );
    ensure(
      answer === (allowed ? 'yes' : 'no'),
      `${account} ${asWhom.join(' ')} ${verb} ${resource}: ${answer}`,
    );
  }
  const admin = await probe.canI('portal', rollout.namespace, 'get', 'pods', [
    '--as=admin',
    '--as-group=system:masters',
  ]);
  ensure(admin === 'forbidden', `impersonating system:masters: ${admin}`);
  return `${table.length + 1} answers as expected`;
}

async function repair(root: string): Promise<string> {
  const paths = instancePaths(root, second);
  const before = readState(paths)?.processes ?? {};
  await Promise.all(
    ['exporter', 'scheduler'].map(name => endProcess(before[name])),
  );
  await up(root, { name: second }, () => undefined);
  const after = readState(paths)?.processes ?? {};
  const renewed = Object.keys(after).filter(
    name => after[name].pid !== before[name]?.pid,
  );
  ensure(
    renewed.sort().join() === 'exporter,scheduler',
    `renewed: ${renewed.join(', ')}`,
  );
  return 'only the two that had died';
}

async function parentGone(root: string): Promise<string> {
  const { dir } = instancePaths(root, second);
  const parent = spawn('sleep', ['600'], { stdio: 'ignore' });
  await up(
    root,
    { name: second, foregroundParent: parent.pid },
    () => undefined,
  );
  ensure((await markedProcesses(dir)).length > 5, 'the instance is not up');
  parent.kill('SIGKILL');
  const until = Date.now() + 120_000;
  for (;;) {
    const left = await markedProcesses(dir);
    if (left.length === 0) break;
    ensure(Date.now() < until, `${left.length} processes are left`);
    await sleep(200);
  }
  return 'nothing is left';
}

/**
 * Brings two instances up side by side and asks them for what the rest of the
 * project relies on; `report` is a file for a JUnit report. Returns the exit code.
 */
export async function selftest(
  root: string,
  say: Say,
  report?: string,
): Promise<number> {
  const programs = await binaries(root);
  if ('missing' in programs) {
    throw new ExplainedError(
      programs.problem ?? 'Not built yet: run "build" first.',
    );
  }
  const checks = new Checks('self-test of the real stack', say, report);
  const [a, b] = [first, second].map(
    name => new Probe(instancePaths(root, name), programs.bin),
  );
  await Promise.all([first, second].map(name => down(root, name, true)));
  try {
    await checks.run('two instances come up side by side', async () => {
      const [one, two] = await Promise.all([
        up(root, { name: first, services: 'all' }, line =>
          say(`          ${first} ${line}`),
        ),
        up(root, { name: second, services: 'order-service' }, () => undefined),
      ]);
      const shared = Object.values(one.ports).filter(port =>
        Object.values(two.ports).includes(port),
      );
      ensure(shared.length === 0, `both use ${shared}`);
      return `${await residentMegabytes(
        instancePaths(root, first).dir,
      )} MB and ${await residentMegabytes(
        instancePaths(root, second).dir,
      )} MB resident`;
    });
    if (checks.failed === 0) {
      await Promise.all([
        checks.run('a good canary is promoted to the end', () => goodCanary(a)),
        checks.run('a bad canary is aborted by its analysis', () =>
          badCanary(b),
        ),
        checks.run('roles: portal, impersonation, viewer', () => access(a)),
      ]);
      await checks.run('down and up keep ports and objects', async () => {
        const before = readState(instancePaths(root, first))?.ports;
        await down(root, first);
        const left = await markedProcesses(instancePaths(root, first).dir);
        ensure(left.length === 0, `${left.length} processes are left`);
        const again = await up(root, { name: first }, () => undefined);
        ensure(
          JSON.stringify(again.ports) === JSON.stringify(before),
          'the ports have changed',
        );
        const { spec } = await a.waitForRollout(rollout, () => true, 60);
        ensure(
          spec.template.spec.containers[0].image.endsWith(':0.2.0'),
          'the image was forgotten',
        );
      });
      await checks.run('up repairs what died', () => repair(root));
      await checks.run('an instance ends with its parent', () =>
        parentGone(root),
      );
    }
  } finally {
    [a, b].forEach(probe => probe.close());
    await Promise.all([first, second].map(name => down(root, name, true)));
  }
  await checks.run('nothing is left behind', async () => {
    const left = (
      await Promise.all(
        [first, second].map(name =>
          markedProcesses(instancePaths(root, name).dir),
        ),
      )
    ).flat();
    ensure(left.length === 0, `pids ${left.map(({ pid }) => pid)}`);
  });
  return checks.finish();
}
