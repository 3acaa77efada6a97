import { MiddlewareFactory } from '@backstage/backend-defaults/rootHttpRouter';
import { mockServices } from '@backstage/backend-test-utils';
import express from 'express';
import { createServer } from 'node:http';
import request from 'supertest';
import { configureRoot } from './rootHttpRouter';

function setUp(data = {}) {
  const app = express();
  const server = createServer(app);
  const config = mockServices.rootConfig({ data });
  const logger = mockServices.logger.mock();
  const routes = express.Router();
  routes.get('/fails', () => {
    throw new Error('secret words');
  });
  configureRoot({
    app,
    server,
    config,
    logger,
    routes,
    middleware: MiddlewareFactory.create({ config, logger }),
    lifecycle: mockServices.lifecycle.mock(),
    healthRouter: express.Router(),
    applyDefaults: () => {
      throw new Error('not used');
    },
  });
  return { agent: request(app), server };
}

describe('the root of all routes', () => {
  it.each([
    ['get', '/api/nothing/at/all', 404],
    ['post', '/page', 404],
    ['get', '//api/catalog/entities', 404],
    ['get', '/%E0%A4%A', 400],
    ['get', '/a%00', 400],
    ['get', '/fails', 500],
  ] as const)(
    '%s %s is answered with %i in JSON',
    async (method, path, status) => {
      const { agent } = setUp();
      const answer = await agent[method](path);
      expect(answer.status).toBe(status);
      expect(answer.body).toMatchObject({
        error: { name: expect.any(String), message: expect.any(String) },
        response: { statusCode: status },
      });
      expect(answer.text).not.toContain('secret');
      expect(answer.headers).not.toHaveProperty('x-powered-by');
    },
  );

  it('applies the settings of the server', () => {
    const { server } = setUp({
      backend: {
        server: {
          headersTimeout: 5_000,
          requestTimeout: 'PT1M',
          maxHeadersCount: 50,
        },
      },
    });
    expect(server).toMatchObject({
      headersTimeout: 5_000,
      requestTimeout: 60_000,
      maxHeadersCount: 50,
    });
  });
});
