import { ManualClock, NewObject, withDefaults } from '@slipway/kube-sim';
import { createClusterLoops, createClusterStore } from '..';
import { Kind } from '../../loops';
import { workloads } from '../workloads';
import { trivy } from '.';
import { contentsOf } from './findings';
import { API, Report } from './TrivyOperator';

describe('contents of images', () => {
  const ids = (tag: string) =>
    contentsOf(
      `selimhorri/order-service-ecommerce-boot:${tag}`,
    ).vulnerabilities.map(({ vulnerabilityID }) => vulnerabilityID);

  it('are the same for the same image', () =>
    expect(ids('0.2.0')).toEqual(ids('0.2.0')));

  it('change with a release: something comes and something goes', () => {
    const [before, after] = [ids('0.1.0'), ids('0.2.0')];
    expect(after.filter(id => !before.includes(id))).not.toEqual([]);
    expect(before.filter(id => !after.includes(id))).not.toEqual([]);
  });

  it('have a new critical with a fix in the canary that waits in development', () => {
    const criticals = (tag: string) =>
      contentsOf(`selimhorri/user-service-ecommerce-boot:${tag}`)
        .vulnerabilities.filter(
          ({ severity, fixedVersion }) =>
            severity === 'CRITICAL' && fixedVersion !== '',
        )
        .map(({ vulnerabilityID }) => vulnerabilityID);
    const before = criticals('0.1.0');
    expect(criticals('0.2.0').filter(id => !before.includes(id))).not.toEqual(
      [],
    );
  });

  it('have a base image without support in old releases', () => {
    expect(contentsOf('a/b:0.1.0').os.eosl).toBe(true);
    expect(contentsOf('a/b:0.3.0').os.eosl).toBe(false);
  });
});

describe('reports', () => {
  function cluster() {
    const clock = new ManualClock();
    const modules = [workloads, trivy];
    const store = createClusterStore(clock, undefined, modules);
    const create = (object: NewObject & { [section: string]: unknown }) => {
      const type = store.typeOfKind(object.apiVersion, object.kind);
      if (!type) throw new Error(`${object.kind} is not served.`);
      store.create(type, withDefaults(type, object as never));
    };
    create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
    create({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'orders', namespace: 'shop' },
      spec: {
        replicas: 1,
        selector: { matchLabels: { app: 'orders' } },
        template: {
          metadata: { labels: { app: 'orders' } },
          spec: { containers: [{ name: 'app', image: 'shop/orders:0.2.0' }] },
        },
      },
    });
    const failures: Error[] = [];
    const loops = createClusterLoops(
      {
        store,
        clock,
        query: async () => ({ type: 'vector', values: [] }),
        onError: error => failures.push(error),
      },
      modules,
    );
    loops.start();
    const kind = new Kind<Report>(store, API, 'VulnerabilityReport');
    return {
      advance: (ms: number) => clock.step(ms),
      failures,
      reports: () => kind.list('shop'),
    };
  }

  it('are made some time after the pods, by labels and owner', () => {
    const { advance, reports, failures } = cluster();
    advance(5_000);
    expect(reports()).toEqual([]);
    advance(60_000);
    expect(reports()).toMatchObject([
      {
        metadata: {
          labels: {
            'trivy-operator.resource.kind': 'ReplicaSet',
            'trivy-operator.container.name': 'app',
          },
          ownerReferences: [{ kind: 'ReplicaSet' }],
        },
        report: { artifact: { repository: 'shop/orders', tag: '0.2.0' } },
      },
    ]);
    expect(failures).toEqual([]);
  });

  it('expire after a day and are made again', () => {
    const { advance, reports } = cluster();
    advance(60_000);
    const [first] = reports();
    advance(24 * 3_600_000);
    advance(120_000);
    const [second] = reports();
    expect(second.metadata.uid).not.toBe(first.metadata.uid);
    expect(second.metadata.name).toBe(first.metadata.name);
  });
});
