import { createRequire } from 'node:module';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { LOGS, ROOT, STATE } from '../scripts/lib/paths.mjs';
import { realStack } from '../scripts/lib/platform.mjs';
import { freePort, startPortal } from '../scripts/lib/portal.mjs';
import { ensureApp, ensureDependencies } from '../scripts/lib/prepare.mjs';
import { step } from '../scripts/lib/say.mjs';
import { ensureToolchain } from '../scripts/lib/toolchain.mjs';

const require = createRequire(join(ROOT, 'packages/e2e/package.json'));

/** Minimum, median, 95th percentile and maximum of a list of numbers. */
export function summarise(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = share =>
    sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
  return {
    n: sorted.length,
    min: sorted[0],
    median: at(0.5),
    p95: at(0.95),
    max: sorted[sorted.length - 1],
  };
}

/** One request to the API server of an instance with the administrator's certificate. */
export function adminClient(instance) {
  const YAML = require('yaml');
  const config = YAML.parse(
    readFileSync(join(instance, 'pki/admin.kubeconfig'), 'utf8'),
  );
  const { server, 'certificate-authority-data': ca } =
    config.clusters[0].cluster;
  const user = config.users[0].user;
  const decode = text => Buffer.from(text, 'base64');
  const agent = new Agent({
    keepAlive: true,
    ca: decode(ca),
    cert: decode(user['client-certificate-data']),
    key: decode(user['client-key-data']),
  });
  return (method, path, body, type = 'application/merge-patch+json') =>
    new Promise((resolve, reject) => {
      const sent = performance.timeOrigin + performance.now();
      const call = httpsRequest(
        server + path,
        { method, agent, headers: body ? { 'content-type': type } : {} },
        response => {
          let text = '';
          response.on('data', chunk => {
            text += chunk;
          });
          response.on('end', () => {
            const answered = performance.timeOrigin + performance.now();
            if (response.statusCode >= 300) {
              reject(
                new Error(
                  `${method} ${path}: ${response.statusCode} ${text.slice(
                    0,
                    300,
                  )}`,
                ),
              );
            } else {
              resolve({ sent, answered, body: JSON.parse(text) });
            }
          });
        },
      );
      call.on('error', reject);
      call.end(body ? JSON.stringify(body) : undefined);
    });
}

/**
 * Stands between the portal and the API server and counts what passes, by
 * method and kind of request. Adds one loopback hop.
 */
export async function countingProxy(target, ca) {
  const agent = new Agent({ keepAlive: true, ca });
  const counts = new Map();
  const server = createServer((incoming, outgoing) => {
    const url = new URL(incoming.url, target);
    const kind = url.searchParams.has('watch')
      ? 'watch'
      : incoming.method.toLowerCase();
    const resource =
      url.pathname
        .split('/')
        .filter(part => part && !/^(api|apis|v1|v1alpha1)$/.test(part))
        .slice(-1)[0] ?? '/';
    const key = `${kind} ${resource}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
    const onward = httpsRequest(
      url,
      {
        method: incoming.method,
        headers: { ...incoming.headers, host: url.host },
        agent,
      },
      answer => {
        outgoing.writeHead(answer.statusCode, answer.headers);
        outgoing.flushHeaders();
        answer.pipe(outgoing);
        answer.on('error', () => outgoing.destroy());
      },
    );
    onward.on('error', () => outgoing.destroy());
    outgoing.on('close', () => onward.destroy());
    incoming.pipe(onward);
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    take() {
      const taken = Object.fromEntries([...counts].sort());
      counts.clear();
      return taken;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise(resolve => server.close(resolve));
    },
  };
}

/** CPU seconds of a process so far (user and system), from the kernel. */
export function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .split(') ')[1]
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** A Backstage token of a sample user. Waits until the catalog has read who there is. */
export async function tokenOf(url, user) {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const response = await fetch(`${url}/api/auth/sample-users/refresh`, {
      headers: { 'x-slipway-sample-user': user },
    });
    if (response.ok) return (await response.json()).backstageIdentity.token;
    await response.text();
    if (response.status !== 404 || Date.now() > deadline) {
      throw new Error(`sign-in: ${response.status}`);
    }
    await new Promise(resolve => setTimeout(resolve, 200));
  }
}

/**
 * Presses a sample user on the sign-in page. The list of users goes at the
 * press; only when the portal has answered is the user known to the page, and
 * to the next one.
 */
export async function pressUser(page, user) {
  await page.getByRole('button', { name: new RegExp(user, 'i') }).click();
  await page.waitForFunction(
    name => window.sessionStorage.getItem('slipway.sampleUser') === name,
    user,
  );
}

/**
 * Brings up an instance of the real stack and a portal that looks at it, runs
 * `work`, and takes both down.
 *
 * @param options.environment - further variables of the portal's process
 */
export async function withPortal(name, work, { adjust, environment } = {}) {
  const tools = await ensureToolchain();
  await ensureDependencies(tools);
  await ensureApp(tools);
  const instance = join(STATE, 'real-stack', name);
  await step('Building the real stack (what is built is kept)', () =>
    realStack(tools, ['build'], { log: join(LOGS, 'bench-build.log') }),
  );
  await step(`Starting the real stack "${name}"`, () =>
    realStack(
      tools,
      [
        'up',
        '--name',
        name,
        '--cluster-name',
        'gke-prod',
        '--foreground-parent',
        String(process.pid),
      ],
      {
        log: join(LOGS, `bench-${name}.log`),
      },
    ),
  );
  const stateDir = join(STATE, `bench-db-${process.pid}`);
  let portal;
  try {
    const extra = (await adjust?.(instance)) ?? [];
    portal = startPortal(tools, {
      configs: [join(instance, 'app-config.yaml'), ...extra],
      port: await freePort(),
      stateDir,
      environment,
      log: join(LOGS, `bench-portal.log`),
    });
    await step('Starting the portal', () => portal.ready());
    return await work({ url: portal.url, pid: portal.pid, instance, require });
  } finally {
    await portal?.stop();
    rmSync(stateDir, { recursive: true, force: true });
    await step('Ending the real stack', () =>
      realStack(tools, ['down', '--name', name, '--wipe'], {
        log: join(LOGS, `bench-down.log`),
      }),
    );
  }
}

/** Keeps a result beside the method, with the machine it was measured on. */
export function keepResult(name, result) {
  const file = join(ROOT, 'bench/results', `${name}.json`);
  mkdirSync(join(ROOT, 'bench/results'), { recursive: true });
  writeFileSync(
    file,
    `${JSON.stringify(
      {
        bench: name,
        measuredAt: new Date().toISOString(),
        machine: {
          cpus: cpus().length,
          model: cpus()[0].model.trim(),
          memoryGiB: Math.round(totalmem() / 2 ** 30),
          node: process.version,
        },
        ...result,
      },
      null,
      2,
    )}\n`,
  );
  console.log(`\n${file}`);
}
