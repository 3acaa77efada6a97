import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { InputError, ServiceUnavailableError } from '@backstage/errors';
import { TopicRequest } from '@slipway/plugin-live-common';
import { LiveTopicRegistry } from '@slipway/plugin-live-node';
import {
  credentialsUntil,
  decidingByName,
  handWrittenTopic,
  MemorySink,
  readThing,
} from '../__testUtils__/streams';
import { StreamService } from './StreamService';
import { TopicHub } from './TopicHub';

function setUp() {
  const topics = new LiveTopicRegistry();
  const topic = handWrittenTopic();
  topics.register(topic.provider);
  const logger = mockServices.logger.mock();
  const hub = new TopicHub({ logger });
  const permissions = decidingByName();
  const streams = StreamService.create({
    topics,
    permissions,
    logger,
    hub,
    limits: {
      maxStreamsPerUser: 20,
      maxStreams: 1_000,
      maxTopicsPerUser: 60,
    },
  });
  const join = async (
    requests: TopicRequest[] = [{ topic: 'test:thing' }],
    expiresAt?: Date,
  ) => {
    const sink = new MemorySink();
    await streams.serve({
      sink,
      requests,
      credentials: credentialsUntil(expiresAt),
    });
    return sink;
  };
  return { topics, topic, hub, streams, permissions, logger, join };
}

/** Lets promises settle; with fake timers no time passes. */
const settle = () => jest.advanceTimersByTimeAsync(0);

