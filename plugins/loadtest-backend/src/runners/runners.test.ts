import { mockServices } from '@backstage/backend-test-utils';
import { fakeClusters } from '@slipway/plugin-clusters-node/testUtils';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runPlan } from '../__testUtils__/runs';
import { KubernetesRunner } from './kubernetes/KubernetesRunner';
import { LocalRunner } from './local/LocalRunner';

describe('a run whose launch was cut off before its master was started', () => {
  it.each<[string, (folder: string) => void]>([
    ['before it wrote anything', () => {}],
    [
      'while it wrote where the master would be',
      folder => {
        mkdirSync(folder);
        writeFileSync(join(folder, 'endpoint.json'), '{"port": 80');
      },
    ],
  ])(
    'is gone on this machine, %s, and it is said that nothing was loaded',
    async (_, leave) => {
      const directory = mkdtempSync(join(tmpdir(), 'slipway-load-'));
      try {
        const plan = runPlan();
        leave(join(directory, plan.id));
        const runner = new LocalRunner({
          locust: '/nothing/locust',
          directory,
          addresses: [],
        });
        expect(await runner.read(plan, 0)).toEqual({
          state: 'gone',
          reason:
            'The portal ended before it started the master: nothing was loaded.',
        });
      } finally {
        rmSync(directory, { recursive: true, force: true });
      }
    },
  );

  it.each([
    [0, /^There is no Job of the master: the portal ended before it made one/],
    [4, /^The Job of the master was deleted\.$/],
  ])(
    'is gone in a cluster; after %s samples it is said why',
    async (since, reason) => {
      const plan = runPlan({ runner: 'kubernetes' });
      const clusters = fakeClusters({ clusters: [{ name: plan.cluster }] });
      clusters.answerService = async () => ({ status: 404, text: '' });
      const runner = new KubernetesRunner({
        clusters,
        logger: mockServices.logger.mock(),
        image: 'locust',
        usersPerWorker: 50,
        maxWorkers: 20,
      });
      expect(await runner.read(plan, since)).toEqual({
        state: 'gone',
        reason: expect.stringMatching(reason),
      });
    },
  );
});
