#!/usr/bin/env node
/**
 * Requests that reach the API server for 1 and for 50 viewers.
 * Method and figures: bench/README.md.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { giveUp, say, step } from '../scripts/lib/say.mjs';
import {
  adminClient,
  countingProxy,
  cpuSeconds,
  keepResult,
  tokenOf,
  withPortal,
} from './lib.mjs';

const SECONDS = 60;
/** Several, because one user may have only so many live pages. */
const USERS = ['paula', 'omar', 'olga', 'carla', 'amir', 'nora', 'vera'];
const ROLLOUT = {
  cluster: 'gke-prod',
  namespace: 'ecommerce',
  name: 'order-service',
};
const ROLLOUT_PATH =
  '/apis/argoproj.io/v1alpha1/namespaces/ecommerce/rollouts/order-service';

/** One viewer of the list and of a rollout: the topics that both pages ask for, over one stream. */
async function openViewer(url, token) {
  const abort = new AbortController();
  const response = await fetch(`${url}/api/live/stream`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
    },
    body: JSON.stringify({
      topics: [
        { topic: 'rollouts:page', params: { query: '', page: '0' } },
        { topic: 'rollouts:counts' },
        { topic: 'rollouts:detail', params: ROLLOUT },
        { topic: 'rollouts:metrics', params: ROLLOUT },
      ],
    }),
    signal: abort.signal,
  });
  if (!response.ok) throw new Error(`stream: ${response.status}`);
  const viewer = { bytes: 0, upserts: 0, close: () => abort.abort() };
  viewer.done = (async () => {
    const decoder = new TextDecoder();
    try {
      for await (const chunk of response.body) {
        viewer.bytes += chunk.length;
        viewer.upserts +=
          decoder.decode(chunk, { stream: true }).split('"type":"upsert"')
            .length - 1;
      }
    } catch (error) {
      if (error.name !== 'AbortError') throw error;
    }
  })();
  return viewer;
}

/** Changes that every round sees: a restart of all pods of the service, halfway. */
async function round({ url, pid, admin, proxy, viewers }) {
  const tokens = await Promise.all(USERS.map(name => tokenOf(url, name)));
  const open = [];
  for (let i = 0; i < viewers; i += 1) {
    open.push(await openViewer(url, tokens[i % tokens.length]));
  }
  await new Promise(resolve => setTimeout(resolve, 3000));
  proxy.take();
  const before = cpuSeconds(pid);
  const restart = setTimeout(() => {
    admin('PATCH', ROLLOUT_PATH, {
      spec: { restartAt: new Date().toISOString().replace(/\.\d+Z$/, 'Z') },
    }).catch(giveUp);
  }, 5000);
  await new Promise(resolve => setTimeout(resolve, SECONDS * 1000));
  clearTimeout(restart);
  const requests = proxy.take();
  const result = {
    viewers,
    seconds: SECONDS,
    requests: Object.values(requests).reduce((a, b) => a + b, 0),
    byKind: requests,
    portalCpuSeconds: Number((cpuSeconds(pid) - before).toFixed(2)),
    kilobytesPerViewer: Math.round(
      open.reduce((sum, viewer) => sum + viewer.bytes, 0) / open.length / 1024,
    ),
    upsertsPerViewer: Math.round(
      open.reduce((sum, viewer) => sum + viewer.upserts, 0) / open.length,
    ),
  };
  for (const viewer of open) viewer.close();
  await Promise.all(open.map(viewer => viewer.done));
  await new Promise(resolve => setTimeout(resolve, 10_000));
  return result;
}

let proxy;
withPortal(
  'bench-viewers',
  async ({ url, pid, instance }) => {
    const admin = adminClient(instance);
    await new Promise(resolve => setTimeout(resolve, 15_000)); // caches are warm
    const rounds = [];
    for (const viewers of [1, 50, 1, 50]) {
      rounds.push(
        await step(`${viewers} viewers for ${SECONDS} s`, () =>
          round({ url, pid, admin, proxy, viewers }),
        ),
      );
    }
    return rounds;
  },
  {
    /** The portal reaches the API server through the counting proxy. */
    async adjust(instance) {
      const file = join(instance, 'app-config.yaml');
      const text = readFileSync(file, 'utf8');
      const url = text.match(/url: (https:\/\/127\.0\.0\.1:\d+)/)[1];
      proxy = await countingProxy(
        url,
        readFileSync(join(instance, 'pki/ca.crt')),
      );
      writeFileSync(file, text.replace(url, proxy.url));
      return [];
    },
  },
)
  .then(rounds => {
    say(JSON.stringify(rounds, null, 2));
    keepResult('viewers', {
      goal: 'no more requests for 50 viewers than for 1',
      rounds,
    });
  }, giveUp)
  .finally(() => proxy?.close());
