import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chaosMeshPaths } from '../build/addons.ts';
import type { InstanceAddon } from '../build/addons.ts';
import type { Manifest } from '../build/crds.ts';
import { kedaPaths } from '../build/keda.ts';
import { kindsDir } from '../build/kinds.ts';
import type { KindsOnly } from '../build/kinds.ts';
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
import {
  kedaAdapterLine,
  kedaObjects,
  kedaOperatorLine,
  kedaWebhooksLine,
  writeKedaCertificates,
} from './keda.ts';
import { KEDA_ACCOUNT, KEDA_NAMESPACE } from './kedaNames.ts';
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

/** @throws ExplainedError when Go is absent or too old */
async function goVersion(root: string): Promise<string> {
  const found = await haveGo(root);
  if ('problem' in found) {
    throw new ExplainedError(found.problem);
  }
  return found.version;
}

const authority = ({ paths }: AddonContext): string =>
  readFileSync(join(paths.pki, 'ca.crt')).toString('base64');

/** Gives a ServiceAccount a token and writes the kubeconfig that names it, `<file>.kubeconfig` in `pki`. */
async function writeKubeconfig(
  context: AddonContext,
  {
    file,
    namespace,
    account,
  }: Record<'file' | 'namespace' | 'account', string>,
): Promise<void> {
  const { api, paths, state } = context;
  const tokenFile = join(paths.pki, `${file}.token`);
  writeAtomically(
    tokenFile,
    await api.serviceAccountToken(namespace, account, tokenSeconds),
  );
  writeAtomically(
    join(paths.pki, `${file}.kubeconfig`),
    kubeconfig({
      server: `https://127.0.0.1:${state.ports.apiserver}`,
      caData: authority(context),
      user: { name: account, tokenFile },
      namespace,
    }),
  );
}

async function startChaosMesh(context: AddonContext): Promise<void> {
  const { root, paths, state, supervisor, api, say } = context;
  const built = chaosMeshPaths(root, await goVersion(root));
  const { ports } = state;
  const nodes = await api.send<{
    items: Array<{ metadata: { name: string } }>;
  }>('GET', '/api/v1/nodes');
  const objects = chaosMeshObjects(
    built,
    authority(context),
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
  await writeKubeconfig(context, {
    file: 'chaos-mesh',
    namespace: CHAOS_MESH_NAMESPACE,
    account: CHAOS_MESH_ACCOUNT,
  });
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

/** Serves the kinds of an add-on. */
async function serveKinds(
  context: AddonContext,
  addon: KindsOnly,
): Promise<void> {
  const { root, paths, state } = context;
  const dir = kindsDir(root, addon);
  if (state.installed[addon] === dir) return;
  await serveCrds(context, readCrds(dir));
  state.installed[addon] = dir;
  writeState(paths, state);
}

/** Serves the kinds of an add-on of which nothing runs. */
function installKinds(addon: KindsOnly, said: string) {
  return async (context: AddonContext): Promise<void> => {
    await serveKinds(context, addon);
    context.say(said);
  };
}

/** Whether the API of the adapter answers through the API server. */
async function isAvailable(api: KubeApi): Promise<boolean> {
  const { status } = await api.send<{
    status?: { conditions?: Array<{ type: string; status: string }> };
  }>(
    'GET',
    '/apis/apiregistration.k8s.io/v1/apiservices/v1beta1.external.metrics.k8s.io',
  );
  return Boolean(
    status?.conditions?.some(
      ({ type, status: is }) => type === 'Available' && is === 'True',
    ),
  );
}

async function startKeda(context: AddonContext): Promise<void> {
  const { root, paths, state, supervisor, api, say } = context;
  const built = kedaPaths(root, await goVersion(root));
  const { ports } = state;
  const objects = kedaObjects(built, authority(context), ports);
  const isInstalled = state.installed['keda-operator'] === built.dir;
  await serveKinds(context, 'keda');
  if (!isInstalled) {
    await createOrReplace(api, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: KEDA_NAMESPACE },
    });
    await Promise.all(objects.roles.map(one => createOrReplace(api, one)));
  }
  writeKedaCertificates(paths);
  await writeKubeconfig(context, {
    file: 'keda',
    namespace: KEDA_NAMESPACE,
    account: KEDA_ACCOUNT,
  });
  const operator = kedaOperatorLine(built, paths, ports);
  const webhooks = kedaWebhooksLine(built, paths, ports);
  const adapter = kedaAdapterLine(built, paths, ports);
  await supervisor.ensure('keda-operator', operator, operator.env);
  await supervisor.ensure('keda-webhooks', webhooks, webhooks.env);
  await supervisor.waitFor('keda-operator', () => accepts(ports.kedaOperator));
  await supervisor.ensure('keda-adapter', adapter, adapter.env);
  await supervisor.waitFor(
    'keda-adapter',
    async () =>
      (await accepts(ports.kedaWebhooks)) && (await accepts(ports.kedaAdapter)),
    ['keda-operator', 'keda-webhooks'],
  );
  if (!isInstalled) {
    await Promise.all(objects.calling.map(one => createOrReplace(api, one)));
    state.installed['keda-operator'] = built.dir;
    writeState(paths, state);
  }
  await supervisor.waitFor('keda-adapter', () => isAvailable(api));
  say('KEDA ready: operator, webhooks, metrics adapter');
}

const START: Record<InstanceAddon, (context: AddonContext) => Promise<void>> = {
  'chaos-mesh': startChaosMesh,
  keda: installKinds('keda', 'kinds of KEDA served'),
  'keda-operator': startKeda,
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
