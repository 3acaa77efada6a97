import { builtInTypes, createStore, resourceTypes } from '../store';
import { clock, TestServer } from './__testUtils__/server';

const CRDS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const SCHEMA = { type: 'object', properties: { spec: { type: 'object' } } };

describe('definitions of kinds that are served from the start', () => {
  let api: TestServer;
  beforeEach(async () => {
    const [outages, bare] = resourceTypes('example.com', 'v1', true, [
      ['outages', 'Outage', 'out', ''],
      ['plains', 'Plain', '', ''],
    ]);
    const types = [
      ...builtInTypes(),
      { ...outages, custom: { schema: SCHEMA } },
      bare,
    ];
    api = await TestServer.start({ store: createStore(types, clock) });
  });
  afterEach(() => api.close());

  it('can be read with their schema', async () => {
    const { status, json } = await api.send(`${CRDS}/outages.example.com`);
    expect(status).toBe(200);
    expect(json).toMatchObject({
      kind: 'CustomResourceDefinition',
      metadata: { name: 'outages.example.com' },
      spec: {
        group: 'example.com',
        scope: 'Namespaced',
        names: { kind: 'Outage', plural: 'outages', shortNames: ['out'] },
        versions: [
          { name: 'v1', served: true, schema: { openAPIV3Schema: SCHEMA } },
        ],
      },
      status: { storedVersions: ['v1'] },
    });
  });

  it.each([
    ['without a schema', 'plains.example.com'],
    ['of no kind', 'nothing.example.com'],
    ['of Kubernetes itself', 'deployments.apps'],
  ])('are not there %s', async (_, name) => {
    expect((await api.send(`${CRDS}/${name}`)).status).toBe(404);
  });

  it('cannot be changed', async () => {
    const answer = await api.send(`${CRDS}/outages.example.com`, {
      method: 'DELETE',
    });
    expect(answer.status).toBe(404);
  });
});
