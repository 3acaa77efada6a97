import { setTimeout as sleep } from 'node:timers/promises';
import { binaries } from '../build/build.ts';
import type { Say } from '../build/build.ts';
import { ExplainedError } from '../errors.ts';
import { KubeApi } from '../instance/kubeApi.ts';
import { runClient } from '../instance/kubectl.ts';
import {
  installReleases,
  releases,
  removeReleases,
  wantedServices,
} from '../instance/services.ts';
import { readState, writeState } from '../instance/state.ts';
import { instancePaths } from '../paths.ts';

interface RolloutList {
  items: Array<{
    metadata: { name: string; namespace: string };
    status?: { phase?: string };
  }>;
}

/**
 * Installs services again, as they were when the instance was new: clients have
 * set images and paused Rollouts, and helm does not put back what others changed
 * in custom resources.
 *
 * @param only - services; all that the instance has when undefined
 * @throws ExplainedError when the instance is unknown or the services do not get healthy
 */
export async function resetServices(
  root: string,
  name: string,
  only: readonly string[] | undefined,
  say: Say,
): Promise<void> {
  const paths = instancePaths(root, name);
  const state = readState(paths);
  const programs = await binaries(root);
  if (!state || 'missing' in programs) {
    throw new ExplainedError(
      `There is no running instance "${name}": run "up --name ${name}" first.`,
    );
  }
  const services = only ? wantedServices(only.join(',')) : state.services;
  const list = releases(services, `http://127.0.0.1:${state.ports.prometheus}`);
  await removeReleases(paths, programs.bin, list);
  for (const namespace of new Set(list.map(release => release.namespace))) {
    await runClient(paths, programs.bin, 'kubectl', [
      'delete',
      'rollouts,analysisruns,experiments',
      `--namespace=${namespace}`,
      `--selector=app.kubernetes.io/name in (${services.join(',')})`,
      '--ignore-not-found',
    ]);
  }
  await installReleases(root, paths, programs.bin, list);
  writeState(paths, { ...state, servicesInstalled: true });
  const api = KubeApi.create(paths.pki, state.ports.apiserver);
  try {
    const until = Date.now() + 60_000;
    const wanted = new Set(
      list.map(release => `${release.namespace}/${release.service}`),
    );
    for (;;) {
      const { items } = await api.send<RolloutList>(
        'GET',
        '/apis/argoproj.io/v1alpha1/rollouts',
      );
      const healthy = items.filter(
        item =>
          item.status?.phase === 'Healthy' &&
          wanted.has(`${item.metadata.namespace}/${item.metadata.name}`),
      );
      if (healthy.length === wanted.size) {
        break;
      }
      if (Date.now() > until) {
        throw new ExplainedError(
          'The services were installed again but are not healthy after 60 s.',
        );
      }
      await sleep(200);
    }
  } finally {
    api.close();
  }
  say(`${list.length} services are as new`);
}
