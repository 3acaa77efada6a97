import { expect, test } from '@playwright/test';
import { PortalLoad } from './support/load';

const SERVICE = 'payment-service';

test('a spike through the portal follows its curve with two workers, and passes', async ({
  request,
}) => {
  const load = await PortalLoad.as(request, 'olga', SERVICE);
  const id = await load.launch('spike');
  const { run, points, endpoints, verdict } = await load.untilOver(id);
  expect(run).toMatchObject({
    state: 'finished',
    startedBy: 'user:default/olga',
    workersWanted: 2,
    peakUsers: 60,
  });
  expect(verdict).toMatchObject({ outcome: 'pass', final: true });
  expect(Math.max(...points.map(({ users }) => users))).toBe(60);
  expect(points.at(-1)?.users).toBe(0);
  expect(Math.max(...points.map(({ workers }) => workers))).toBe(2);
  expect(endpoints.map(({ endpoint }) => endpoint).sort()).toEqual([
    'GET /payment-service/api/payments',
    'GET /payment-service/api/payments/[id]',
  ]);
});

test('a load test that is stopped takes all users away, and its target is free again', async ({
  request,
}) => {
  const load = await PortalLoad.as(request, 'olga', SERVICE);
  const id = await load.launch('endurance');
  await load.untilLoaded(id);
  const { targets } = await load.suite();
  expect(targets[0].running).toMatchObject({ id });
  await load.stop(id);
  const { run } = await load.untilOver(id);
  expect(run).toMatchObject({
    state: 'stopped',
    stop: { by: 'user:default/olga' },
  });
  const { targets: free } = await load.suite();
  expect(free[0].running).toBeUndefined();
});
