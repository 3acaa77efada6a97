import { createPermission } from '@backstage/plugin-permission-common';
import { noArgs } from '@slipway/plugin-actions-common';
import Router from 'express-promise-router';
import { z } from 'zod/v3';
import { noteActions } from './actionRoutes';
import { apiDocument } from './apiDocument';
import { routesOf } from './routesOf';
import { DescribedAction } from './types';

const PERMISSION = createPermission({
  name: 'lamp.set',
  attributes: { action: 'update' },
});

const action = (more: Partial<DescribedAction>): DescribedAction => ({
  name: 'set',
  words: { label: 'Set colour' },
  permission: PERMISSION,
  args: z.object({ colour: z.enum(['red', 'green']) }).strict(),
  risk: { severity: 'high' },
  ...more,
});

/** A plugin with one route that reads and one with these actions. */
function routerWith(...actions: DescribedAction[]) {
  const acting = Router();
  acting.post('/lamps/:name/actions/:action', () => {});
  noteActions(acting, {
    kind: 'Lamp',
    actions,
    seen: z.object({ uid: z.string() }),
  });
  const v1 = Router();
  v1.get('/lamps', () => {});
  v1.use(acting);
  const router = Router();
  router.use('/v1', v1);
  return router;
}

const documentOf = (
  router: ReturnType<typeof routerWith>,
  routes: Parameters<typeof apiDocument>[2]['routes'] = {},
) =>
  apiDocument(router, '/api/lamps', {
    title: 'Lamps',
    description: 'All lamps',
    routes,
  });

const bodyOf = (one: DescribedAction) =>
  documentOf(routerWith(one)).paths[`/v1/lamps/{name}/actions/${one.name}`].post
    .requestBody;

describe('the OpenAPI document of a plugin', () => {
  it('has each action as an operation, by its definition', () => {
    const { paths, servers } = documentOf(
      routerWith(
        action({ agent: { description: 'Makes a lamp red or green.' } }),
        action({
          name: 'off',
          words: { label: 'Switch off' },
          args: noArgs,
          risk: { severity: 'medium', unrecordedOk: true },
        }),
      ),
    );
    expect(servers).toEqual([{ url: '/api/lamps' }]);
    expect(Object.keys(paths)).toEqual([
      '/v1/lamps',
      '/v1/lamps/{name}/actions/set',
      '/v1/lamps/{name}/actions/off',
    ]);
    expect(paths['/v1/lamps/{name}/actions/set'].post).toMatchObject({
      operationId: 'set-lamp',
      summary: 'Set colour',
      description:
        'Makes a lamp red or green. Asks for the permission lamp.set. Its audit event is set, of severity high. For users only, not for services.',
      parameters: [{ name: 'name', in: 'path', required: true }],
    });
    expect(paths['/v1/lamps/{name}/actions/off'].post.description).toMatch(
      /done even when no record/,
    );
  });

  it('says what is sent: what was seen, the arguments, the name where it is typed', () => {
    expect(bodyOf(action({}))).toMatchObject({
      required: true,
      content: {
        'application/json': {
          schema: {
            required: ['seen', 'args'],
            properties: {
              seen: { properties: { uid: { type: 'string' } } },
              args: {
                properties: { colour: { enum: ['red', 'green'] } },
                additionalProperties: false,
              },
            },
          },
        },
      },
    });
    const typed = bodyOf(
      action({ args: noArgs, risk: { severity: 'high', typedIn: ['prod'] } }),
    );
    expect(JSON.stringify(typed)).toContain('"confirm"');
    expect(JSON.stringify(typed)).not.toContain('"args"');
  });

  it('has the route that asks for an approval, with its reason', () => {
    const router = routerWith();
    router.post('/lamps/:name/actions/:action/approval', () => {});
    noteActions(router, {
      kind: 'Lamp',
      actions: [action({ approval: {} })],
      seen: z.object({ uid: z.string() }),
      asks: true,
    });
    const { post } =
      documentOf(router).paths['/lamps/{name}/actions/set/approval'];
    expect(post.summary).toBe('Ask for an approval: Set colour');
    expect(JSON.stringify(post.requestBody)).toContain(
      '"required":["seen","args","reason"]',
    );
  });

  it('a schema within itself ends', () => {
    interface Tree {
      branches?: Tree[];
    }
    const tree: z.ZodType<Tree> = z.lazy(() =>
      z.object({ branches: z.array(tree).optional() }),
    );
    expect(bodyOf(action({ args: tree }))).toMatchObject({
      content: {
        'application/json': {
          schema: {
            properties: {
              args: { properties: { branches: { type: 'array', items: {} } } },
            },
          },
        },
      },
    });
  });

  it('has the words of the other routes', () => {
    const { paths } = documentOf(routerWith(), {
      'GET /v1/lamps': {
        summary: 'All lamps',
        query: z.object({ colour: z.string().optional() }),
        answer: z.array(z.string()),
      },
    });
    expect(paths['/v1/lamps'].get).toMatchObject({
      summary: 'All lamps',
      parameters: [{ name: 'colour', in: 'query', required: false }],
      responses: {
        200: {
          content: {
            'application/json': {
              schema: { type: 'array', items: { type: 'string' } },
            },
          },
        },
      },
    });
  });

  it('refuses words about what is no route', () => {
    expect(() =>
      documentOf(routerWith(), { 'GET /v1/lamp': { summary: 'x' } }),
    ).toThrow('words about what is no route: GET /v1/lamp');
  });

  it('finds the routes of mounted routers', () => {
    expect(
      [...routesOf(routerWith(action({})))].map(
        ({ method, path }) => `${method} ${path}`,
      ),
    ).toEqual(['GET /v1/lamps', 'POST /v1/lamps/:name/actions/:action']);
  });
});
