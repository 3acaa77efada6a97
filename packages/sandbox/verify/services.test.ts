/**
 * Real Locust loads a service of the sandbox over HTTP: what Locust counts is
 * what the service answered, and the sandbox's own metrics show that load.
 * SLIPWAY_LOCUST is the path of the program.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { GOLDEN_QUERIES } from '@slipway/plugin-metrics-common';
import { Ready, startSandbox } from './startSandbox';

const USERS = 20;
/** Each user sends two requests a second. */
const LOAD = USERS * 2;
const SECONDS = 14;

const LOCUSTFILE = `
from locust import FastHttpUser, constant_pacing, task


class Reader(FastHttpUser):
    wait_time = constant_pacing(0.5)
    connection_timeout = 5
    network_timeout = 10

    @task
    def read(self):
        self.client.get("/order-service/api/orders")
`;

interface Entry {
  method: string;
  name: string;
  num_requests: number;
  num_failures: number;
  response_times: Record<string, number>;
}

const locust = process.env.SLIPWAY_LOCUST ?? '';

describe('services under a real Locust', { concurrency: 1 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-services-'));
  let sandbox: { ready: Ready; stop(): Promise<void> };

  before(async () => {
    assert.ok(locust, 'SLIPWAY_LOCUST is not set');
    writeFileSync(join(folder, 'locustfile.py'), LOCUSTFILE);
    sandbox = await startSandbox(join(folder, 'state'));
  });

  after(async () => {
    await sandbox.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Requests per second that order-service of aks-dev got in the last ten seconds. */
  async function requestRate(): Promise<number> {
    const cluster = sandbox.ready.clusters.find(
      ({ name }) => name === 'aks-dev',
    );
    const query = GOLDEN_QUERIES.requestRate.build(
      {
        cluster: 'aks-dev',
        namespace: 'ecommerce',
        deployment: 'order-service',
      },
      '10s',
    );
    const answer = await fetch(
      `${cluster?.prometheus}/api/v1/query?query=${encodeURIComponent(query)}`,
    );
    const { data } = (await answer.json()) as {
      data: { result: Array<{ value: [number, string] }> };
    };
    return Number(data.result[0]?.value[1]);
  }

  it('is counted by both alike', async () => {
    const usual = await requestRate();
    assert.ok(usual > 1, `usual traffic: ${usual}`);
    const run = promisify(execFile)(locust, [
      ...['-f', join(folder, 'locustfile.py'), '--headless', '--json'],
      ...['--users', String(USERS), '--spawn-rate', String(USERS)],
      ...['--run-time', `${SECONDS}s`, '--stop-timeout', '5'],
      '--host',
      `${sandbox.ready.services}/aks-dev/ecommerce/order-service`,
    ]).catch(error => {
      // Locust exits with 1 when a request failed, which a service may do.
      if (error.code === 1) return { stdout: String(error.stdout) };
      throw error;
    });
    // The rate looks ten seconds back: by now all of them are under load.
    await sleep((SECONDS - 1) * 1_000);
    const during = await requestRate();
    const [entry] = JSON.parse((await run).stdout) as Entry[];

    assert.equal(entry.name, '/order-service/api/orders');
    assert.ok(
      entry.num_requests > LOAD * SECONDS * 0.8 &&
        entry.num_requests <= LOAD * (SECONDS + 1),
      `${entry.num_requests} requests`,
    );
    assert.ok(
      entry.num_failures < entry.num_requests * 0.05,
      `${entry.num_failures} of ${entry.num_requests} failed`,
    );
    const medianMs = medianOf(entry.response_times);
    assert.ok(medianMs > 10 && medianMs < 400, `median ${medianMs} ms`);
    assert.ok(
      during - usual > LOAD * 0.6 && during - usual < LOAD * 1.5,
      `${during} requests/s, ${usual} before; ${LOAD} were sent`,
    );
  });
});

function medianOf(times: Record<string, number>): number {
  const sorted = Object.entries(times)
    .map(([ms, count]) => [Number(ms), count] as const)
    .sort(([a], [b]) => a - b);
  const half = sorted.reduce((sum, [, count]) => sum + count, 0) / 2;
  let seen = 0;
  for (const [ms, count] of sorted) {
    seen += count;
    if (seen >= half) return ms;
  }
  return NaN;
}
