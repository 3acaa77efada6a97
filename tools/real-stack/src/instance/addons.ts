import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chaosMeshPaths, kindsDir } from '../build/addons.ts';
import type { InstanceAddon, KindsOnly } from '../build/addons.ts';
import type { Manifest } from '../build/crds.ts';
import { haveGo } from '../build/build.ts';
import type { Say } from '../build/build.ts';
import { ExplainedError } from '../errors.ts';
import type { InstancePaths } from '../paths.ts';
import { createOrReplace } from './apply.ts';
import {
  CHAOS_MESH_ACCOUNT,
  CHAOS_MESH_NAMESPACE,
  accepts,
  chaosDaemonLine,
  chaosMeshLine,
  chaosMeshObjects,
  readCrds,
  writeWebhookCertificate,
} from './chaosMesh.ts';
import type { KubeApi } from './kubeApi.ts';
import { kubeconfig } from './kubeconfig.ts';
import { writeAtomically, writeState } from './state.ts';
import type { InstanceState } from './state.ts';
import type { Supervisor } from './supervisor.ts';

const tokenSeconds = 30 * 24 * 3_600;

/** What every step of an add-on works with. */
export interface AddonContext {
  root: string;
  paths: InstancePaths;
  state: InstanceState;
  supervisor: Supervisor;
  api: KubeApi;
  say: Say;
}

/** Creates CRDs and waits until every one of their kinds is served. */
async function serveCrds(
  { api, supervisor }: AddonContext,
  crds: readonly Manifest[],
): Promise<void> {
  await Promise.all(crds.map(crd => createOrReplace(api, crd)));
  await supervisor.waitFor('apiserver', async () => {
    const { items } = await api.send<{
      items: Array<{
        metadata: { name: string };
        status?: { conditions?: Array<{ type: string; status: string }> };
      }>;
    }>(
      'GET',
      '/apis/apiextensions.k8s.io/v1/customresourcedefinitions?resourceVersion=0',
    );
    const established = items
      .filter(({ status }) =>
        status?.conditions?.some(
          ({ type, status: is }) => type === 'Established' && is === 'True',
        ),
      )
      .map(({ metadata }) => metadata.name);
    return crds.every(({ metadata }) => established.includes(metadata.name));
  });
}

async function startChaosMesh(context: AddonContext): Promise<void> {
  const { root, paths, state, supervisor, api, say } = context;
  const found = await haveGo(root);
  if ('problem' in found) {
    throw new ExplainedError(found.problem);
  }
  const built = chaosMeshPaths(root, found.version);
  const { ports } = state;
  const ca = readFileSync(join(paths.pki, 'ca.crt')).toString('base64');
  const nodes = await api.send<{
    items: Array<{ metadata: { name: string } }>;
  }>('GET', '/api/v1/nodes');
  const objects = chaosMeshObjects(
    built,
    ca,
    ports.chaosWebhook,
    nodes.items.map(({ metadata }) => metadata.name),
  );
  const isInstalled = state.installed['chaos-mesh'] === built.dir;
  await supervisor.ensure('chaos-daemon', chaosDaemonLine(built, paths, ports));
  if (!isInstalled) {
    await createOrReplace(api, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: CHAOS_MESH_NAMESPACE },
    });
    await Promise.all(objects.roles.map(one => createOrReplace(api, one)));
    await serveCrds(context, objects.crds);
  }
  writeWebhookCertificate(paths);
  const tokenFile = join(paths.pki, 'chaos-mesh.token');
  writeAtomically(
    tokenFile,
    await api.serviceAccountToken(
      CHAOS_MESH_NAMESPACE,
      CHAOS_MESH_ACCOUNT,
      tokenSeconds,
    ),
  );
  writeAtomically(
    join(paths.pki, 'chaos-mesh.kubeconfig'),
    kubeconfig({
      server: `https://127.0.0.1:${ports.apiserver}`,
      caData: ca,
      user: { name: CHAOS_MESH_ACCOUNT, tokenFile },
      namespace: CHAOS_MESH_NAMESPACE,
    }),
  );
  const { env, ...line } = chaosMeshLine(built, paths, ports);
  await supervisor.ensure('chaos-mesh', line, env);
  await supervisor.waitFor(
    'chaos-mesh',
    async () =>
      (await accepts(ports.chaosWebhook)) && (await accepts(ports.chaosDaemon)),
    ['chaos-daemon'],
  );
  if (!isInstalled) {
    await Promise.all(objects.webhooks.map(one => createOrReplace(api, one)));
    state.installed['chaos-mesh'] = built.dir;
    writeState(paths, state);
  }
  say('Chaos Mesh ready: controller, webhooks, stand-in of the daemon');
}

/** Serves the kinds of an add-on of which nothing runs. */
function installKinds(addon: KindsOnly, said: string) {
  return async (context: AddonContext): Promise<void> => {
    const { root, paths, state, say } = context;
    const dir = kindsDir(root, addon);
    if (state.installed[addon] !== dir) {
      await serveCrds(context, readCrds(dir));
      state.installed[addon] = dir;
      writeState(paths, state);
    }
    say(said);
  };
}

const START: Record<InstanceAddon, (context: AddonContext) => Promise<void>> = {
  'chaos-mesh': startChaosMesh,
  keda: installKinds('keda', 'kinds of KEDA served; nothing scales by them'),
  trivy: installKinds(
    'trivy',
    'kinds of Trivy Operator served; nothing scans, reports are what is put there',
  ),
};

/** Brings up the add-ons that the instance has, one after the other. */
export async function startAddons(context: AddonContext): Promise<void> {
  for (const addon of context.state.addons) {
    await START[addon](context);
  }
}
