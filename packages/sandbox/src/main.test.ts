import { ChildProcess, spawn } from 'node:child_process';
import {
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';

// A bound, no verdict on speed: seven processes are started, one after the other.
jest.setTimeout(600_000);

interface Ready {
  config: string;
  kubeconfig: string;
  viewerKubeconfig: string;
  clusters: Array<{ name: string; api: string; prometheus: string }>;
}

interface Running {
  child: ChildProcess;
  ready: Promise<Ready>;
  /** Exit code, and what was said to users. */
  exited: Promise<{ code: number | null; said: string }>;
}

interface Tag {
  uid: string;
  image: string;
}

describe('the process', () => {
  let state: string;
  const children: ChildProcess[] = [];

  beforeAll(() => {
    state = mkdtempSync(join(tmpdir(), 'sandbox-main-'));
  });
  afterAll(() => {
    children.forEach(child => child.kill('SIGKILL'));
    rmSync(state, { recursive: true, force: true });
  });

  function start(...args: string[]): Running {
    const child = spawn(
      process.execPath,
      [
        '--no-node-snapshot',
        '-r',
        require.resolve('@backstage/cli/config/nodeTransform.cjs'),
        join(__dirname, 'main.ts'),
        ...args,
      ],
      { stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: process.env.PATH } },
    );
    children.push(child);
    let out = '';
    let said = '';
    child.stderr?.on('data', chunk => (said += chunk));
    const exited = new Promise<{ code: number | null; said: string }>(
      resolve => {
        child.on('close', code => resolve({ code, said }));
      },
    );
    const ready = new Promise<Ready>((resolve, reject) => {
      child.stdout?.on('data', chunk => {
        out += chunk;
        const lines = out.split('\n');
        if (lines.some(line => line.startsWith('{"ready":'))) {
          resolve(JSON.parse(lines[0]));
        }
      });
      exited.then(() =>
        reject(new Error(`ended before it was ready: ${said}`)),
      );
    });
    ready.catch(() => {});
    return { child, ready, exited };
  }

  /** Asks an API server as the portal would. */
  async function rolloutsOf(ready: Ready, index: number) {
    const { clusters } = parse(readFileSync(ready.config, 'utf8')).kubernetes
      .clusterLocatorMethods[0];
    const { url, caData, serviceAccountToken } = clusters[index];
    const text = await new Promise<string>((resolve, reject) => {
      get(
        `${url}/apis/argoproj.io/v1alpha1/rollouts`,
        {
          agent: false,
          ca: Buffer.from(caData, 'base64'),
          headers: { authorization: `Bearer ${serviceAccountToken}` },
        },
        response => {
          let body = '';
          response.on('data', chunk => (body += chunk));
          response.on('end', () => resolve(body));
        },
      ).on('error', reject);
    });
    const { items } = JSON.parse(text) as {
      items: Array<{
        metadata: { namespace: string; name: string; uid: string };
        spec: {
          template: { spec: { containers: Array<{ image: string }> } };
        };
      }>;
    };
    return new Map<string, Tag>(
      items.map(({ metadata, spec }) => [
        `${metadata.namespace}/${metadata.name}`,
        { uid: metadata.uid, image: spec.template.spec.containers[0].image },
      ]),
    );
  }

  it('opens three clusters, ends at once when asked, and continues where it was', async () => {
    const first = start('--state', state, '--parent', String(process.pid));
    const ready = await first.ready;
    expect(ready.clusters.map(({ name }) => name)).toEqual([
      'gke-prod',
      'eks-prod',
      'aks-dev',
    ]);
    for (const { api, prometheus } of ready.clusters) {
      expect(new URL(api).hostname).toBe('127.0.0.1');
      expect(new URL(prometheus).hostname).toBe('127.0.0.1');
    }
    for (const file of [
      ready.config,
      ready.kubeconfig,
      ready.viewerKubeconfig,
    ]) {
      expect(statSync(file).mode.toString(8).slice(-3)).toBe('600');
    }
    const before = await rolloutsOf(ready, 0);
    expect(before.size).toBe(12);
    expect(before.get('ecommerce/order-service')?.image).toContain(':0.2.0');

    // Ports may be others; tokens and certificates are kept.
    const credentials = (file: string) =>
      readFileSync(file, 'utf8').replace(/127\.0\.0\.1:\d+/g, '');
    const trusted = credentials(ready.kubeconfig);
    first.child.kill('SIGTERM');
    expect((await first.exited).code).toBe(0);

    const second = start('--state', state);
    const readyAgain = await second.ready;
    expect(credentials(readyAgain.kubeconfig)).toBe(trusted);
    const after = await rolloutsOf(readyAgain, 0);
    expect(after.get('ecommerce/order-service')).toEqual(
      before.get('ecommerce/order-service'),
    );
    second.child.kill('SIGKILL');
    await second.exited;

    // A crash leaves what was kept before it.
    const third = start('--state', state, '--demo', 'off');
    const again = await rolloutsOf(await third.ready, 0);
    expect(again.get('ecommerce/order-service')).toEqual(
      before.get('ecommerce/order-service'),
    );
    third.child.kill('SIGTERM');
    await third.exited;

    const fresh = start('--state', state, '--demo', 'off', '--reset');
    const reset = await rolloutsOf(await fresh.ready, 0);
    expect(reset.get('ecommerce/order-service')?.image).toContain(':0.1.0');
    expect(reset.get('ecommerce/order-service')?.uid).not.toBe(
      before.get('ecommerce/order-service')?.uid,
    );
    fresh.child.kill('SIGTERM');
    await fresh.exited;
  });

  it('has measured the traffic of the time that nobody ran it', async () => {
    const first = start('--state', state, '--reset');
    await first.ready;
    first.child.kill('SIGTERM');
    await first.exited;
    const file = join(state, 'state.json');
    const kept = JSON.parse(readFileSync(file, 'utf8'));
    const ago = (minutes: number) => Date.now() - minutes * 60_000;
    writeFileSync(
      file,
      JSON.stringify({ ...kept, at: new Date(ago(60)).toISOString() }),
    );

    const second = start('--state', state);
    const { clusters } = await second.ready;
    const rate = async (minutes: number) => {
      const query = new URLSearchParams({
        query: 'sum(rate(response_total{namespace="ecommerce"}[1m])) > 0',
        time: String(ago(minutes) / 1_000),
      });
      const answer = await fetch(
        `${clusters[0].prometheus}/api/v1/query?${query}`,
      );
      return (await answer.json()).data.result.length;
    };
    expect(await rate(0)).toBe(1);
    expect(await rate(10)).toBe(1);
    // Longer ago than anything was measured, however long the start took.
    expect(await rate(40)).toBe(0);
    second.child.kill('SIGTERM');
    await second.exited;
  });

  it('ends when its parent is gone', async () => {
    const parent = spawn(process.execPath, [
      '-e',
      'setInterval(() => {}, 1e6)',
    ]);
    children.push(parent);
    const running = start('--state', state, '--parent', String(parent.pid));
    await running.ready;
    parent.kill('SIGKILL');
    expect((await running.exited).code).toBe(0);
  });

  it.each([
    [['--host', '0.0.0.0'], 'loopback only'],
    [['--parent', String(2 ** 22 + 1)], 'no process'],
  ])('refuses %p', async (args, words) => {
    const { code, said } = await start('--state', state, ...args).exited;
    expect(code).not.toBe(0);
    expect(said).toContain(words);
  });
});
