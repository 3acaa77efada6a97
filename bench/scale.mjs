#!/usr/bin/env node
/**
 * The portal with 5,000 rollouts and 50,000 pods in one cluster.
 * Method and figures: bench/README.md.
 */
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LOGS } from '../scripts/lib/paths.mjs';
import { giveUp, say, step } from '../scripts/lib/say.mjs';
import { findChromium } from '../scripts/lib/parts/needs.mjs';
import {
  adminClient,
  cpuSeconds,
  keepResult,
  pressUser,
  summarise,
  tokenOf,
  withPortal,
} from './lib.mjs';
import { heapAfterCollection, openDebugger } from './lib-heap.mjs';

const ROLLOUTS = Number(process.env.ROLLOUTS ?? 5_000);
const PODS_EACH = Number(process.env.PODS_EACH ?? 10);
const VIEWERS = Number(process.env.VIEWERS ?? 500);
const CHANGES = 60;
const NAMESPACE = 'ecommerce';
const CLUSTER = 'gke-prod';
const OWNERS = ['order-service', 'product-service', 'user-service'];
const ROLLOUTS_PATH = `/apis/argoproj.io/v1alpha1/namespaces/${NAMESPACE}/rollouts`;
/** Several, because one user may have only so many live pages. */
const USERS = ['paula', 'omar', 'olga', 'carla', 'amir', 'nora', 'vera'];

const round = (value, digits = 1) => Number(value.toFixed(digits));
const nameOf = index => `scale-${String(index).padStart(5, '0')}`;

/** Runs `work` for each index, `width` at a time. */
async function inParallel(count, width, work) {
  let next = 0;
  const worker = async () => {
    while (next < count) {
      next += 1;
      await work(next - 1);
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
}

/** Processes of this instance whose work would change what is measured. */
function controllersOf(instance) {
  return readdirSync('/proc')
    .filter(entry => /^\d+$/.test(entry))
    .filter(pid => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        const where = readlinkSync(`/proc/${pid}/cwd`);
        return (
          /argo-rollouts|rollouts-controller|controller-manager|scheduler/.test(
            command,
          ) &&
          (command.includes(instance) || where.startsWith(instance))
        );
      } catch {
        return false;
      }
    })
    .map(Number);
}

/** One Rollout with its ReplicaSet and pods, as its controller would have left them. */
async function createFamily(admin, index) {
  const name = nameOf(index);
  const hash = (1e9 + index).toString(36);
  const labels = { app: name };
  const template = {
    metadata: { labels },
    spec: {
      containers: [
        {
          name: 'app',
          image: `example.test/app:1.0.${index % 7}`,
          env: [{ name: 'A', value: 'b' }],
          resources: { requests: { cpu: '100m', memory: '128Mi' } },
        },
      ],
    },
  };
  const post = async (path, body) =>
    (await admin('POST', path, body, 'application/json')).body;
  const owned = (apiVersion, kind, owner) => [
    {
      apiVersion,
      kind,
      name: owner.metadata.name,
      uid: owner.metadata.uid,
      controller: true,
    },
  ];
  const rollout = await post(ROLLOUTS_PATH, {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    metadata: {
      name,
      annotations: {
        'slipway.io/entity-ref': `component:default/${
          OWNERS[index % OWNERS.length]
        }`,
      },
    },
    spec: {
      replicas: PODS_EACH,
      selector: { matchLabels: labels },
      template,
      strategy: {
        canary: {
          steps: [
            { setWeight: 20 },
            { pause: {} },
            { setWeight: 60 },
            { pause: { duration: '10m' } },
          ],
        },
      },
    },
  });
  await admin('PATCH', `${ROLLOUTS_PATH}/${name}/status`, {
    status: {
      phase: index % 11 ? 'Healthy' : 'Paused',
      currentPodHash: hash,
      stableRS: hash,
      replicas: PODS_EACH,
      readyReplicas: PODS_EACH,
      availableReplicas: PODS_EACH,
      updatedReplicas: PODS_EACH,
      observedGeneration: '1',
      currentStepIndex: 4,
    },
  });
  const podLabels = { ...labels, 'rollouts-pod-template-hash': hash };
  const replicaSet = await post(
    `/apis/apps/v1/namespaces/${NAMESPACE}/replicasets`,
    {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: {
        name: `${name}-${hash}`,
        labels: podLabels,
        annotations: { 'rollout.argoproj.io/revision': '1' },
        ownerReferences: owned('argoproj.io/v1alpha1', 'Rollout', rollout),
      },
      spec: {
        replicas: PODS_EACH,
        selector: { matchLabels: podLabels },
        template: { ...template, metadata: { labels: podLabels } },
      },
    },
  );
  for (let pod = 0; pod < PODS_EACH; pod += 1) {
    await post(`/api/v1/namespaces/${NAMESPACE}/pods`, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: `${name}-${hash}-${pod}`,
        labels: podLabels,
        ownerReferences: owned('apps/v1', 'ReplicaSet', replicaSet),
      },
      spec: {
        ...template.spec,
        schedulerName: 'none',
        automountServiceAccountToken: false,
      },
    });
  }
}

