import {
  createMockDirectory,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import catalog from '@backstage/plugin-catalog-backend';
import request from 'supertest';
import { InstallationPaths } from './InstallationPaths';
import { catalogModulePaths } from './module';

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
  it('names no folder of this machine: in annotations, targets and errors', async () => {
    directory.addContent({
      catalog: {
        'all.yaml': `
apiVersion: backstage.io/v1alpha1
kind: Location
metadata: { name: all }
spec: { targets: [./order.yaml, ./gone.yaml, ./broken.yaml, ${directory.resolve(
          'gone-too.yaml',
        )}] }
`,
        'order.yaml': `
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: { name: order }
spec: { type: service, lifecycle: production, owner: a }
`,
        'broken.yaml': 'a: [',
      },
    });
    const { server } = await startTestBackend({
      features: [
        catalog,
        catalogModulePaths,
        mockServices.rootConfig.factory({
          data: fileLocations(directory.resolve('catalog/all.yaml')),
        }),
      ],
    });
    const read = async () => {
      const { text, body } = await request(server).get('/api/catalog/entities');
      return {
        text,
        entities: body as Array<{
          kind: string;
          status?: unknown;
          metadata: { annotations: object };
        }>,
      };
    };
    let found = await read();
    const complete = () =>
      found.entities.some(({ kind }) => kind === 'Component') &&
      found.entities.some(({ status }) => status);
    while (!complete()) {
      await new Promise(done => setTimeout(done, 100));
      found = await read();
    }
    expect(found.text).not.toContain(directory.path);
    expect(found.text).toContain('catalog/gone.yaml does not exist');
    expect(
      found.entities.find(({ kind }) => kind === 'Component')?.metadata
        .annotations,
    ).toMatchObject({
      'backstage.io/managed-by-location': 'file:catalog/order.yaml',
      'backstage.io/managed-by-origin-location': 'file:catalog/all.yaml',
    });
  }, 120_000);
});
