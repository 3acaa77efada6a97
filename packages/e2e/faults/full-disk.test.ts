import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Started, startEverything } from './lib/npmStart';
import { SignedIn, signIn } from './lib/users';
import { isRunning } from './lib/processes';
import { SmallDisk, smallDisk } from './lib/smallDisk';
import { until } from './lib/wait';

const MEGABYTES = 160;
const ROLLOUT =
  '/api/rollouts/v1/clusters/gke-prod/namespaces/ecommerce/rollouts/order-service';
const SEARCH = '/api/search/query?term=order';
/** What belongs into no answer: statements, paths, words of SQLite. */
const INTERNAL = /insert into|select .* from|update `|SQLITE|sqlite|\/tmp\//i;

describe('a full disk under npm start', () => {
  const ends: Array<() => unknown> = [];
  /** `after` itself would belong to the hook that calls it. */
  const file = { after: (work: () => unknown) => ends.push(work) };
  let disk: SmallDisk;
  let start: Started;
  let omar: SignedIn;
  let nora: SignedIn;
  let grant: string;

  const readiness = () => fetch(`${start.url}/.backstage/health/v1/readiness`);
  const act = async (action: string) => {
    const { core } = await (await omar.ask(ROLLOUT)).json();
    const { uid, currentPodHash, stepIndex } = core;
    return omar.send('POST', `${ROLLOUT}/actions/${action}`, {
      seen: { uid, currentPodHash, currentStepIndex: stepIndex },
    });
  };
  const breakGlass = (name: string) =>
    nora.send('POST', '/api/break-glass/v1/grants', {
      entityRef: `component:default/${name}`,
      reason: 'a disk that will be full',
      minutes: 15,
    });
  const logOf = (name: string) =>
    readFileSync(join(disk.folder, 'logs', name), 'utf8');

  after(async () => {
    for (const end of ends) await end();
  });
  before(async () => {
    disk = smallDisk(file, MEGABYTES);
    start = await startEverything(file, { state: disk.folder });
    await start.ready();
    omar = await until('omar signs in', () =>
      signIn(start, 'omar').catch(() => undefined),
    );
    await until('omar may promote order-service', async () => {
      const answer = await omar.ask(`${ROLLOUT}/access`);
      return answer.ok && (await answer.json()).actions.promote.allowed;
    });
    await until(
      'the search index is made',
      async () => (await omar.ask(SEARCH)).ok,
    );
    nora = await signIn(start, 'nora');
    const opened = await breakGlass('order-service');
    assert.equal(opened.status, 201, await opened.clone().text());
    ({ id: grant } = await opened.json());
    // Space is reserved right after the start.
    await until('space is reserved', () => {
      const journal = join(disk.folder, 'db/auth.sqlite-journal');
      const size = statSync(journal, { throwIfNoEntry: false })?.size ?? 0;
      return size > 150_000;
    });
    disk.fill();
  });

  it('readiness says so, liveness does not', async () => {
    await until('not ready', async () => (await readiness()).status === 503);
    const { message } = await (await readiness()).json();
    assert.match(message, /disk .* is full.*Free space/);
    assert.doesNotMatch(message, INTERNAL);
    const liveness = await fetch(`${start.url}/.backstage/health/v1/liveness`);
    assert.equal(liveness.status, 200);
  });

  it('reading continues, for those who sign in now too', async () => {
    const olga = await signIn(start, 'olga');
    for (const reader of [omar, olga]) {
      for (const path of [
        '/api/rollouts/v1/rollouts',
        ROLLOUT,
        `${ROLLOUT}/access`,
        '/api/catalog/entities/by-query?limit=5',
        '/api/activity/v1/entries',
        '/api/notifications/notifications',
        '/api/break-glass/v1/grants',
        '/api/sandbox-panel/v1/demo',
        SEARCH,
        '/api/user-settings/buckets/x/keys/y',
      ]) {
        const answer = await reader.ask(path);
        assert.ok(
          answer.status === 200 || answer.status === 404,
          `${path}: ${answer.status} ${await answer.text()}`,
        );
      }
    }
    const page = await fetch(start.url);
    assert.equal(page.status, 200);
  });

  it('what changes something is refused with the reason, without the words of the database', async () => {
    const refusals: Array<[string, Response]> = [
      ['promote', await act('promote')],
      ['pause', await act('pause')],
      ['break-glass', await breakGlass('payment-service')],
      [
        'release',
        await omar.send('POST', '/api/sandbox-panel/v1/releases', {
          cluster: 'gke-prod',
          namespace: 'ecommerce',
          service: 'payment-service',
          quality: 'good',
        }),
      ],
      [
        'user-settings',
        await omar.send('PUT', '/api/user-settings/buckets/b/keys/k', {
          value: 1,
        }),
      ],
    ];
    for (const [name, refusal] of refusals) {
      const text = await refusal.text();
      assert.equal(refusal.status, 503, `${name}: ${text}`);
      assert.match(text, /disk .* is full.*Free space/, name);
      assert.doesNotMatch(text, INTERNAL, name);
    }
  });

  it('abort works and says that its record is missing', async () => {
    const answer = await act('abort');
    const text = await answer.text();
    assert.equal(answer.status, 200, text);
    assert.match(text, /activity record could not be kept.*is full/);
    const { core } = await (await omar.ask(ROLLOUT)).json();
    assert.equal(core.aborted, true);
  });

  it('a break-glass grant can be ended', async () => {
    const ended = await nora.ask(`/api/break-glass/v1/grants/${grant}`, {
      method: 'DELETE',
    });
    assert.equal(ended.status, 200, await ended.text());
    const open = await (await nora.ask('/api/break-glass/v1/grants')).json();
    assert.deepEqual(open.items, []);
  });

  it('nobody has ended, and the terminal says once what is not written', async () => {
    assert.ok(isRunning(start.pid));
    assert.ok(isRunning(await start.portalPid()));
    assert.ok(isRunning(await start.sandboxPid()));
    assert.equal(start.child.exitCode, null);
    await until('the terminal says so', () =>
      /portal\.log is not written: the disk is full/.test(start.output()),
    );
    assert.equal(start.output().match(/portal\.log is not/g)?.length, 1);
  });

  it('all recovers when there is space again', async () => {
    disk.free();
    await until('ready again', async () => (await readiness()).ok);
    const answer = await until('an action is recorded again', async () => {
      const retried = await act('retry');
      return retried.ok ? retried : undefined;
    });
    const { activityId } = await answer.json();
    assert.ok(activityId);
    const record = await (await omar.ask('/api/activity/v1/entries')).json();
    assert.ok(record.items.some(({ id }: { id: string }) => id === activityId));
    await until('the log continues', () =>
      /bytes are missing here.*\]\n.*incomingRequest/s.test(
        logOf('portal.log'),
      ),
    );
    const saved = statSync(join(disk.folder, 'sandbox/state.json')).mtimeMs;
    await until(
      'the sandbox saves again',
      () => statSync(join(disk.folder, 'sandbox/state.json')).mtimeMs > saved,
    );
  });

  it('a start on a full disk comes up for reading and ends in order', async () => {
    start.child.kill('SIGTERM');
    assert.equal((await start.exited).code, 0);
    disk.fill();
    start = await startEverything(file, { state: disk.folder });
    await until('the portal only reads', async () => {
      assert.equal(start.child.exitCode, null, start.output());
      const response = await readiness().catch(() => undefined);
      return response && (await response.json()).started;
    });
    omar = await until('omar signs in', () =>
      signIn(start, 'omar').catch(() => undefined),
    );
    assert.equal((await omar.ask('/api/rollouts/v1/rollouts')).status, 200);
    start.child.kill('SIGTERM');
    assert.equal((await start.exited).code, 0);
  });
});
