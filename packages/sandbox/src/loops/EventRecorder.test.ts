import { ManualClock, createStore } from '@slipway/kube-sim';
import { EventRecorder } from './EventRecorder';
import { Objects } from './Objects';

const owner = {
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: {
    name: 'shop-1',
    namespace: 'shop',
    uid: 'uid-1',
    resourceVersion: '7',
    generation: 1,
    creationTimestamp: '2026-01-01T00:00:00Z',
  },
};

function recorder() {
  const clock = new ManualClock('2026-01-01T00:00:00Z');
  const store = createStore(undefined, clock);
  const objects = new Objects(store);
  const type = store.typeOfKind('v1', 'Namespace');
  if (!type) throw new Error('no namespaces');
  store.create(type, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'shop' },
  });
  const events = new EventRecorder(objects, clock);
  const say = (message: string, by = events) =>
    by.record(owner, 'controller', 'Normal', 'Created', message);
  const reported = () =>
    objects.events
      .list('shop')
      .map(({ message, count, firstTimestamp, lastTimestamp }) => [
        message,
        count,
        firstTimestamp.slice(11, 19),
        lastTimestamp.slice(11, 19),
      ]);
  return { clock, objects, say, reported };
}

describe('Events', () => {
  it('are counted when the same is said again, also after a restart', () => {
    const { clock, objects, say, reported } = recorder();
    say('one');
    clock.step(1000);
    say('one');
    say('two');
    clock.step(1000);
    say('one', new EventRecorder(objects, clock));
    expect(reported()).toEqual([
      ['one', 3, '00:00:00', '00:00:02'],
      ['two', 1, '00:00:01', '00:00:01'],
    ]);
  });

  it('have the shape of the API, and nothing else', () => {
    const { objects, say } = recorder();
    say('one');
    say('one');
    const [event] = objects.events.list('shop');
    expect(event).toMatchObject({
      involvedObject: { kind: 'ReplicaSet', name: 'shop-1', uid: 'uid-1' },
      type: 'Normal',
      reason: 'Created',
      source: { component: 'controller' },
      eventTime: null,
    });
    expect(Object.keys(event)).not.toEqual(expect.arrayContaining(['status']));
  });

  it('go after an hour', () => {
    const { clock, say, reported } = recorder();
    say('old');
    clock.step(1_800_000);
    say('newer');
    clock.step(1_800_001);
    say('new');
    expect(reported().map(([message]) => message)).toEqual(['newer', 'new']);
  });

  it('of a namespace that is gone are dropped', () => {
    const { objects, say, reported } = recorder();
    const type = objects.store.typeOfKind('v1', 'Namespace');
    if (!type) throw new Error('no namespaces');
    objects.store.delete(type, undefined, 'shop');
    expect(() => say('late')).not.toThrow();
    expect(reported()).toEqual([]);
  });
});
