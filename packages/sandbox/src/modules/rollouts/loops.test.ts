import { LoopError } from '../../loops';
import { NAMESPACE, template, TestCluster } from './testing/TestCluster';

const other = {
  metadata: { name: 'other', namespace: NAMESPACE },
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: 'other' } },
    template: {
      ...template(),
      metadata: { labels: { app: 'other' } },
    },
    strategy: { canary: { steps: [] } },
  },
  status: {},
};

describe('ClusterLoops', () => {
  it('continues with others when one object cannot be worked on, and reports it', async () => {
    const cluster = new TestCluster();
    const update = cluster.store.update.bind(cluster.store);
    const spy = jest
      .spyOn(cluster.store, 'update')
      .mockImplementation((type, object, options) => {
        if (type.kind === 'Rollout' && object.metadata.name === 'shop') {
          throw new TypeError('a fault of the sandbox');
        }
        return update(type, object, options);
      });
    cluster.canary([{ setWeight: 20 }]);
    cluster.objects.rollouts.create(other);
    await cluster.run(60);
    expect(cluster.objects.rollouts.get(NAMESPACE, 'other')?.status.phase).toBe(
      'Healthy',
    );
    expect(cluster.errors[0]).toBe(
      'Rollout shop/shop failed once, next try in 0.1 s at the latest: a fault of the sandbox',
    );
    expect(cluster.errors.at(-1)).toMatch(/failed \d+ times in a row/);
    expect(cluster.errors.length).toBeLessThan(15);
    expect(cluster.controllers.failures).toBe(cluster.errors.length);

    spy.mockRestore();
    await cluster.run(60);
    expect(cluster.objects.rollouts.get(NAMESPACE, 'shop')?.status.phase).toBe(
      'Healthy',
    );
  });

  it('keeps what was thrown as the cause', () => {
    const thrown = new TypeError('x');
    const error = new LoopError('Pod a/b', {
      key: 'a/b',
      error: thrown,
      count: 2,
      retryIn: 200,
    });
    expect(error.cause).toBe(thrown);
    expect(error.message).toBe(
      'Pod a/b failed 2 times in a row, next try in 0.2 s at the latest: x',
    );
  });
});