describe('StreamService', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: new Date('2026-01-02T03:04:05Z') });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('greets, sends a snapshot when there is one, then changes', async () => {
    const { topic, join, hub } = setUp();
    const sink = await join();
    expect(sink.frames[0]).toEqual({
      type: 'hello',
      epoch: hub.epoch,
      serverTime: '2026-01-02T03:04:05.000Z',
    });
    topic.sink().replace([['a', { n: 1 }]]);
    topic.sink().upsert('a', { n: 2 });
    topic.sink().upsert('new', { n: 1 });
    await settle();
    topic.sink().remove('a');
    await jest.advanceTimersByTimeAsync(100);
    expect(sink.taken()).toEqual([
      {
        type: 'snapshot',
        id: 'test:thing',
        resume: `${hub.epoch}:1`,
        items: [{ key: 'a', value: { n: 1 } }],
        freshness: [],
      },
      {
        type: 'upsert',
        id: 'test:thing',
        resume: `${hub.epoch}:2`,
        items: [
          { key: 'a', value: { n: 2 } },
          { key: 'new', value: { n: 1 } },
        ],
      },
      {
        type: 'remove',
        id: 'test:thing',
        resume: `${hub.epoch}:3`,
        keys: ['a'],
      },
    ]);
  });

  it('sends the first change at once and gathers those that follow for 100 ms', async () => {
    const { topic, join } = setUp();
    const sink = await join();
    topic.sink().replace([['a', 0]]);
    await settle();
    sink.taken();

    topic.sink().upsert('a', 1);
    await settle();
    expect(sink.taken()).toMatchObject([
      { type: 'upsert', items: [{ key: 'a', value: 1 }] },
    ]);

    for (let n = 2; n <= 50; n++) {
      topic.sink().upsert('a', n);
      await jest.advanceTimersByTimeAsync(1);
    }
    expect(sink.taken()).toEqual([]);
    await jest.advanceTimersByTimeAsync(60);
    expect(sink.taken()).toMatchObject([
      { type: 'upsert', items: [{ key: 'a', value: 50 }] },
    ]);

    await jest.advanceTimersByTimeAsync(200);
    topic.sink().upsert('a', 51);
    await settle();
    expect(sink.taken()).toHaveLength(1);
  });

  it('never sends what did not change, whatever the order of fields', async () => {
    const { topic, join } = setUp();
    const sink = await join();
    topic.sink().replace([['a', { x: 1, y: [1, { p: 1, q: 2 }] }]]);
    await jest.advanceTimersByTimeAsync(200);
    sink.taken();
    topic.sink().upsert('a', { y: [1, { q: 2, p: 1 }], x: 1 });
    topic.sink().replace([['a', { x: 1, y: [1, { p: 1, q: 2 }] }]]);
    topic.sink().remove('never there');
    topic.sink().freshness([]);
    await jest.advanceTimersByTimeAsync(1000);
    expect(sink.taken()).toEqual([]);
  });

  it('says how fresh the sources are before there is anything to show', async () => {
    const { topic, join } = setUp();
    const waiting = await join();
    const freshness = [
      {
        source: 'eks-prod',
        state: 'unreachable' as const,
        since: '2026-01-02T03:00:00Z',
        reason: 'connection refused',
      },
    ];
    topic.sink().freshness(freshness);
    await settle();
    const later = await join();
    for (const sink of [waiting, later]) {
      expect(sink.taken()).toEqual([
        { type: 'freshness', id: 'test:thing', freshness },
      ]);
    }
    topic.sink().replace([]);
    expect(later.taken()).toMatchObject([
      { type: 'snapshot', items: [], freshness },
    ]);
  });

  it('sends only the difference after a relist', async () => {
    const { topic, join } = setUp();
    const sink = await join();
    topic.sink().replace([
      ['a', 1],
      ['b', 2],
    ]);
    await jest.advanceTimersByTimeAsync(200);
    sink.taken();
    topic.sink().replace([
      ['a', 1],
      ['c', 3],
    ]);
    await settle();
    expect(sink.taken()).toMatchObject([
      { type: 'upsert', items: [{ key: 'c', value: 3 }] },
      { type: 'remove', keys: ['b'] },
    ]);
  });

  it('sends a page with a current token no items, and others everything', async () => {
    const { topic, join, hub } = setUp();
    await join();
    topic.sink().replace([['a', 1]]);
    topic.sink().upsert('a', 2);
    // The change is not yet counted when the second page comes.
    const [current, older, otherReplica] = await Promise.all(
      [`${hub.epoch}:2`, `${hub.epoch}:1`, 'elsewhere:2'].map(resume =>
        join([{ topic: 'test:thing', resume }]),
      ),
    );
    expect(current.taken()).toEqual([
      {
        type: 'current',
        id: 'test:thing',
        resume: `${hub.epoch}:2`,
        freshness: [],
      },
    ]);
    for (const sink of [older, otherReplica]) {
      expect(sink.taken()).toMatchObject([
        { type: 'snapshot', items: [{ key: 'a', value: 2 }] },
      ]);
    }
  });

  it('takes no token of an earlier source for current', async () => {
    const { topic, join } = setUp();
    const before = await join();
    topic.sink().replace([['a', 1]]);
    await settle();
    const [seen] = before.taken();
    before.emit('close');
    await jest.advanceTimersByTimeAsync(60_000);
    expect(topic.closed).toEqual(['']);

    const again = await join([
      {
        topic: 'test:thing',
        resume: seen.type === 'snapshot' ? seen.resume : undefined,
      },
    ]);
    topic.sink().replace([['a', 2]]);
    await settle();
    expect(again.taken()).toMatchObject([
      { type: 'snapshot', items: [{ key: 'a', value: 2 }] },
    ]);
  });

  it('runs one source for 50 viewers, and ends it 5 s after the last', async () => {
    const { topic, join, streams } = setUp();
    const sinks = await Promise.all(Array.from({ length: 50 }, () => join()));
    topic.sink().replace([['a', 1]]);
    await settle();
    topic.sink().upsert('a', 2);
    await settle();
    for (const sink of sinks) {
      expect(sink.taken().map(frame => frame.type)).toEqual([
        'snapshot',
        'upsert',
      ]);
    }
    expect(topic.opened).toEqual(['']);
    expect([streams.size, streams.sources]).toEqual([50, 1]);

    sinks.forEach(sink => sink.emit('close'));
    await jest.advanceTimersByTimeAsync(4_900);
    expect(topic.closed).toEqual([]);
    await jest.advanceTimersByTimeAsync(200);
    expect(topic.closed).toEqual(['']);
    expect([streams.size, streams.sources]).toEqual([0, 0]);
  });

  it('keeps the source for a page that is loaded again', async () => {
    const { topic, join } = setUp();
    const first = await join();
    first.emit('close');
    await jest.advanceTimersByTimeAsync(4_000);
    await join();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(topic.opened).toEqual(['']);
    expect(topic.closed).toEqual([]);
  });

  it('fails one topic and continues with the others', async () => {
    const { topics, topic, join, permissions } = setUp();
    permissions.denied.add('secret');
    topics.register({
      ...topic.provider,
      topic: 'test:broken',
      open() {
        throw new Error('password=hunter2');
      },
    });
    topics.register({
      ...topic.provider,
      topic: 'test:choosy',
      requires() {
        throw new InputError('name: is missing');
      },
    });
    const sink = await join([
      { topic: 'test:thing', params: { name: 'mine' } },
      { topic: 'test:thing', params: { name: 'secret' } },
      { topic: 'test:broken' },
      { topic: 'test:choosy' },
      { topic: 'test:nothing' },
    ]);
    topic.sink('mine').replace([['a', 1]]);
    expect(topic.opened).toEqual(['mine']);
    const frames = sink.taken();
    expect(frames).toEqual(
      expect.arrayContaining([
        {
          type: 'failed',
          id: 'test:thing?name=secret',
          error: {
            name: 'NotAllowedError',
            message: 'Reading this needs the permission test.read.',
          },
        },
        {
          type: 'failed',
          id: 'test:choosy',
          error: { name: 'InputError', message: 'name: is missing' },
        },
        {
          type: 'failed',
          id: 'test:broken',
          error: {
            name: 'Error',
            message: 'The source of this topic failed',
          },
        },
        {
          type: 'failed',
          id: 'test:nothing',
          error: {
            name: 'NotFoundError',
            message: "No live topic 'test:nothing'",
          },
        },
        expect.objectContaining({
          type: 'snapshot',
          id: 'test:thing?name=mine',
        }),
      ]),
    );
    expect(JSON.stringify(frames)).not.toContain('hunter2');
  });

  it('shows all viewers when the source fails, and starts again for the next', async () => {
    const { topic, join } = setUp();
    const sink = await join();
    topic.sink().fail(new ServiceUnavailableError('prometheus is away'));
    expect(sink.taken().at(-1)).toEqual({
      type: 'failed',
      id: 'test:thing',
      error: {
        name: 'ServiceUnavailableError',
        message: 'prometheus is away',
      },
    });
    expect(topic.closed).toEqual(['']);
    await join();
    expect(topic.opened).toEqual(['', '']);
  });

  it('fails the topic of a source that fails while it is opened', async () => {
    const { topics, join, hub } = setUp();
    topics.register({
      topic: 'test:stillborn',
      requires: readThing,
      open(_params, sink) {
        sink.fail(new ServiceUnavailableError('no'));
        return { close: () => {} };
      },
    });
    const sink = await join([{ topic: 'test:stillborn' }]);
    expect(sink.taken()).toMatchObject([
      { type: 'failed', error: { name: 'ServiceUnavailableError' } },
    ]);
    expect(hub.size).toBe(0);
  });

  it('checks all topics of a stream with one request, also the next time', async () => {
    const { topic, join, permissions } = setUp();
    const requests = Array.from({ length: 50 }, (_, n) => ({
      topic: 'test:thing',
      params: { name: `${n % 25}`, other: `${n}` },
    }));
    const joined = join(requests);
    await jest.advanceTimersByTimeAsync(20);
    await joined;
    expect(topic.opened).toHaveLength(50);
    // Each question once, however many topics it decides for.
    expect(permissions.authorize.mock.calls.map(([all]) => all.length)).toEqual(
      [25],
    );
    await jest.advanceTimersByTimeAsync(301_000);
    expect(permissions.authorize).toHaveBeenCalledTimes(2);
  });

  it('lets others have a turn while many topics are joined', async () => {
    const { topic, join } = setUp();
    const joined = join(
      Array.from({ length: 50 }, (_, n) => ({
        topic: 'test:thing',
        params: { name: `${n}` },
      })),
    );
    const seen: number[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      jest.advanceTimersToNextTimer();
      await Promise.resolve();
      seen.push(topic.opened.length);
    }
    expect(Math.max(...seen)).toBeLessThan(50);
    await jest.advanceTimersByTimeAsync(20);
    await joined;
    expect(topic.opened).toHaveLength(50);
  });

  describe('a user who opens many streams', () => {
    const many = (start: number, count: number): TopicRequest[] =>
      Array.from({ length: count }, (_, n) => ({
        topic: 'test:thing',
        params: { name: `${start + n}` },
      }));
    const as = (name: string) => mockCredentials.user(`user:default/${name}`);

    it('waits for those that are being opened; another user does not', async () => {
      const { streams } = setUp();
      const admitted: string[] = [];
      const ends: Array<() => void> = [];
      const open = (name: string) =>
        streams
          .admit({ requests: many(0, 50), credentials: as(name) })
          .then(end => {
            admitted.push(name);
            ends.push(end);
          });
      for (let n = 0; n < 6; n += 1) open('olga');
      await settle();
      expect(admitted).toEqual(['olga', 'olga', 'olga', 'olga']);
      open('vera');
      await settle();
      expect(admitted.slice(4)).toEqual(['vera']);
      ends.slice(0, 4).forEach(end => end());
      await settle();
      // Half of the allowance is used: one at a time from here on.
      expect(admitted.slice(5)).toEqual(['olga']);
    });

    it('is refused when too many wait already, with the time to come back', async () => {
      const { streams } = setUp();
      const answers = Array.from({ length: 40 }, () =>
        streams.admit({ requests: many(0, 50), credentials: as('olga') }).then(
          () => undefined,
          error => error,
        ),
      );
      expect(await answers[39]).toMatchObject({
        name: 'TooManyRequestsError',
        statusCode: 429,
        retryAfterSeconds: expect.any(Number),
      });
      expect(streams.refused).toBe(16);
    });

    it('follows only so many different topics', async () => {
      const { streams } = setUp();
      const open = async (requests: TopicRequest[]) => {
        const credentials = as('olga');
        const end = await streams.admit({ requests, credentials });
        const sink = new MemorySink();
        const served = streams.serve({ sink, requests, credentials });
        await jest.advanceTimersByTimeAsync(20);
        await served;
        end();
        return sink;
      };
      const first = await open(many(0, 50));
      await open(many(5, 50));
      await expect(open(many(50, 15))).rejects.toThrow(
        'would follow 65 different topics; the limit is 60',
      );
      first.emit('close');
      await open(many(50, 15));
    });
  });

  it('asks for access again every 5 minutes and stops what is refused', async () => {
    const { topic, join, permissions } = setUp();
    const sink = await join([
      { topic: 'test:thing', params: { name: 'a' } },
      { topic: 'test:thing', params: { name: 'b' } },
    ]);
    topic.sink('a').replace([]);
    topic.sink('b').replace([]);
    sink.taken();
    permissions.denied.add('a');
    await jest.advanceTimersByTimeAsync(299_000);
    expect(sink.taken()).toEqual([]);
    await jest.advanceTimersByTimeAsync(2_000);
    expect(sink.taken()).toEqual([
      {
        type: 'failed',
        id: 'test:thing?name=a',
        error: {
          name: 'NotAllowedError',
          message: 'Reading this needs the permission test.read.',
        },
      },
    ]);
    topic.sink('a').upsert('x', 1);
    topic.sink('b').upsert('x', 1);
    await settle();
    expect(sink.taken()).toMatchObject([
      { type: 'upsert', id: 'test:thing?name=b' },
    ]);
  });

  it('continues when access cannot be asked once, and stops the second time', async () => {
    const { topic, join, permissions } = setUp();
    const sink = await join();
    topic.sink().replace([]);
    sink.taken();
    permissions.authorize.mockRejectedValue(
      new ServiceUnavailableError('permission backend restarts'),
    );
    await jest.advanceTimersByTimeAsync(301_000);
    expect(sink.taken()).toEqual([]);
    await jest.advanceTimersByTimeAsync(300_000);
    expect(sink.taken()).toMatchObject([{ type: 'failed' }]);
  });

  it('ends the stream when the token does', async () => {
    const { join } = setUp();
    const expiresAt = new Date(Date.now() + 60_000);
    const sink = await join([{ topic: 'test:thing' }], expiresAt);
    expect(sink.frames[0]).toMatchObject({
      type: 'hello',
      expiresAt: expiresAt.toISOString(),
    });
    await jest.advanceTimersByTimeAsync(59_000);
    expect(sink.ended).toBe(false);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(sink.frames.at(-1)).toEqual({ type: 'end', reason: 'expired' });
    expect(sink.ended).toBe(true);
  });

  it('ends all streams and sources at shutdown and takes no more', async () => {
    const { join, streams, topic } = setUp();
    const requests = [{ topic: 'test:thing' }];
    const sinks = await Promise.all([join(), join()]);
    const behind = await join();
    behind.stalled = true;
    topic.sink().replace([['a', 1]]);
    streams.shutdown();
    for (const sink of sinks) {
      expect(sink.frames.at(-1)).toEqual({ type: 'end', reason: 'shutdown' });
      expect(sink.ended).toBe(true);
    }
    expect(behind.destroyed).toBe(true);
    expect(topic.closed).toEqual(['']);
    await expect(
      streams.admit({ requests, credentials: credentialsUntil() }),
    ).rejects.toThrow(ServiceUnavailableError);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('keeps a quiet connection awake', async () => {
    const { join } = setUp();
    const sink = await join();
    await jest.advanceTimersByTimeAsync(46_000);
    expect(sink.heartbeats).toBe(3);
  });

  it('writes nothing to a reader that is behind, and then the newest values once', async () => {
    const { topic, join, hub } = setUp();
    const sink = await join();
    const fast = await join();
    topic.sink().replace([['a', 0]]);
    await jest.advanceTimersByTimeAsync(200);
    sink.taken();

    sink.stalled = true;
    topic.sink().upsert('a', 1);
    await settle();
    const bytes = sink.bytes;
    for (let n = 2; n <= 100; n++) {
      topic.sink().upsert('a', n);
      topic.sink().upsert('b', n);
      topic.sink().upsert(`short-lived-${n % 3}`, n);
      await jest.advanceTimersByTimeAsync(100);
      topic.sink().remove(`short-lived-${n % 3}`);
    }
    expect(sink.bytes).toBe(bytes);
    sink.taken();
    sink.drain();
    const frames = sink.taken();
    expect(frames).toMatchObject([
      {
        type: 'upsert',
        items: [
          { key: 'a', value: 100 },
          { key: 'b', value: 100 },
        ],
      },
      { type: 'remove' },
    ]);
    expect(fast.frames.length).toBeGreaterThan(50);

    // Its token is as good as that of the others.
    const [last] = frames.slice(-1);
    expect(last).toMatchObject({ resume: expect.stringContaining(hub.epoch) });
    const again = await join([
      {
        topic: 'test:thing',
        resume: last.type === 'remove' ? last.resume : undefined,
      },
    ]);
    expect(again.taken()).toMatchObject([{ type: 'current' }]);
  });

  it('drops a reader that takes nothing for 30 s', async () => {
    const { topic, join } = setUp();
    const sink = await join();
    sink.stalled = true;
    topic.sink().replace([['a', 1]]);
    await jest.advanceTimersByTimeAsync(29_000);
    expect(sink.destroyed).toBe(false);
    await jest.advanceTimersByTimeAsync(1_100);
    expect(sink.destroyed).toBe(true);
    await jest.advanceTimersByTimeAsync(6_000);
    expect(topic.closed).toEqual(['']);
  });

  it('writes no parameter and no value to the log', async () => {
    const { topic, join, permissions, logger } = setUp();
    const sink = await join([
      { topic: 'test:thing', params: { name: 'private-name' } },
    ]);
    topic.sink('private-name').replace([['a', 'private-value']]);
    permissions.authorize.mockRejectedValue(new Error('private-name'));
    sink.stalled = true;
    topic.sink('private-name').upsert('a', 'private-value-2');
    await jest.advanceTimersByTimeAsync(700_000);
    const logged = JSON.stringify([
      logger.debug.mock.calls,
      logger.info.mock.calls,
      logger.warn.mock.calls,
      logger.error.mock.calls,
    ]);
    expect(logged).not.toContain('private');
  });
});
