import { mockApis } from '@backstage/frontend-test-utils';
import {
  BackendClient,
  confirmedAs,
  entityPath,
  pathOf,
} from './BackendClient';

class Lamps extends BackendClient {
  light = (name: string) => this.post(pathOf`/lamps/${name}/on`, { by: 'me' });
  list = () => this.get('/lamps');
  smash = (name: string) => this.delete(pathOf`/lamps/${name}`);
  photo = async () => (await this.fetch('/photo')).text();
}

function lamps() {
  const asked: Array<[string, string | undefined, unknown]> = [];
  const client = new Lamps('lamps', {
    discoveryApi: mockApis.discovery({ baseUrl: 'http://portal' }),
    fetchApi: {
      fetch: async (url, init) => {
        asked.push([String(url), init?.method, init?.body]);
        return new Response('{"lit":1}', {
          headers: { 'content-type': 'application/json' },
        });
      },
    },
  });
  return { client, asked };
}

it('asks below /v1 of its plugin', async () => {
  const { client, asked } = lamps();
  expect(await client.list()).toEqual({ lit: 1 });
  await client.light('a/b c');
  await client.smash('porch');
  expect(await client.photo()).toBe('{"lit":1}');
  expect(asked).toEqual([
    ['http://portal/api/lamps/v1/lamps', undefined, undefined],
    ['http://portal/api/lamps/v1/lamps/a%2Fb%20c/on', 'POST', '{"by":"me"}'],
    ['http://portal/api/lamps/v1/lamps/porch', 'DELETE', undefined],
    ['http://portal/api/lamps/v1/photo', undefined, undefined],
  ]);
});

it('names an entity in a path', () => {
  expect(entityPath('Component:default/order service')).toBe(
    '/entities/component/default/order%20service',
  );
});

it.each([
  [undefined, undefined, {}],
  ['orders', undefined, { confirm: { name: 'orders' } }],
  [undefined, 'a-1', { approvalId: 'a-1' }],
])('confirms as %s, approved by %s', (typed, approval, sent) => {
  expect(confirmedAs(typed, approval)).toEqual(sent);
});
