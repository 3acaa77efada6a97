import { writeFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { PortalFaults } from '../tests/support/api';
import { kubectl } from '../tests/support/cluster';
import { STAGE } from '../tests/support/portal';

const isFull = process.env.SLIPWAY_LANE === 'full';
const SERVICE = 'payment-service';
const NODE = 'e2e-bare';
const POD = 'e2e-lonely';

/** A pod of the service on a node that the stand-in of the daemon knows nothing of. */
const OBJECTS = [
  {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: NODE,
      annotations: { 'kwok.x-k8s.io/node': 'fake' },
      labels: { 'kubernetes.io/hostname': NODE },
    },
    // Nobody else's pods come here.
    spec: { unschedulable: true },
  },
  {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: POD,
      namespace: STAGE,
      labels: {
        app: POD,
        'backstage.io/kubernetes-id': SERVICE,
      },
    },
    spec: {
      nodeName: NODE,
      containers: [{ name: 'app', image: 'registry.example/app:1' }],
    },
  },
];

test('a fault whose daemon is missing says so, and goes when it is released', async ({
  request,
}, info) => {
  const file = info.outputPath('objects.json');
  writeFileSync(
    file,
    JSON.stringify({ apiVersion: 'v1', kind: 'List', items: OBJECTS }),
  );
  await kubectl('apply', '-f', file);
  try {
    await kubectl(
      'wait',
      `pod/${POD}`,
      '-n',
      STAGE,
      '--for=condition=Ready',
      '--timeout=60s',
    );
    const faults = await PortalFaults.as(request, 'olga', SERVICE);
    const [kind, name] = ['NetworkChaos', 'e2e-no-daemon'] as const;
    const place = { namespaces: [STAGE], labelSelectors: { app: POD } };
    await faults.launch(
      faults.draft(kind, name, {
        selector: place,
        action: 'delay',
        delay: { latency: '120ms' },
        duration: '10m',
      }),
    );
    const { core } = await faults.until(
      kind,
      name,
      'the daemon is missing',
      detail => detail.core.problem?.reason === 'not-injected',
    );
    expect(core.state).toBe('injecting');
    expect(core.problem).toMatchObject({
      severity: 'error',
      summary: `Injecting failed for 1 of 1 targets: cannot find daemonIP on node ${NODE}`,
      remedy: expect.stringContaining('Check that chaos-daemon runs'),
    });
    await faults.act(kind, name, 'stop');
    await faults.until(
      kind,
      name,
      'its deletion is held back',
      detail => detail.core.state === 'deleting',
    );
    if (isFull) {
      // Half a minute is given to it first.
      await faults.until(
        kind,
        name,
        'it is stuck',
        detail => detail.core.problem?.reason === 'stuck-deleting',
      );
      await faults.act(kind, name, 'release');
    } else {
      await kubectl(
        'patch',
        'networkchaos.chaos-mesh.org',
        name,
        '-n',
        STAGE,
        '--type=merge',
        '-p',
        '{"metadata":{"finalizers":null}}',
      );
    }
    await faults.untilGone(kind, name);
  } finally {
    await kubectl('delete', '-f', file, '--wait=false');
  }
});
