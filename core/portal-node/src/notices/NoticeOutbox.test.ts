import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import { until } from '@slipway/test-utils';
import { Notice } from './types';
import { NoticeOutbox } from './NoticeOutbox';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });
const START = Date.parse('2026-01-02T10:00:00.000Z');

const notice = (key: string, scope = key): Notice => ({
  key,
  recipients: ['user:default/olga', 'component:default/orders'],
  payload: { title: `What happened: ${key}`, scope },
});

describe.each(databases.eachSupportedId())('notices on %s', id => {
  async function setUp() {
    const knex = await databases.init(id);
    const database = mockServices.database({ knex });
    const sent: NotificationSendOptions[] = [];
    const logger = mockServices.logger.mock();
    const warned = () =>
      jest.mocked(logger.warn).mock.calls.map(([message]) => message);
    let now = START;
    /** A process with the plugin. */
    const process = (
      send: (one: NotificationSendOptions) => Promise<void> = async one => {
        sent.push(one);
      },
    ) =>
      NoticeOutbox.create({
        database,
        logger,
        notifications: { send },
        now: () => new Date(now),
      });
    return {
      knex,
      process,
      sent,
      titles: () => sent.map(({ payload }) => payload.title),
      warned,
      later(seconds: number) {
        now += seconds * 1_000;
      },
    };
  }

  it('are sent once, to whom they are for', async () => {
    const { process, sent } = await setUp();
    const outbox = await process();
    outbox.start();
    await outbox.put(notice('run-1/ended'));
    await until('it is sent', () => sent.length > 0);
    await outbox.put(notice('run-1/ended'));
    await outbox.stop();
    await (await process()).send();
    expect(sent).toEqual([
      {
        recipients: {
          type: 'entity',
          entityRef: ['user:default/olga', 'component:default/orders'],
        },
        payload: { title: 'What happened: run-1/ended', scope: 'run-1/ended' },
      },
    ]);
  });

  it('of a process that was killed before it sent any are sent by the next', async () => {
    const { process, titles, sent } = await setUp();
    // It never comes to sending.
    await (await process()).put(notice('run-1/ended'));
    const next = await process();
    next.start();
    await until('it is sent', () => sent.length > 0);
    await next.stop();
    expect(titles()).toEqual(['What happened: run-1/ended']);
  });

  it('of a process that was killed while it sent one are sent again, under the same scope', async () => {
    const { process, titles, later } = await setUp();
    let isSending = false;
    const killed = await process(() => {
      isSending = true;
      return new Promise(() => {});
    });
    await killed.put(notice('run-1/ended'));
    killed.send();
    await until('it sends', () => isSending);
    const next = await process();
    await next.send();
    // It may be sending still.
    expect(titles()).toEqual([]);
    later(31);
    await next.send();
    expect(titles()).toEqual(['What happened: run-1/ended']);
  });

  it('are sent by one of several replicas', async () => {
    const { process, titles } = await setUp();
    const replicas = [await process(), await process(), await process()];
    for (const replica of replicas) await replica.put(notice('run-1/ended'));
    await Promise.all(replicas.map(replica => replica.send()));
    expect(titles()).toEqual(['What happened: run-1/ended']);
  });

  it('are tried again when it fails, after a longer pause each time, for a day', async () => {
    const { process, warned, later, titles } = await setUp();
    let tries = 0;
    const failing = await process(async () => {
      tries += 1;
      throw new Error('notifications are away');
    });
    await failing.put(notice('run-1/ended'));
    await failing.send();
    await failing.send();
    expect(tries).toBe(1);
    later(6);
    await failing.send();
    later(6);
    await failing.send();
    expect(tries).toBe(2);
    expect(warned()[0]).toMatch(/run-1\/ended\), will try again: .* away/);
    later(25 * 3_600);
    await failing.send();
    expect(warned()[2]).toMatch(/for a day, it is given up/);
    later(3_600);
    await (await process()).send();
    expect(titles()).toEqual([]);
  });

  it('the first that fails keeps no other', async () => {
    const { process, titles, later, sent } = await setUp();
    const picky = await process(async one => {
      if (one.payload.title.endsWith('first') && sent.length === 0) {
        throw new Error('not this one');
      }
      sent.push(one);
    });
    await picky.put(notice('first'));
    later(1);
    await picky.put(notice('second'));
    await picky.send();
    expect(titles()).toEqual(['What happened: second']);
    later(10);
    await picky.send();
    expect(titles()).toEqual(['What happened: second', 'What happened: first']);
  });

  it('what is newer takes the place of what was not sent of the same scope', async () => {
    const { process, titles, later } = await setUp();
    const outbox = await process();
    await outbox.put(notice('schedule/1/refused', 'schedule/1'));
    await outbox.put(notice('other'));
    later(1);
    await outbox.put(notice('schedule/1/stopped', 'schedule/1'));
    await outbox.send();
    expect(titles()).toEqual([
      'What happened: other',
      'What happened: schedule/1/stopped',
    ]);
  });

  it('that were sent are deleted after two weeks', async () => {
    const { knex, process, later } = await setUp();
    const outbox = await process();
    const keys = async () =>
      (await knex('notices').orderBy('key').select('key')).map(
        ({ key }) => key,
      );
    await outbox.put(notice('a-first'));
    await outbox.send();
    later(13 * 86_400);
    await outbox.put(notice('b-second'));
    await outbox.send();
    expect(await keys()).toEqual(['a-first', 'b-second']);
    later(2 * 86_400);
    await outbox.put(notice('c-third'));
    await outbox.send();
    expect(await keys()).toEqual(['b-second', 'c-third']);
  });

  it('the migration can be taken back', async () => {
    const { knex, process } = await setUp();
    await process();
    await knex.migrate.down({
      directory: `${__dirname}/../../migrations`,
      tableName: 'notices_migrations',
    });
    expect(await knex.schema.hasTable('notices')).toBe(false);
  });
});
