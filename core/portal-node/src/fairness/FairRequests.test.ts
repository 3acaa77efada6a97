import { AddressInfo } from 'node:net';
import { createServer, Server } from 'node:http';
import {
  mockCredentials,
  mockErrorHandler,
  mockServices,
} from '@backstage/backend-test-utils';
import { BackstageCredentials } from '@backstage/backend-plugin-api';
import express, { RequestHandler } from 'express';
import { FairRequests } from './FairRequests';
import { LANES } from './lanes';

const ABORT =
  '/api/rollouts/v1/clusters/gke/namespaces/shop/rollouts/orders/actions/abort';
const LIST = '/api/rollouts/v1/rollouts';
const LATER = new Date(Date.now() + 3_600_000);
const nothing: RequestHandler = (_req, _res, next) => next();

/** Credentials of a token that is a name, as verified ones are. */
function credentialsOf(token: string): BackstageCredentials {
  const { principal, ...rest } = mockCredentials.user(`user:default/${token}`);
  return { ...rest, principal, expiresAt: LATER };
}

describe('FairRequests', () => {
  let server: Server;
  let url: string;
  /** Requests that a route works on, by path; each is answered by `answer`. */
  let atWork: Array<{ user: string; answer: () => void }>;
  let seen: string[];
  /** How many requests the server has got. */
  let arrived: number;
  let logger: ReturnType<typeof mockServices.logger.mock>;

  beforeEach(async () => {
    atWork = [];
    seen = [];
    arrived = 0;
    logger = mockServices.logger.mock();
    // Turns end when the test answers, however slow the machine is.
    const fair = new FairRequests({ longestTurnMs: 600_000 });
    const app = express();
    fair.install({
      app,
      config: mockServices.rootConfig(),
      logger,
      middleware: { helmet: () => nothing, cors: () => nothing },
    });
    // Mounted, as the routers of plugins are: they see the rest of the path.
    app.use('/api/:plugin', async (req, _res, next) => {
      const token = req.headers.authorization?.slice('Bearer '.length);
      const ofPlugin = token?.includes('.');
      if (!token || ofPlugin || token === 'wrong') {
        next();
        return;
      }
      seen.push(`${token} ${req.originalUrl}`);
      fair.admitVerified(req, credentialsOf(token)).then(() => next(), next);
    });
    app.use('/api/quick', (_req, res) => res.json({}));
    app.use('/api/live/stream', (_req, res) => {
      res.set('content-type', 'text/event-stream');
      res.flushHeaders();
    });
    app.use((req, res) => {
      const user = req.headers.authorization?.slice('Bearer '.length) ?? '';
      atWork.push({ user, answer: () => res.json({ path: req.path }) });
    });
    app.use(mockErrorHandler());
    server = createServer(app);
    server.prependListener('request', () => {
      arrived += 1;
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  });

  const ask = (user: string, path = LIST, init: RequestInit = {}) =>
    fetch(`${url}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${user}` },
    });
  const act = (user: string) => ask(user, ABORT, { method: 'POST' });
  /** From now on the token is known before it is verified. */
  const known = async (user: string) =>
    (await ask(user, '/api/quick')).arrayBuffer();
  const until = async (condition: () => boolean) => {
    while (!condition()) await new Promise(resolve => setTimeout(resolve, 5));
  };
  const working = (user: string) =>
    atWork.filter(one => one.user === user).length;
  const answerAll = () => atWork.splice(0).forEach(({ answer }) => answer());

  it('works on so many requests of one user at a time; another is served meanwhile', async () => {
    await known('olga');
    const flood = Array.from({ length: 40 }, () => ask('olga'));
    await until(() => working('olga') === LANES.requests.alone);
    const other = ask('vera');
    await until(() => working('vera') === 1);
    expect(working('olga')).toBe(LANES.requests.alone);
    // Beside others it is less.
    atWork.forEach(({ user, answer }) => user === 'olga' && answer());
    atWork = atWork.filter(({ user }) => user !== 'olga');
    await until(() => working('olga') === LANES.requests.besideOthers);
    const done = Promise.all([...flood, other]);
    const pump = setInterval(answerAll, 5);
    const answers = await done;
    clearInterval(pump);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  });

  it('refuses what is more than may wait, with the time to come back, and never an action', async () => {
    await known('olga');
    const most = LANES.requests.alone + LANES.requests.waiting;
    const quick = arrived;
    const flood = Array.from({ length: most + 20 }, () => ask('olga'));
    await until(() => arrived === quick + flood.length);
    await until(() => working('olga') === LANES.requests.alone);
    const refused = await Promise.race(flood);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.headers.get('cache-control')).toBe('no-store');
    expect(await refused.json()).toMatchObject({
      error: {
        name: 'TooManyRequestsError',
        message: expect.stringMatching(/^You have sent more .* Try again in/),
      },
      request: { method: 'GET', url: LIST },
      response: { statusCode: 429 },
    });

    const before = working('olga');
    const actions = Array.from({ length: 150 }, () => act('olga'));
    await until(() => working('olga') > before);
    const pump = setInterval(answerAll, 5);
    const answers = await Promise.all(actions);
    expect(answers.map(({ status }) => status)).toEqual(actions.map(() => 200));
    const statuses = (await Promise.all(flood)).map(({ status }) => status);
    clearInterval(pump);
    expect(statuses.filter(status => status === 429)).toHaveLength(20);
  }, 30_000);

  it('refuses a known token before anything is done for the request', async () => {
    await known('olga');
    const most = LANES.requests.alone + LANES.requests.waiting;
    const flood = Array.from({ length: most + 5 }, () => ask('olga'));
    expect((await Promise.race(flood)).status).toBe(429);
    expect(seen.filter(one => one === `olga ${LIST}`).length).toBe(
      LANES.requests.alone,
    );
    const pump = setInterval(answerAll, 5);
    await Promise.all(flood);
    clearInterval(pump);
  });

  it('counts a new token for its user, whatever other tokens say', async () => {
    const flood = Array.from({ length: 20 }, () => ask('olga'));
    await until(() => working('olga') === LANES.requests.alone);
    await expect(ask('vera', '/api/quick')).resolves.toMatchObject({
      status: 200,
    });
    expect(working('olga')).toBe(LANES.requests.alone);
    const pump = setInterval(answerAll, 5);
    await Promise.all(flood);
    clearInterval(pump);
  });

  it('an event stream holds no turn, nor does a client that is gone', async () => {
    await known('olga');
    const abort = new AbortController();
    const streams = await Promise.all(
      Array.from({ length: LANES.requests.alone + 2 }, () =>
        ask('olga', '/api/live/stream', { signal: abort.signal }),
      ),
    );
    expect(streams.map(({ status }) => status)).toEqual(streams.map(() => 200));
    const gone = Array.from({ length: LANES.requests.alone }, () =>
      ask('olga', LIST, { signal: abort.signal }).catch(() => undefined),
    );
    await until(() => working('olga') === LANES.requests.alone);
    const next = ask('olga', '/api/quick');
    abort.abort();
    await Promise.all(gone);
    expect((await next).status).toBe(200);
  });

  it('the groups of a user are read while all turns of the user are taken', async () => {
    const flood = Array.from({ length: 20 }, () => ask('olga'));
    await until(() => working('olga') === LANES.requests.alone);
    const nested = ask('olga', '/api/auth/v1/userinfo');
    await until(() => working('olga') === LANES.requests.alone + 1);
    const pump = setInterval(answerAll, 5);
    expect((await nested).status).toBe(200);
    await Promise.all(flood);
    clearInterval(pump);
  });

  it('an action of a new token is one, wherever its router is mounted', async () => {
    await known('olga');
    const most = LANES.requests.alone + LANES.requests.waiting;
    const flood = Array.from({ length: most }, () => ask('olga'));
    await until(() => working('olga') === LANES.requests.alone);
    const actions = Array.from({ length: 20 }, () => act('olga'));
    await until(() => working('olga') > LANES.requests.alone);
    const pump = setInterval(answerAll, 5);
    expect((await Promise.all(actions)).map(({ status }) => status)).toEqual(
      actions.map(() => 200),
    );
    await Promise.all(flood);
    clearInterval(pump);
  }, 30_000);

  it('leaves plugins and probes alone', async () => {
    const header = Buffer.from('{"typ":"vnd.backstage.plugin"}');
    const token = `${header.toString('base64url')}.e30.x`;
    const count = LANES.unknown.alone + 10;
    const internal = Array.from({ length: count }, () => ask(token));
    await until(() => working(token) === count);
    const probes = Array.from({ length: count }, () =>
      fetch(`${url}/.backstage/health/v1/readiness`),
    );
    await until(() => working('') === count);
    answerAll();
    const answers = await Promise.all([...internal, ...probes]);
    expect(answers.every(({ status }) => status === 200)).toBe(true);
  });

  it.each<[string, string, number]>([
    ['a token that is not valid', LIST, LANES.unknown.alone],
    ['signing in', '/api/auth/github/refresh', LANES.signIn.alone],
  ])('%s takes turns by address', async (_, path, alone) => {
    const flood = Array.from({ length: 60 }, () => ask('wrong', path));
    await until(() => working('wrong') === alone);
    const pump = setInterval(answerAll, 5);
    const answers = await Promise.all(flood);
    clearInterval(pump);
    expect(answers.every(({ status }) => status === 200)).toBe(true);
  });
});
