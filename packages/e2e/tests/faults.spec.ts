import { expect, test } from '@playwright/test';
import type { FaultDetail } from '@slipway/plugin-chaos-common';
import { podsOf, PortalFaults, untilPods } from './support/api';
import { kubectl } from './support/cluster';
import { STAGE } from './support/portal';

const SERVICE = 'payment-service';
const isCalm = (pods: Array<{ ready: boolean }>) =>
  pods.length === 2 && pods.every(({ ready }) => ready);

/** Phases of the records of a fault, sorted. */
const phasesOf = ({ records }: FaultDetail) =>
  records.map(({ phase }) => phase).sort();

// A test that failed midway leaves the service to the next one as it was.
test.afterEach(() =>
  kubectl(
    'delete',
    'podchaos.chaos-mesh.org,networkchaos.chaos-mesh.org',
    '--all',
    '-n',
    STAGE,
  ),
);

test('a pod-kill through the portal replaces the pods that its preview named', async ({
  request,
}) => {
  const faults = await PortalFaults.as(request, 'olga', SERVICE);
  const before = await untilPods(SERVICE, 'two ready', isCalm);
  const radius = await faults.launch(
    faults.draft('PodChaos', 'e2e-kill', { action: 'pod-kill', mode: 'one' }),
  );
  expect(radius.selections[0]).toMatchObject({
    matchedTotal: 2,
    picked: { least: 1, most: 1 },
  });
  expect(radius.seen.matched).toEqual(
    before.map(({ name }) => `${STAGE}/${name}`).sort(),
  );
  const { records, core } = await faults.until(
    'PodChaos',
    'e2e-kill',
    'it has happened',
    detail => detail.core.state === 'finished',
  );
  expect(core).toMatchObject({
    oneShot: true,
    startedBy: 'user:default/olga',
    entity: { entityRef: `component:default/${SERVICE}` },
  });
  const after = await untilPods(
    SERVICE,
    'two ready, one of them another',
    pods =>
      isCalm(pods) &&
      pods.filter(({ uid }) => before.some(old => old.uid === uid)).length ===
        1,
  );
  const [gone] = before.filter(
    ({ uid }) => !after.some(pod => pod.uid === uid),
  );
  expect(records.map(({ id }) => id)).toEqual([`${STAGE}/${gone.name}`]);
  await faults.act('PodChaos', 'e2e-kill', 'stop');
  await faults.untilGone('PodChaos', 'e2e-kill');
});

test('a pod-failure through the portal replaces images, and its stop puts them back', async ({
  request,
}) => {
  const faults = await PortalFaults.as(request, 'olga', SERVICE);
  const before = await untilPods(SERVICE, 'two ready', isCalm);
  await faults.launch(
    faults.draft('PodChaos', 'e2e-failure', {
      action: 'pod-failure',
      duration: '5m',
    }),
  );
  await faults.until(
    'PodChaos',
    'e2e-failure',
    'it runs on both',
    detail => detail.core.stateText === 'Running: 2 of 2 targets injected.',
  );
  const failed = await untilPods(SERVICE, 'not ready', pods =>
    pods.every(({ ready }) => !ready),
  );
  expect(failed.map(({ uid }) => uid).sort()).toEqual(
    before.map(({ uid }) => uid).sort(),
  );
  for (const { name, images } of failed) {
    expect(images).not.toEqual(before.find(pod => pod.name === name)?.images);
  }
  await faults.act('PodChaos', 'e2e-failure', 'stop');
  await faults.untilGone('PodChaos', 'e2e-failure');
  const after = await untilPods(SERVICE, 'two ready', isCalm);
  expect(after.map(({ uid, images }) => [uid, ...images]).sort()).toEqual(
    before.map(({ uid, images }) => [uid, ...images]).sort(),
  );
});

test('a delay through the portal is injected everywhere, paused, resumed, and taken back', async ({
  request,
}) => {
  const faults = await PortalFaults.as(request, 'olga', SERVICE);
  const [kind, name] = ['NetworkChaos', 'e2e-delay'] as const;
  await faults.launch(
    faults.draft(kind, name, {
      action: 'delay',
      delay: { latency: '120ms' },
      duration: '10m',
    }),
  );
  const isRunning = (detail: FaultDetail) =>
    detail.core.state === 'running' &&
    String(phasesOf(detail)) === 'Injected,Injected';
  await faults.until(kind, name, 'injected', isRunning);
  await faults.act(kind, name, 'pause');
  await faults.until(
    kind,
    name,
    'paused and recovered',
    detail =>
      detail.core.state === 'paused' &&
      String(phasesOf(detail)) === 'Not Injected,Not Injected',
  );
  await faults.act(kind, name, 'resume');
  await faults.until(
    kind,
    name,
    'injected again',
    detail =>
      isRunning(detail) && detail.records.every(one => one.injectedCount === 2),
  );
  await faults.act(kind, name, 'stop');
  await faults.untilGone(kind, name);
});

test('what the webhook would refuse is refused at its field, before and at the launch', async ({
  request,
}) => {
  const faults = await PortalFaults.as(request, 'olga', SERVICE);
  // `from` and `both` direction cannot be used when targets is empty.
  const draft = faults.draft('NetworkChaos', 'e2e-refused', {
    action: 'delay',
    delay: { latency: '120ms' },
    direction: 'both',
    duration: '5m',
  });
  const radius = await faults.preview(draft);
  expect(radius.launchable).toBe(false);
  expect(radius.problems).toContainEqual(
    expect.objectContaining({
      path: 'spec.target',
      origin: 'controller',
      severity: 'refused',
    }),
  );
  const response = await faults.api.post(`${faults.place}/actions/launch`, {
    seen: radius.seen,
    args: { draft },
  });
  expect(response.status()).toBe(400);
  expect((await response.json()).error.message).toContain('spec.target');
  expect(
    (await faults.api.get(faults.path('NetworkChaos', 'e2e-refused'))).status(),
  ).toBe(404);
  expect((await podsOf(SERVICE)).length).toBe(2);
});
