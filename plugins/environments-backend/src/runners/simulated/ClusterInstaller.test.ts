import { NotFoundError } from '@backstage/errors';
import {
  applyJsonPatch,
  KubeObject,
  ObjectRef,
  ResourceId,
} from '@slipway/plugin-clusters-common';
import { environment } from '../../__testUtils__/environments';
import { ClusterInstaller } from './ClusterInstaller';

/** Keeps objects, and who wrote them. */
function setUp() {
  const objects = new Map<string, KubeObject>();
  const actors = new Set<string>();
  const keyOf = ({ kind }: ResourceId, namespace: string, name: string) =>
    `${kind} ${namespace}/${name}`;
  const clusters: ConstructorParameters<
    typeof ClusterInstaller
  >[0]['clusters'] = {
    async get<T>(resource: ResourceId, ref: ObjectRef): Promise<T> {
      const found = objects.get(keyOf(resource, ref.namespace, ref.name));
      if (!found) throw new NotFoundError(`There is no ${ref.name}.`);
      return found as T;
    },
    async listFresh<T>(
      { kind }: ResourceId,
      { namespace }: { namespace: string },
    ): Promise<T[]> {
      return [...objects]
        .filter(([key]) => key.startsWith(`${kind} ${namespace}/`))
        .map(([, object]) => object as T);
    },
    async write(_cluster, write, actor) {
      actors.add(actor.userEntityRef);
      const { resource, namespace, name } = write;
      const key = keyOf(resource, namespace, name);
      const before = objects.get(key);
      if (write.verb === 'create') {
        const metadata = {
          ...(write.object.metadata as object),
          name,
          namespace,
          uid: `uid-${key}`,
          resourceVersion: '1',
          creationTimestamp: '',
        };
        objects.set(key, { ...write.object, metadata });
      } else if (write.verb === 'patch' && before) {
        objects.set(key, applyJsonPatch(before, write.operations));
      } else if (write.verb === 'delete') {
        expect(write.preconditions.uid).toBe(before?.metadata.uid);
        objects.delete(key);
      }
      return objects.get(key);
    },
  };
  const installer = new ClusterInstaller({ clusters, cluster: 'aks-dev' });
  return { actors, installer, objects };
}

describe('ClusterInstaller', () => {
  it('installs what is missing, once, as the identity of the runner', async () => {
    const { actors, installer, objects } = setUp();
    const wanted = environment();
    expect((await installer.diff(wanted)).split('\n')).toEqual([
      'orders-try, order-service, Service: added',
      'orders-try, order-service-stable, Service: added',
      'orders-try, order-service-canary, Service: added',
      'orders-try, order-service, Rollout: added',
      '',
    ]);
    expect(await installer.sync(wanted)).toHaveLength(5);
    expect(objects.size).toBe(5);
    expect([...actors]).toEqual(['user:default/environments-runner']);
    expect(await installer.sync(wanted)).toEqual([]);
    expect(await installer.diff(wanted)).toBe('');
  });

  it('changes an image, and takes away what is not asked for any more', async () => {
    const { installer } = setUp();
    await installer.sync(environment());
    const next = environment({
      services: { 'order-service': { version: '1.5.0' } },
    });
    expect(await installer.diff(next)).toBe(
      'orders-try, order-service, Rollout: changed\n',
    );
    expect(await installer.sync(next)).toEqual([
      'Rollout order-service: changed',
    ]);
    const other = environment({
      services: { 'cart-service': { version: '1.0.0' } },
    });
    const done = await installer.sync(other);
    expect(done).toContain('Rollout order-service: deleted');
    expect(done).toContain('Rollout cart-service: created');
  });

  it('leaves nothing', async () => {
    const { installer, objects } = setUp();
    await installer.sync(environment());
    expect(await installer.destroy(environment())).toHaveLength(5);
    expect(await installer.destroy(environment())).toEqual([]);
    expect(objects.size).toBe(0);
  });
});
