import { createCertificate, KubeObject } from '@slipway/kube-sim';
import { CLUSTERS } from './platform/clusters';
import { SandboxClock } from './platform/SandboxClock';
import { SandboxCluster } from './SandboxCluster';

const START = new Date('2026-01-01T12:00:00Z');

describe('SandboxCluster', () => {
  it('reports errors of its control loops, with their cause, and counts them', async () => {
    const failures: unknown[] = [];
    const failed = (error: unknown) => failures.push(error);
    const clock = new SandboxClock(START, failed);
    const [definition] = CLUSTERS;
    const cluster = new SandboxCluster({
      definition,
      clock,
      failed,
      tokens: { portal: 'a', viewer: 'b', admin: 'c' },
      tls: await createCertificate('test'),
      // Nothing listens here.
      ports: { api: 1, prometheus: 2 },
    });
    cluster.install();
    const fault = new TypeError('a fault of the sandbox');
    const update = cluster.store.update.bind(cluster.store);
    jest
      .spyOn(cluster.store, 'update')
      .mockImplementation((type, object, options) => {
        if (type.kind === 'Rollout' && object.metadata.name === 'api-gateway') {
          throw fault;
        }
        return update(type, object, options);
      });
    cluster.measure();
    cluster.work();
    await clock.fastForward(new Date(START.getTime() + 1_000));
    await cluster.stop();
    expect(cluster.failures).toBe(failures.length);
    expect(failures[0]).toMatchObject({
      message: expect.stringContaining(
        `${definition.name}: Rollout ecommerce/api-gateway failed once`,
      ),
      cause: { cause: fault },
    });
    expect(failures.map(String).join('\n')).not.toContain('order-service');
  });

  it('gives a kept cluster the roles of today, and leaves the rest as it was', async () => {
    const failed = (error: unknown) => {
      throw error;
    };
    const [definition] = CLUSTERS;
    const options = {
      definition,
      clock: new SandboxClock(START, failed),
      failed,
      tokens: { portal: 'a', viewer: 'b', admin: 'c' },
      tls: await createCertificate('test'),
      // Nothing listens here.
      ports: { api: 1, prometheus: 2 },
    };
    const first = new SandboxCluster(options);
    first.install();
    const roles = first.store.typeOfKind(
      'rbac.authorization.k8s.io/v1',
      'ClusterRole',
    )!;
    const today = first.store.list(roles);
    const [older, removed] = today.map(({ metadata }) => metadata.name);
    const role = first.store.get<KubeObject & { rules: unknown }>(
      roles,
      undefined,
      older,
    )!;
    first.store.update(roles, { ...role, rules: [] });
    first.store.delete(roles, undefined, removed);

    const kept = new SandboxCluster({ ...options, kept: first.snapshot() });
    const nodes = kept.store.typeOfKind('v1', 'Node')!;
    const before = kept.store.list(nodes);
    kept.grant();
    const rulesOf = (list: readonly object[]) =>
      list.map(each => [
        (each as KubeObject).metadata.name,
        (each as { rules?: unknown }).rules,
      ]);
    expect(rulesOf(kept.store.list(roles)).sort()).toEqual(
      rulesOf(today).sort(),
    );
    expect(kept.store.list(nodes)).toEqual(before);
  });
});
