import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import {
  RealClock,
  createApiServer,
  createCertificate,
} from '@slipway/kube-sim';
import { createPrometheusServer, createEngine } from '@slipway/promql';
import { MetricsStore } from './metrics';
import { createClusterLoops, createClusterStore, effectsOn } from './modules';
import { queryOverHttp } from './modules/rollouts/analysis/prometheus';
import { measuredPods } from './platform/measuredPods';

/** As the real stack scrapes. */
const SAMPLE_INTERVAL_MS = 2_000;

/**
 * One empty cluster and a Prometheus, for the contract scenarios:
 * `node … packages/sandbox/src/contractTarget.ts <file>` writes a kubeconfig,
 * prints one line of JSON (`kubeconfig`, `prometheus`, `apiUrl`) and serves
 * until it is ended.
 */
async function main([file]: string[]): Promise<void> {
  if (!file) throw new Error('Name the file for the kubeconfig.');
  const clock = new RealClock();
  const store = createClusterStore(clock);
  const metrics = MetricsStore.create({
    cluster: 'contract',
    clock,
    intervalMs: SAMPLE_INTERVAL_MS,
    input: {
      pods: () => measuredPods(store),
      causes: () => effectsOn(store),
    },
  });
  const prometheus = createPrometheusServer({
    engine: createEngine(metrics),
    store: metrics,
    clock,
  });
  const { cert, key } = await createCertificate('slipway-sandbox-contract');
  const token = randomBytes(24).toString('hex');
  const api = createApiServer({
    store,
    clock,
    clusterName: 'contract',
    tokens: { [token]: { username: 'admin', groups: ['system:masters'] } },
    tls: { cert, key },
    onError: error => process.stderr.write(`${String(error)}\n`),
  });
  const loops = createClusterLoops({ store, clock, query: queryOverHttp });
  loops.start();
  metrics.start();
  const { url: prometheusUrl } = await prometheus.listen(0);
  const { url: apiUrl } = await api.listen(0);
  const kubeconfig = resolve(file);
  mkdirSync(dirname(kubeconfig), { recursive: true });
  const name = 'sandbox';
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': name,
      contexts: [{ name, context: { cluster: name, user: name } }],
      clusters: [
        {
          name,
          cluster: {
            server: apiUrl,
            'certificate-authority-data': Buffer.from(cert).toString('base64'),
          },
        },
      ],
      users: [{ name, user: { token } }],
    }),
    { mode: 0o600 },
  );
  process.stdout.write(
    `${JSON.stringify({ kubeconfig, prometheus: prometheusUrl, apiUrl })}\n`,
  );
  const end = () => {
    loops.stop();
    metrics.stop();
    Promise.all([api.close(), prometheus.close()]).then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
}

main(process.argv.slice(2)).catch(error => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
