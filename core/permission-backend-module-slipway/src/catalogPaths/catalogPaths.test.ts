import {
  createMockDirectory,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { ConfigReader } from '@backstage/config';
import catalog, {
  FileReaderProcessor,
} from '@backstage/plugin-catalog-backend';
import { processingResult } from '@backstage/plugin-catalog-node';
import request from 'supertest';
import { InstallationPaths } from './InstallationPaths';
import { catalogModulePaths } from './module';
import { pathlessReader } from './pathlessReader';

const directory = createMockDirectory();
beforeAll(() => {
  directory.setContent({
    portal: {
      'package.json': '{"workspaces":["packages/*"]}',
      packages: { backend: { 'package.json': '{}' } },
    },
  });
});
const fileLocations = (...targets: string[]) => ({
  catalog: { locations: targets.map(target => ({ type: 'file', target })) },
});

describe('InstallationPaths', () => {
  const read = (...targets: string[]) =>
    InstallationPaths.fromConfig(
      new ConfigReader(fileLocations(...targets)),
      directory.resolve('portal/packages/backend'),
    );

  it.each([
    ['portal/catalog/all.yaml', 'catalog/all.yaml'],
    ['portal/packages/backend/x.yaml', 'packages/backend/x.yaml'],
    ['teams/orders/all.yaml', 'orders/all.yaml'],
    ['teams/orders/apis/a.yaml', 'orders/apis/a.yaml'],
    ['portal-of-others/all.yaml', 'elsewhere/all.yaml'],
    ['secret/place/b.yaml', 'elsewhere/b.yaml'],
  ])('%s is shown as %s', (file, shown) => {
    const paths = read(
      '../../catalog/all.yaml',
      '../../../teams/orders/all.yaml',
    );
    expect(paths.shown(directory.resolve(file))).toBe(shown);
    expect(paths.shownRef(`file:${directory.resolve(file)}`)).toBe(
      `file:${shown}`,
    );
  });

  it('leaves what is no file of this machine', () => {
    const url = 'url:https://example.com/portal/catalog/all.yaml';
    expect(read().shownRef(url)).toBe(url);
    expect(read().shown('./all.yaml')).toBe('./all.yaml');
  });

  it('takes known folders out of a text', () => {
    const text = `file ${directory.resolve(
      'portal/a.yaml',
    )} and ${directory.resolve('teams/orders/b.yaml')} do not exist`;
    expect(read('../../../teams/orders/all.yaml').withoutFolders(text)).toBe(
      'file a.yaml and orders/b.yaml do not exist',
    );
  });
});

describe('the catalog', () => {
  beforeAll(() => {
    directory.addContent({
      catalog: {
        'all.yaml': `
apiVersion: backstage.io/v1alpha1
kind: Location
metadata: { name: all }
spec: { targets: [./order.yaml, ${directory.resolve('other/group.yaml')}] }
`,
        'order.yaml': `
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: { name: order }
spec: { type: service, lifecycle: production, owner: a }
`,
        'broken.yaml': 'a: [',
      },
      other: {
        'group.yaml': `
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: { name: a }
spec: { type: team, children: [] }
`,
      },
    });
  });

  it('names no folder of this machine, in annotations and targets', async () => {
    const { server } = await startTestBackend({
      features: [
        catalog,
        catalogModulePaths,
        mockServices.rootConfig.factory({
          data: {
            catalog: {
              ...fileLocations(directory.resolve('catalog/all.yaml')).catalog,
              rules: [{ allow: ['Component', 'Group', 'Location'] }],
            },
          },
        }),
      ],
    });
    let found: Entity[] = [];
    const byKind = (kind: string) => found.find(one => one.kind === kind);
    while (!byKind('Component') || !byKind('Group')) {
      await new Promise(done => setTimeout(done, 100));
      found = (await request(server).get('/api/catalog/entities')).body;
    }
    expect(JSON.stringify(found)).not.toContain(directory.path);
    expect(byKind('Component')?.metadata.annotations).toMatchObject({
      'backstage.io/managed-by-location': 'file:catalog/order.yaml',
      'backstage.io/managed-by-origin-location': 'file:catalog/all.yaml',
    });
    expect(
      found.find(({ metadata }) => metadata.name === 'all')?.spec?.targets,
    ).toEqual(['./order.yaml', 'elsewhere/group.yaml']);
  }, 120_000);

  it('reads errors that name no folder either: they become the status of an entity', async () => {
    const reader = pathlessReader(
      new FileReaderProcessor(),
      InstallationPaths.fromConfig(
        new ConfigReader(fileLocations(directory.resolve('catalog/all.yaml'))),
      ),
    );
    const messages: string[] = [];
    for (const name of ['gone.yaml', 'broken.yaml', '']) {
      await reader.readLocation(
        { type: 'file', target: directory.resolve('catalog', name) },
        false,
        item => {
          if (item.type === 'error') messages.push(item.error.message);
        },
        // As the parser of the catalog words it.
        async function* parser({ location }) {
          yield processingResult.generalError(
            location,
            `YAML error at ${location.type}:${location.target}, x`,
          );
        },
        { get: async () => undefined, set: async () => {} },
      );
    }
    expect(messages).toEqual([
      'file catalog/gone.yaml does not exist',
      'YAML error at file:catalog/broken.yaml, x',
      expect.stringContaining('could not be read'),
    ]);
    expect(messages.join()).not.toContain(directory.path);
  });
});
