import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { connect, Socket } from 'node:net';
import { before, describe, it } from 'node:test';
import { floodScripts, median } from './lib/floods';
import { signIn, SignedIn } from './lib/users';
import { sharedPortal } from './lib/portals';
import { until } from './lib/wait';

const LIST = '/api/rollouts/v1/rollouts';
const ROLLOUT =
  '/clusters/gke-prod/namespaces/ecommerce/rollouts/order-service';
const QUIET_MS = 3_000;
const FLOOD_MS = 5_000;

/** The topics of a page, and more than a page has. */
const topics = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    topic: 'rollouts:detail',
    params: { cluster: 'gke-prod', namespace: 'ecommerce', name: `n-${n}` },
  }));

/** Opens a stream and reads until there is a frame of this type. */
async function openUntil(user: SignedIn, type: string, count = 5) {
  const abort = new AbortController();
  const response = await user.ask('/api/live/stream', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      topics: [{ topic: 'rollouts:list' }, ...topics(count - 1)],
    }),
    signal: abort.signal,
  });
  assert.equal(response.status, 200);
  assert.ok(response.body);
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body) {
    text += decoder.decode(chunk, { stream: true });
    if (text.includes(`"type":"${type}"`)) break;
  }
  return { close: () => abort.abort() };
}

/** A reader that asks for something and takes nothing of the answer. */
function readsNothing(url: string, head: string, body = ''): Promise<Socket> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      socket.pause();
      socket.write(`${head}\r\nHost: ${hostname}\r\n\r\n${body}`);
      resolve(socket);
    });
    socket.on('error', reject);
  });
}

describe('one user and the others', () => {
  const portal = sharedPortal();
  let vera: SignedIn;
  let olga: SignedIn;

  before(async () => {
    // The catalog has to have read who there is.
    await until('the sample users', () =>
      signIn(portal, 'nora').catch(() => undefined),
    );
    vera = await signIn(portal, 'vera');
    olga = await signIn(portal, 'olga');
    for (let n = 0; n < 20; n += 1) await (await olga.ask(LIST)).json();
  });

  it('a stream of fifty topics takes one permission request', async () => {
    const checks = () =>
      readFileSync(portal.log, 'utf8').split('POST /api/permission/authorize')
        .length;
    const start = checks();
    const stream = await openUntil(vera, 'snapshot', 50);
    // The log line of a request is written once it is answered.
    await (await olga.ask('/api/catalog/entity-facets?facet=kind')).json();
    const after = checks();
    stream.close();
    assert.ok(after - start >= 1, 'the log has no permission request');
    assert.ok(after - start < 10, `${after - start} permission requests`);
  });

  /** What olga waits, in ms, before and during a flood of vera. */
  const waits = async (kind: string) => {
    const { listTimes, startFlood } = await floodScripts();
    const quiet = median(await listTimes(portal.url, olga.token, QUIET_MS));
    const flood = startFlood(kind, portal.url, vera.token);
    try {
      return {
        quiet,
        during: median(await listTimes(portal.url, olga.token, FLOOD_MS)),
      };
    } finally {
      await flood.stop();
    }
  };

  /**
   * Twice is the goal, held by bench/flood.mjs. Here other work may run beside
   * it, which only adds: the best of three rounds is what the portal does. A
   * portal that makes others wait does so in each.
   */
  const leavesOthersTheirAnswers = async (kind: string) => {
    const rounds: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const { quiet, during } = await waits(kind);
      if (during < 3 * quiet + 50) return;
      rounds.push(`${quiet.toFixed(0)} ms before, ${during.toFixed(0)} during`);
    }
    assert.fail(rounds.join('; '));
  };

  for (const kind of ['streams', 'lists', 'catalog', 'actions']) {
    it(`a flood of ${kind} leaves others their answers, in time`, () =>
      leavesOthersTheirAnswers(kind));
  }

  it('who floods is refused with a time to come back, and may still act', async () => {
    const { startFlood } = await floodScripts();
    const flood = startFlood('lists that nobody reads', portal.url, vera.token);
    try {
      const refused = await firstRefusal(vera);
      assert.ok(Number(refused.headers.get('retry-after')) > 0);
      const { error } = await refused.json();
      assert.equal(error.name, 'TooManyRequestsError');
      assert.match(error.message, /Try again in \d+ s/);

      const abort = await vera.send(
        'POST',
        `/api/rollouts/v1${ROLLOUT}/actions/abort`,
        { seen: { uid: 'x', currentPodHash: 'x' } },
      );
      // Judged by its permission as ever: vera owns nothing.
      assert.ok([403, 404].includes(abort.status), `${abort.status}`);
      assert.equal((await olga.ask(LIST)).status, 200);
    } finally {
      await flood.stop();
    }
    const answer = await vera.ask(LIST);
    assert.notEqual(answer.status, 500);
  });

  it('readers that take nothing hold up nobody', async () => {
    const body = JSON.stringify({ topics: [{ topic: 'rollouts:list' }] });
    const authorization = `Authorization: Bearer ${vera.token}`;
    const readers = await Promise.all(
      Array.from({ length: 200 }, (_, n) =>
        n % 2
          ? readsNothing(portal.url, `GET ${LIST} HTTP/1.1\r\n${authorization}`)
          : readsNothing(
              portal.url,
              [
                'POST /api/live/stream HTTP/1.1',
                authorization,
                'Content-Type: application/json',
                `Content-Length: ${body.length}`,
              ].join('\r\n'),
              body,
            ),
      ),
    );
    try {
      for (let n = 0; n < 10; n += 1) {
        assert.equal((await olga.ask(LIST)).status, 200);
      }
      (await openUntil(olga, 'snapshot')).close();
    } finally {
      readers.forEach(reader => reader.destroy());
    }
  });

  it('pages that all come back at once are all served, others meanwhile', async () => {
    const names = ['paula', 'omar', 'carla', 'amir', 'nora'] as const;
    const users = await Promise.all(names.map(name => signIn(portal, name)));
    const storm = Promise.all(
      users.flatMap(user =>
        Array.from({ length: 15 }, () => openUntil(user, 'snapshot', 8)),
      ),
    );
    let answered = 0;
    let over = false;
    const meanwhile = (async () => {
      while (!over) {
        assert.equal((await olga.ask(LIST)).status, 200);
        answered += 1;
      }
    })();
    const streams = await storm;
    over = true;
    await meanwhile;
    assert.equal(streams.length, 75);
    assert.ok(answered > 0);
    streams.forEach(stream => stream.close());
  });
});

/** Asks beside the flood until the queue of the user is full. */
async function firstRefusal(user: SignedIn): Promise<Response> {
  const answers = Array.from({ length: 200 }, () => user.ask(LIST));
  const refused = await Promise.race([
    ...answers.map(async one => {
      const answer = await one;
      return answer.status === 429 ? answer : new Promise<never>(() => {});
    }),
    Promise.all(answers).then(() => undefined),
  ]);
  assert.ok(refused, 'nothing was refused');
  return refused;
}
