import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { InputError } from '@backstage/errors';
import userSettings from '@backstage/plugin-user-settings-backend';
import express from 'express';
import Router from 'express-promise-router';
import request from 'supertest';
import { edgeHttpRouter } from './httpRouter';

const SECRET = '/srv/portal/node_modules/x.js';

/** Fails in the ways in which core plugins do. */
const failing = createBackendPlugin({
  pluginId: 'failing',
  register(env) {
    env.registerInit({
      deps: { httpRouter: coreServices.httpRouter },
      async init({ httpRouter }) {
        const router = Router();
        router.use(express.json());
        router.get('/throws', () => {
          throw new TypeError(`Cannot read ${SECRET}`);
        });
        router.get('/refuses', () => {
          throw new InputError('limit: must be a number');
        });
        router.get('/writes', (_req, res) => {
          res.status(500).json({ error: `at ${SECRET}` });
        });
        router.get('/sends', (_req, res) => {
          res.status(502).send(`at ${SECRET}`);
        });
        router.get('/speaks-json-rpc', (_req, res) => {
          res.status(500).json({
            jsonrpc: '2.0',
            error: { code: -32603, message: 'Internal server error' },
          });
        });
        router.post('/echo', (req, res) => {
          res.json(req.body);
        });
        httpRouter.use(router);
      },
    });
  },
});

describe('the router of each plugin', () => {
  const logged: string[] = [];
  let agent: ReturnType<typeof request>;

  beforeAll(async () => {
    const logger = mockServices.rootLogger.mock({
      child: () => logger,
      error: message => {
        logged.push(message);
      },
    });
    const { server } = await startTestBackend({
      features: [edgeHttpRouter, failing, userSettings, logger.factory],
    });
    agent = request(server);
  });

  const ask = (method: 'get' | 'post' | 'options', path: string) =>
    agent[method](`/api/${path}`).set(
      'authorization',
      mockCredentials.user.header('user:default/vera'),
    );

  it.each(['throws', 'writes', 'sends'])(
    'an error of the portal that a route %s shows nothing but its place in the log',
    async path => {
      const { status, body, text } = await ask('get', `failing/${path}`);
      expect(status).toBe(500);
      expect(text).not.toContain('/srv');
      expect(body.error).toEqual({
        name: 'InternalError',
        message: expect.any(String),
        logId: expect.any(String),
      });
      expect(body.response).toEqual({ statusCode: 500 });
      expect(logged.join('\n')).toContain(body.error.logId);
    },
  );

  it('a mistake of the caller keeps its words', async () => {
    const { status, body } = await ask('get', 'failing/refuses');
    expect(status).toBe(400);
    expect(body.error).toEqual({
      name: 'InputError',
      message: 'limit: must be a number',
    });
  });

  it('the fixed words of JSON-RPC stay', async () => {
    const { body } = await ask('get', 'failing/speaks-json-rpc');
    expect(body.error).toEqual({
      code: -32603,
      message: 'Internal server error',
    });
  });

  it('a path that no route takes is 404 in JSON', async () => {
    const { status, body } = await ask('post', 'failing/nothing?a=b');
    expect(status).toBe(404);
    expect(body.error).toMatchObject({
      name: 'NotFoundError',
      message: expect.stringContaining('POST /api/failing/nothing:'),
    });
    expect((await ask('options', 'failing/throws')).status).toBe(200);
  });

  it.each([
    ['a deep body', `${'['.repeat(3000)}${']'.repeat(3000)}`, 400, 'deep'],
    ['a broken body', '{"a":', 400, 'JSON'],
    ['a large body', `"${'x'.repeat(200_000)}"`, 413, 'large'],
  ])('%s is refused', async (_name, body, status, words) => {
    const answer = await ask('post', 'failing/echo')
      .set('content-type', 'application/json')
      .send(body);
    expect(answer.status).toBe(status);
    expect(answer.body.error.message).toContain(words);
  });

  it('a good body arrives', async () => {
    const { body } = await ask('post', 'failing/echo').send({ a: [1] });
    expect(body).toEqual({ a: [1] });
  });

  it.each([
    ['nothing', {}, 'items is required'],
    ['no list', { items: 5 }, 'items must be a list'],
    ['a wrong entry', { items: [{ bucket: 'a' }] }, 'items.0.key is required'],
    ['a list', [], 'must be an object'],
  ])(
    'routes of core plugins that do not check what they take: %s',
    async (_name, body, words) => {
      const answer = await ask('post', 'user-settings/multiget').send(body);
      expect(answer.status).toBe(400);
      expect(answer.body.error.message).toContain(words);
    },
  );

  it('and what they take arrives', async () => {
    const { status, body } = await ask('post', 'user-settings/multiget').send({
      items: [{ bucket: 'a', key: 'b' }],
    });
    expect([status, body]).toEqual([200, { items: [null] }]);
  });

  it('checks the credentials before the request', async () => {
    const answer = await agent
      .post('/api/user-settings/multiget')
      .set('authorization', mockCredentials.none.header())
      .send({});
    expect(answer.status).toBe(401);
  });
});
