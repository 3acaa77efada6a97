import { IncomingMessage } from 'node:http';
import { ManualClock } from '../clock';
import { createStore } from '../store';
import { KubeObject } from '../store/types';
import { TestServer, until } from './__testUtils__/server';

const PODS = '/api/v1/namespaces/shop/pods';
const NOON = Date.UTC(2026, 0, 1, 12);
const stamp = (second: number) => new Date(NOON + second * 1_000).toISOString();

const running = (second: number) => ({
  state: { running: { startedAt: stamp(second) } },
});

describe('logs of pods', () => {
  let api: TestServer;
  let clock: ManualClock;
  beforeEach(async () => {
    clock = new ManualClock(new Date(NOON));
    api = await TestServer.start({
      clock,
      store: createStore(undefined, clock),
      logs: {
        // A line a second, from five before noon to five after it.
        read: ({ container, previous }) =>
          Array.from({ length: 11 }, (_, index) => ({
            at: new Date(stamp(index - 5)),
            text: `${previous ? 'old ' : ''}${container} ${index - 5}`,
          })),
      },
    });
  });
  afterEach(async () => {
    await api.close();
  });

  const pod = (
    name: string,
    statuses: Record<string, object>,
    spec: object = { nodeName: 'one' },
  ) =>
    api.put('pods', {
      metadata: { name, namespace: 'shop' },
      spec: {
        containers: Object.keys(statuses).map(container => ({
          name: container,
        })),
        ...spec,
      },
      status: {
        containerStatuses: Object.entries(statuses).map(
          ([container, status]) => ({ name: container, ...status }),
        ),
      },
    });
  const log = async (path: string) => {
    const { status, text } = await api.send(`${PODS}/${path}`);
    return [status, text];
  };
  const message = async (path: string) => {
    const { status, json } = await api.send(`${PODS}/${path}`);
    return [status, json.message];
  };
  /** Follows a log; the text so far, and whether it has ended. */
  const follow = async (path: string) => {
    const response: IncomingMessage = await api.watch(
      `${PODS}/${path}${path.includes('?') ? '&' : '?'}follow=true`,
    );
    const seen = { text: '', ended: false, status: response.statusCode };
    response.on('data', chunk => {
      seen.text += chunk;
    });
    response.on('end', () => {
      seen.ended = true;
    });
    return { seen, leave: () => response.destroy() };
  };

  it('has what was written until now', async () => {
    pod('one', { app: running(-5) });
    pod('two', { app: running(-5), proxy: running(-5) });
    expect(await log('one/log?tailLines=2')).toEqual([200, 'app -1\napp 0\n']);
    expect(await log('two/log?container=proxy&tailLines=1')).toEqual([
      200,
      'proxy 0\n',
    ]);
    expect(await log('one/log?sinceSeconds=1&timestamps=true')).toEqual([
      200,
      `${stamp(-1)} app -1\n${stamp(0)} app 0\n`,
    ]);
    expect(await log(`one/log?sinceTime=${stamp(0)}`)).toEqual([
      200,
      'app 0\n',
    ]);
    expect(await log('one/log?limitBytes=3')).toEqual([200, 'app']);
    expect(await log('one/log?tailLines=0')).toEqual([200, '']);
  });

  it('says what cannot be read', async () => {
    pod('one', { app: running(-5) });
    pod('two', { app: running(-5), proxy: running(-5) });
    pod('new', {
      app: { state: { waiting: { reason: 'ContainerCreating' } } },
    });
    pod('nowhere', { app: {} }, {});
    expect(await message('two/log')).toEqual([
      400,
      'a container name must be specified for pod two, choose one of: [app proxy]',
    ]);
    expect(await message('one/log?container=x')).toEqual([
      400,
      'container x is not valid for pod one',
    ]);
    expect(await message('one/log?previous=true')).toEqual([
      400,
      'previous terminated container "app" in pod "one" not found',
    ]);
    expect(await message('new/log')).toEqual([
      400,
      'container "app" in pod "new" is waiting to start: ContainerCreating',
    ]);
    expect(await log('nowhere/log')).toEqual([204, '']);
    expect((await log('three/log'))[0]).toBe(404);
    expect(await message('one/log?tailLines=-1&limitBytes=0')).toEqual([
      422,
      'PodLogOptions "one" is invalid: [tailLines: Invalid value: -1: must be greater than or equal to 0, limitBytes: Invalid value: 0: must be greater than 0]',
    ]);
    expect(await message('one/log?tailLines=x')).toEqual([
      400,
      'strconv.ParseInt: parsing "x": invalid syntax',
    ]);
    expect((await log(`one/log?sinceSeconds=1&sinceTime=${stamp(0)}`))[0]).toBe(
      422,
    );
    expect((await log('one/log?sinceTime=yesterday'))[0]).toBe(400);
  });

  it('reads the container that ended before', async () => {
    pod('one', {
      app: {
        state: { waiting: { reason: 'CrashLoopBackOff' } },
        lastState: { terminated: { exitCode: 1 } },
      },
    });
    expect(await log('one/log?previous=true&tailLines=1')).toEqual([
      200,
      'old app 0\n',
    ]);
    // Nothing more is written by what does not run.
    const { seen } = await follow('one/log?tailLines=1');
    await until(() => seen.ended);
    expect(seen.text).toBe('app 0\n');
  });

  it('continues while it is followed, until the pod goes', async () => {
    pod('one', { app: running(-5) });
    const { seen } = await follow('one/log?tailLines=1');
    await until(() => seen.text === 'app 0\n');
    clock.step(1_000);
    await until(() => seen.text === 'app 0\napp 1\n');
    clock.step(2_000);
    await until(() => seen.text.endsWith('app 2\napp 3\n'));
    expect(seen.ended).toBe(false);
    api.store.delete(api.type('pods'), 'shop', 'one', {
      gracePeriodSeconds: 0,
    });
    await until(() => seen.ended);
    expect(seen.text).toBe('app 0\napp 1\napp 2\napp 3\n');
  });

  it('ends with its container, or with the bytes asked for', async () => {
    const made = pod('one', { app: running(-5) });
    const first = await follow('one/log?tailLines=0');
    const bounded = await follow('one/log?tailLines=1&limitBytes=8');
    await until(() => bounded.seen.text === 'app 0\n');
    clock.step(1_000);
    await until(() => bounded.seen.ended);
    expect(bounded.seen.text).toBe('app 0\nap');
    expect(first.seen.ended).toBe(false);
    const restarted: KubeObject & { status?: unknown } = {
      ...made,
      status: { containerStatuses: [{ name: 'app', ...running(1) }] },
    };
    api.store.update(api.type('pods'), restarted, { subresource: 'status' });
    await until(() => first.seen.ended);
    expect(first.seen.text).toBe('app 1\n');
  });

  it('forgets who leaves', async () => {
    pod('one', { app: running(-5) });
    const ends = jest.fn();
    const subscribe = api.store.subscribe.bind(api.store);
    jest.spyOn(api.store, 'subscribe').mockImplementation(listener => {
      const end = subscribe(listener);
      return () => {
        ends();
        end();
      };
    });
    const { seen, leave } = await follow('one/log?tailLines=1');
    await until(() => seen.text !== '');
    expect(ends).not.toHaveBeenCalled();
    leave();
    await until(() => ends.mock.calls.length === 1);
  });
});
