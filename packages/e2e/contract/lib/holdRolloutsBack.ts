import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { join } from 'node:path';
import type { Releases } from './helmfile';
import { until } from './until';

/** A server that takes connections and never says anything: a webhook there holds the API server back. */
async function silentServer(): Promise<{
  port: number;
  close: () => void;
}> {
  const open = new Set<Socket>();
  const server: Server = createServer(socket => {
    open.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => open.delete(socket));
  });
  await new Promise<void>(done => {
    server.listen(0, '127.0.0.1', done);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}

const webhookOf = (environment: string, port: number) => ({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingWebhookConfiguration',
  metadata: { name: 'holds-back' },
  webhooks: [
    {
      name: 'holds-back.slipway.io',
      clientConfig: { url: `https://127.0.0.1:${port}/` },
      rules: [
        {
          apiGroups: ['argoproj.io'],
          apiVersions: ['v1alpha1'],
          operations: ['CREATE'],
          resources: ['rollouts'],
        },
      ],
      namespaceSelector: {
        matchLabels: { 'slipway.io/environment-name': environment },
      },
      timeoutSeconds: 30,
      failurePolicy: 'Ignore',
      sideEffects: 'None',
      admissionReviewVersions: ['v1'],
    },
  ],
});

const probeOf = (namespace: string) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Rollout',
  metadata: { name: 'probe', namespace },
  spec: {
    selector: { matchLabels: { app: 'probe' } },
    template: {
      metadata: { labels: { app: 'probe' } },
      spec: { containers: [{ name: 'probe', image: 'probe:1' }] },
    },
    strategy: { canary: {} },
  },
});

/**
 * Creating a Rollout in the environment waits, 30 s each, for a webhook that
 * never answers: whoever installs one is then in the middle of it.
 *
 * @returns once it holds; ends it
 */
export async function holdRolloutsBack(
  releases: Releases,
  environment: string,
  namespace: string,
): Promise<() => Promise<void>> {
  const silent = await silentServer();
  const write = (name: string, object: object) => {
    const file = join(releases.folder, name);
    writeFileSync(file, JSON.stringify(object));
    return file;
  };
  const webhook = write('webhook.json', webhookOf(environment, silent.port));
  const probe = write('probe.json', probeOf(namespace));
  const release = async () => {
    silent.close();
    await releases.asAdmin('kubectl', [
      'delete',
      '--ignore-not-found',
      '--filename',
      webhook,
    ]);
  };
  try {
    await releases.asAdmin('kubectl', ['create', '--filename', webhook]);
    // The API server reads of a new webhook some moments later.
    await until(
      'holding Rollouts back',
      () =>
        releases
          .asAdmin('kubectl', [
            'create',
            '--dry-run=server',
            '--request-timeout=3s',
            '--filename',
            probe,
          ])
          .catch((error: Error) => error.message),
      answer => /timeout|deadline/i.test(answer),
    );
  } catch (error) {
    await release();
    throw error;
  }
  return release;
}