/** Time and size of the first page of all rollouts, as a script gets it, and how many there are. */
async function measureList(url, token) {
  const began = performance.now();
  const response = await fetch(`${url}/api/rollouts/v1/rollouts`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`list: ${response.status} ${text}`);
  return {
    ms: performance.now() - began,
    bytes: text.length,
    items: JSON.parse(text).total,
  };
}

async function untilListed(url, token) {
  for (;;) {
    const { items } = await measureList(url, token);
    if (items >= ROLLOUTS) return;
    await sleep(1_000);
  }
}

/** A browser that is signed in, and counts the bytes of what it loads from the API. */
async function openBrowser(url, require) {
  const { chromium } = require('@playwright/test');
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
  });
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  await page.goto(url);
  await pressUser(page, 'olga');
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  const sizes = { onWire: 0 };
  // What the page decodes and parses, after compression.
  sizes.decoded = 0;
  const ofApi = new Set();
  session.on('Network.requestWillBeSent', ({ requestId, request }) => {
    if (/\/api\/(live|rollouts)\//.test(request.url)) ofApi.add(requestId);
  });
  session.on(
    'Network.dataReceived',
    ({ requestId, dataLength, encodedDataLength }) => {
      if (!ofApi.has(requestId)) return;
      sizes.onWire += encodedDataLength;
      sizes.decoded += dataLength;
    },
  );
  return { browser, page, sizes };
}

/** From the address to the first row, and what was sent until then. */
async function measureFirstRow(url, { page, sizes }) {
  const times = [];
  const bytes = [];
  const decoded = [];
  for (let visit = 0; visit < 5; visit += 1) {
    sizes.onWire = 0;
    sizes.decoded = 0;
    const began = Date.now();
    await page.goto(`${url}/rollouts`);
    // A row that is still loading shows nothing yet.
    await page
      .locator('[role="grid"] [data-index="0"]:not([data-loading])')
      .first()
      .waitFor();
    times.push(Date.now() - began);
    await sleep(1_500);
    bytes.push(sizes.onWire);
    decoded.push(sizes.decoded);
  }
  return {
    times,
    onWireBytes: Math.max(...bytes),
    parsedBytes: Math.max(...decoded),
  };
}

/** From the sending of a status change to the DOM of the rollout's page. */
async function measureChanges({ url, admin, page }) {
  const name = nameOf(11);
  await page.goto(`${url}/rollouts/${CLUSTER}/${NAMESPACE}/${name}`);
  await page.getByText(name).first().waitFor();
  await sleep(4_000);
  await page.evaluate(() => {
    window.seen = {};
    new MutationObserver(() => {
      // Before the text is asked for, which lays the page out.
      const now = performance.timeOrigin + performance.now();
      const found = /probe-(\d+)/.exec(document.body.innerText);
      if (found && !(found[1] in window.seen)) {
        window.seen[found[1]] = now;
      }
    }).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
    });
  });
  const delays = [];
  for (let change = 0; change < CHANGES; change += 1) {
    const { sent } = await admin('PATCH', `${ROLLOUTS_PATH}/${name}/status`, {
      status: { message: `probe-${change}`, phase: 'Progressing' },
    });
    await sleep(400);
    const at = await page.evaluate(index => window.seen[index], change);
    if (at !== undefined) delays.push(round(at - sent));
  }
  return { ...summarise(delays), missed: CHANGES - delays.length };
}

