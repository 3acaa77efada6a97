import assert from 'node:assert/strict';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, it } from 'node:test';
import { temporaryFolder } from './lib/cleaner';
import { SignedIn, signIn } from './lib/users';
import { sharedPortal, startOwnPortal } from './lib/portals';
import { StartedPortal } from './lib/scripts';
import { until } from './lib/wait';

const file = { after };
const SERVICE = 'shipping-service';
const ROLLOUT = `/api/rollouts/v1/clusters/aks-dev/namespaces/ecommerce/rollouts/${SERVICE}`;

/** The part of a line of the audit log that is looked at. */
interface Line {
  plugin: string;
  eventId: string;
  status: string;
  meta?: { actor?: string; target?: { name?: string } };
}

describe('the audit log', () => {
  // Here and not in a hook: what a hook registers ends with the hook.
  const folder = temporaryFolder(file);
  let portal: StartedPortal;
  let omar: SignedIn;
  let releases = 0;

  const auditDir = () => join(folder, 'db/audit');
  const lines = (eventId: string): Line[] =>
    readdirSync(auditDir())
      .sort()
      .flatMap(name =>
        readFileSync(join(auditDir(), name), 'utf8').trimEnd().split('\n'),
      )
      .map((line): Line => JSON.parse(line))
      .filter(line => line.plugin === 'rollouts' && line.eventId === eventId);
  const statuses = (eventId: string) =>
    lines(eventId).map(({ status }) => status);

  const start = async () => {
    portal = await startOwnPortal(file, {
      configs: sharedPortal().configs,
      folder,
    });
    await portal.ready();
    omar = await until('omar signs in', () =>
      signIn(portal, 'omar').catch(() => undefined),
    );
    await until(
      'the portal has read whose the services are',
      async () =>
        (
          await (await omar.ask(`${ROLLOUT}/access`)).json()
        ).actions?.abort?.allowed,
    );
  };
  const core = async () => (await (await omar.ask(ROLLOUT)).json()).core ?? {};
  const act = async (action: string, args?: object) => {
    const { uid, currentPodHash, stepIndex } = await core();
    const answer = await omar.send('POST', `${ROLLOUT}/actions/${action}`, {
      seen: {
        uid,
        ...(currentPodHash === undefined ? {} : { currentPodHash }),
        ...(stepIndex === undefined ? {} : { currentStepIndex: stepIndex }),
      },
      ...(args ? { args } : {}),
      confirm: { name: SERVICE },
    });
    return { status: answer.status, text: await answer.text() };
  };
  /** An update that is not finished, so that there is something to abort. */
  const release = async () => {
    const { containers } = await core();
    const [{ name, image }] = containers;
    releases += 1;
    const { status, text } = await act('set-image', {
      images: [
        {
          container: name,
          image: `${image.replace(/:[^:/]*$/, '')}:audit-${releases}`,
        },
      ],
    });
    assert.equal(status, 200, text);
    await until('an update is under way', async () => {
      const { inProgress, aborted } = await core();
      return inProgress && !aborted;
    });
  };
  const activityTable = (statement: string) => {
    const database = new DatabaseSync(join(folder, 'db/activity.sqlite'));
    // The portal may be writing at this moment.
    database.exec('PRAGMA busy_timeout = 30000');
    database.exec(statement);
    database.close();
  };

  before(async () => {
    await start();
    await release();
  });

  it('has the abort that the activity record could not keep', async () => {
    activityTable('ALTER TABLE entries RENAME TO entries_aside');
    const paused = await act('pause');
    assert.equal(paused.status, 503, paused.text);
    assert.match(paused.text, /Nothing was done/);

    const { status, text } = await act('abort');
    assert.equal(status, 200, text);
    assert.match(text, /activity record could not be kept; the audit log has/);
    assert.deepEqual(
      lines('abort').map(({ status: one, meta }) => [
        one,
        meta?.actor,
        meta?.target?.name,
      ]),
      [
        ['initiated', 'user:default/omar', SERVICE],
        ['succeeded', 'user:default/omar', SERVICE],
      ],
    );
  });

  it('is still there after the portal was killed and started again', async () => {
    process.kill(portal.pid, 'SIGKILL');
    await portal.exited;
    activityTable('ALTER TABLE entries_aside RENAME TO entries');
    const kept = lines('abort');
    assert.equal(kept.length, 2);
    await start();
    assert.deepEqual(lines('abort'), kept);
    const { status, text } = await act('retry');
    assert.equal(status, 200, text);
    assert.deepEqual(statuses('retry'), ['initiated', 'succeeded']);
    assert.deepEqual(lines('abort'), kept);
  });

  it('while it cannot be written actions of every plugin are refused, reading continues, readiness says so', async () => {
    renameSync(auditDir(), `${auditDir()}.aside`);
    writeFileSync(auditDir(), 'in its way');
    const refused = [await act('pause'), await act('pause')];
    const paula = await signIn(portal, 'paula');
    const refresh = await paula.send('POST', '/api/catalog/refresh', {
      entityRef: `component:default/${SERVICE}`,
    });
    refused.push({ status: refresh.status, text: await refresh.text() });
    for (const { status, text } of refused) {
      assert.equal(status, 503, text);
      assert.match(text, /the audit log cannot be written.*Name another one/);
      assert.ok(!text.includes(folder), text);
    }
    assert.equal((await omar.ask('/api/rollouts/v1/rollouts')).status, 200);
    assert.equal((await omar.ask('/api/catalog/entities')).status, 200);
    const readiness = await fetch(
      `${portal.url}/.backstage/health/v1/readiness`,
    );
    assert.equal(readiness.status, 503);
    assert.match((await readiness.json()).message, /audit log/);
  });

  it('abort continues and says that it is missing there', async () => {
    const { status, text } = await act('abort');
    assert.equal(status, 200, text);
    assert.match(text, /audit log could not be written; the activity record/);
    assert.equal((await core()).aborted, true);
  });

  it('all recovers by itself, and what was missing is written', async () => {
    rmSync(auditDir());
    mkdirSync(auditDir());
    await until('ready again', async () => {
      const { ok } = await fetch(
        `${portal.url}/.backstage/health/v1/readiness`,
      );
      return ok;
    });
    assert.deepEqual(statuses('abort'), ['initiated', 'succeeded']);
    const { status, text } = await act('retry');
    assert.equal(status, 200, text);
  });
});
