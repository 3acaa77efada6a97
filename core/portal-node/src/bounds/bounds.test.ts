import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import {
  createBackendPlugin,
  coreServices,
} from '@backstage/backend-plugin-api';
import { Request, Response } from 'express';
import request from 'supertest';
import catalogBounds from './catalogModule';
import { MAX_CONDITIONS, MAX_VALUES } from './catalogQueries';
import searchBounds from './searchModule';
import { MAX_WORD_LENGTH } from './searchTerm';

jest.setTimeout(60_000);

/** Answers every request that was let through. */
const answering = (pluginId: string) =>
  createBackendPlugin({
    pluginId,
    register(env) {
      env.registerInit({
        deps: { httpRouter: coreServices.httpRouter },
        async init({ httpRouter }) {
          httpRouter.use((_request: Request, response: Response) => {
            response.json('let through');
          });
        },
      });
    },
  });

const times = <T>(count: number, of: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => of(index));
const nested = (depth: number): object =>
  depth === 0
    ? { kind: 'component' }
    : { $all: [nested(depth - 1), nested(depth - 1)] };

describe('bounds of what one request may cost', () => {
  let agent: ReturnType<typeof request>;

  beforeAll(async () => {
    const { server } = await startTestBackend({
      features: [
        answering('catalog'),
        answering('search'),
        catalogBounds,
        searchBounds,
        mockServices.rootConfig.factory({ data: {} }),
      ],
    });
    agent = request(server);
  });

  it.each<[string, string, number]>([
    ['one filter', 'entities?filter=kind=component', 200],
    [
      'as many filters as allowed',
      `entities?${times(MAX_CONDITIONS, i => `filter=a=${i}`).join('&')}`,
      200,
    ],
    [
      'one filter too many',
      `entities?${times(MAX_CONDITIONS + 1, i => `filter=a=${i}`).join('&')}`,
      400,
    ],
    [
      'too many conditions in one filter',
      `entities?filter=${times(MAX_CONDITIONS + 1, i => `a=${i}`).join(',')}`,
      400,
    ],
    ['too many fields', `entities?fields=${times(400, i => `a${i}`)}`, 400],
    [
      'too many facets',
      `entity-facets?${times(400, i => `facet=a${i}`).join('&')}`,
      400,
    ],
  ])('catalog, %s', async (_, path, expected) => {
    const { status } = await agent.get(`/api/catalog/${path}`);
    expect(status).toBe(expected);
  });

  it.each<[string, object, number]>([
    ['a small query', { kind: 'component' }, 200],
    ['many values', { kind: { $in: times(1000, i => `k${i}`) } }, 200],
    [
      'too many values',
      { kind: { $in: times(MAX_VALUES + 1, i => `k${i}`) } },
      400,
    ],
    [
      'too many conditions',
      { $any: times(MAX_CONDITIONS + 1, i => ({ [`a${i}`]: 'x' })) },
      400,
    ],
    ['few levels', nested(4), 200],
    ['a tree of conditions', nested(9), 400],
  ])('catalog, %s', async (_, query, expected) => {
    const { status } = await agent
      .post('/api/catalog/entities/by-query')
      .send({ query });
    expect(status).toBe(expected);
  });

  it.each([
    ['entities/by-query', { fields: times(400, i => `f${i}`) }],
    ['entities/by-query', { orderBy: times(400, i => ({ field: `f${i}` })) }],
    [
      'entities/by-query',
      { fullTextFilter: { term: 'a', fields: times(400, i => `f${i}`) } },
    ],
    ['entity-facets', { facets: times(400, i => `f${i}`) }],
    ['entities/by-refs', { entityRefs: [], query: nested(9) }],
  ])('catalog, too much in the body of %s', async (path, body) => {
    const { status } = await agent.post(`/api/catalog/${path}`).send(body);
    expect(status).toBe(400);
  });

  it.each<[string, number]>([
    ['order service', 200],
    ['a'.repeat(MAX_WORD_LENGTH), 200],
    ['a'.repeat(MAX_WORD_LENGTH + 1), 400],
    [`order ${'b'.repeat(MAX_WORD_LENGTH + 1)}`, 400],
  ])('search, %s', async (term, expected) => {
    const { status } = await agent.get('/api/search/query').query({ term });
    expect(status).toBe(expected);
  });

  it.each<[string, string, number]>([
    ['of an entity', 'kind: Component\nmetadata:\n  name: x', 200],
    [
      'of long text',
      `definition: |\n${'  a line of text\n'.repeat(3000)}`,
      200,
    ],
    ['that is broken', '['.repeat(600), 200],
    ['with many keys', `{${times(11_000, i => `k${i}`)}}`, 400],
  ])('YAML %s', async (_, entity, expected) => {
    const path = '/api/catalog/.backstage/actions/v1/actions';
    const { status } = await agent
      .post(`${path}/catalog:validate-entity/invoke`)
      .send({ entity });
    expect(status).toBe(expected);
    const wrapped = await agent
      .post(`${path.replace('v1', 'v2')}/catalog:validate-entity/invoke`)
      .send({ input: { entity } });
    expect(wrapped.status).toBe(expected);
  });
});