/** What viewers of the list cost while statuses change twice a second. */
async function measureViewers({ url, pid, admin }) {
  const tokens = await Promise.all(USERS.map(user => tokenOf(url, user)));
  const aborts = [];
  const received = [];
  await inParallel(VIEWERS, 6, async index => {
    const abort = new AbortController();
    const response = await fetch(`${url}/api/live/stream`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${tokens[index % tokens.length]}`,
      },
      body: JSON.stringify({
        topics: [
          { topic: 'rollouts:page', params: { query: '', page: '0' } },
          { topic: 'rollouts:counts' },
        ],
      }),
      signal: abort.signal,
    });
    if (!response.ok) throw new Error(`stream: ${response.status}`);
    aborts.push(abort);
    received.push(
      (async () => {
        try {
          for await (const chunk of response.body) void chunk;
        } catch (error) {
          if (error.name !== 'AbortError') throw error;
        }
      })(),
    );
  });
  await sleep(5_000);
  const before = cpuSeconds(pid);
  const began = performance.now();
  for (let change = 0; change < 40; change += 1) {
    await admin('PATCH', `${ROLLOUTS_PATH}/${nameOf(change)}/status`, {
      status: { message: `seen by all ${change}` },
    });
    await sleep(500);
  }
  const seconds = (performance.now() - began) / 1000;
  const cores = (cpuSeconds(pid) - before) / seconds;
  aborts.forEach(abort => abort.abort());
  await Promise.all(received);
  return { viewers: VIEWERS, coresOfPortal: round(cores, 2) };
}

const LOG = join(LOGS, 'bench-portal.log');

withPortal(
  'scale',
  async ({ url, pid, instance, require }) => {
    const admin = adminClient(instance);
    await sleep(15_000);
    const inspector = await openDebugger(pid, LOG);
    const idle = await heapAfterCollection(inspector);
    const stopped = controllersOf(instance);
    stopped.forEach(one => process.kill(one, 'SIGSTOP'));
    try {
      await step(
        `Creating ${ROLLOUTS} rollouts and ${ROLLOUTS * PODS_EACH} pods`,
        () => inParallel(ROLLOUTS, 24, index => createFamily(admin, index)),
      );
      const token = await tokenOf(url, 'olga');
      await untilListed(url, token);
      await sleep(10_000);
      const lists = [];
      for (let n = 0; n < 60; n += 1) lists.push(await measureList(url, token));
      const apiServer = [];
      for (let n = 0; n < 5; n += 1) {
        const { sent, answered } = await admin('GET', ROLLOUTS_PATH);
        apiServer.push(round(answered - sent));
      }
      const full = await heapAfterCollection(inspector);
      const { browser, page, sizes } = await openBrowser(url, require);
      const firstRow = await measureFirstRow(url, { page, sizes });
      const changeToDom = await measureChanges({ url, admin, page });
      await browser.close();
      const viewers =
        VIEWERS > 0 ? await measureViewers({ url, pid, admin }) : undefined;
      return {
        rollouts: ROLLOUTS,
        pods: ROLLOUTS * PODS_EACH,
        controllersStopped: stopped.length,
        list: {
          ...summarise(lists.map(({ ms }) => round(ms))),
          bytes: lists[0].bytes,
        },
        apiServerList: summarise(apiServer),
        heapMiB: { idle, full, more: round(full - idle) },
        firstRow,
        changeToDom,
        viewers,
      };
    } finally {
      inspector.close();
      stopped.forEach(one => process.kill(one, 'SIGCONT'));
    }
  },
  {
    // A free port for the debugger, which is opened later by a signal; as many streams as viewers are.
    environment: {
      NODE_OPTIONS: '--inspect-port=127.0.0.1:0',
      APP_CONFIG_slipway_live_maxStreamsPerUser: String(VIEWERS),
      APP_CONFIG_slipway_live_maxStreams: String(VIEWERS + 50),
    },
  },
).then(result => {
  say(JSON.stringify(result, null, 2));
  keepResult('scale', {
    goal: 'list p95 ≤ 50 ms, first page ≤ 1 MB, first row ≤ 1 s, change to DOM p95 ≤ 40 ms, heap ≤ +150 MiB, viewers ≤ 1 core',
    ...result,
  });
}, giveUp);
