import assert from 'node:assert/strict';
import { about } from '../lib/about';
import { at } from '../lib/json';
import { check } from '../lib/manifests';
import { configMap, itemsOf, namesOf, versionOf } from '../lib/objects';
import { Scenario } from '../lib/scenario';

export const apiListScenarios: Scenario[] = [
  about(
    'pages',
    'A list is read in pages, as it was when it began',
    async objects => {
      for (const name of ['a', 'b', 'c', 'd', 'e']) {
        await objects.create(
          'configmaps',
          configMap(name, {}, { paged: 'yes' }),
        );
      }
      const read = (query: string) =>
        objects.list('configmaps', `labelSelector=paged%3Dyes&limit=2${query}`);
      const first = await read('');
      assert.deepEqual(namesOf(first), ['a', 'b']);
      await objects.create('configmaps', configMap('bb', {}, { paged: 'yes' }));
      await objects.remove('configmaps', 'd');
      const second = await read(
        `&continue=${encodeURIComponent(
          String(at(first, 'metadata', 'continue')),
        )}`,
      );
      assert.deepEqual(namesOf(second), ['c', 'd']);
      assert.equal(versionOf(second), versionOf(first));
      const third = await read(
        `&continue=${encodeURIComponent(
          String(at(second, 'metadata', 'continue')),
        )}`,
      );
      assert.deepEqual(namesOf(third), ['e']);
      assert.ok(!at(third, 'metadata', 'continue'));
      assert.deepEqual(
        await objects.names('configmaps', 'labelSelector=paged'),
        ['a', 'b', 'bb', 'c', 'e'],
      );
      await objects.refused(
        'BadRequest',
        'GET',
        objects.path('configmaps', undefined, 'limit=2&continue=nonsense'),
      );
    },
  ),
  about(
    'selectors',
    'Label and field selectors choose as written',
    async objects => {
      for (const [name, labels] of [
        ['a', { app: 'web', tier: 'front' }],
        ['b', { app: 'web' }],
        ['c', { app: 'data', tier: 'back' }],
        ['d', { tier: 'front' }],
      ] as const) {
        await objects.create('configmaps', configMap(name, {}, labels));
      }
      const chosen = async (selector: string) =>
        (
          await objects.names(
            'configmaps',
            `labelSelector=${encodeURIComponent(selector)}`,
          )
        ).filter(name => name.length === 1);
      assert.deepEqual(await chosen('app=web'), ['a', 'b']);
      assert.deepEqual(await chosen('app!=web'), ['c', 'd']);
      assert.deepEqual(await chosen('app in (web, data),tier'), ['a', 'c']);
      assert.deepEqual(await chosen('tier notin (front)'), ['b', 'c']);
      assert.deepEqual(await chosen('!tier'), ['b']);
      assert.deepEqual(
        await objects.names('configmaps', 'fieldSelector=metadata.name%3Dc'),
        ['c'],
      );
      await objects.refused(
        'BadRequest',
        'GET',
        objects.path('configmaps', undefined, 'labelSelector=app%3D%3D%3Dx'),
      );
      await objects.refused(
        'BadRequest',
        'GET',
        objects.path('configmaps', undefined, 'fieldSelector=data.x%3D1'),
      );
    },
  ),
  about(
    'table',
    'A Table has the columns that kubectl prints',
    async objects => {
      await objects.create(
        'configmaps',
        configMap('one', { data: { a: '1', b: '2' } }),
      );
      const table = await objects.expect(
        200,
        'GET',
        objects.path(
          'configmaps',
          undefined,
          'fieldSelector=metadata.name%3Done',
        ),
        undefined,
        {
          headers: {
            accept:
              'application/json;as=Table;v=v1;g=meta.k8s.io,application/json',
          },
        },
      );
      const columns = Array.isArray(table.columnDefinitions)
        ? table.columnDefinitions
        : [];
      assert.deepEqual(
        [table.kind, columns.map(column => at(column, 'name'))],
        ['Table', ['Name', 'Data', 'Age']],
      );
      assert.deepEqual(
        [at(table, 'rows', 0, 'cells', 0), at(table, 'rows', 0, 'cells', 1)],
        ['one', 2],
      );
      assert.equal(
        at(table, 'rows', 0, 'object', 'kind'),
        'PartialObjectMetadata',
      );
    },
  ),
  about(
    'list-shape',
    'Built-in lists tell kind and version once, custom ones with each object',
    async objects => {
      await objects.create('configmaps', configMap('one'));
      const builtIn = await objects.list(
        'configmaps',
        'fieldSelector=metadata.name%3Done',
      );
      assert.deepEqual(
        [builtIn.kind, builtIn.apiVersion, itemsOf(builtIn)[0].kind],
        ['ConfigMapList', 'v1', undefined],
      );
      const path = objects.path('analysistemplates');
      await objects.expect(201, 'POST', path, check);
      const custom = await objects.expect(200, 'GET', path);
      assert.deepEqual(
        [custom.kind, custom.apiVersion, itemsOf(custom)[0].kind],
        ['AnalysisTemplateList', 'argoproj.io/v1alpha1', 'AnalysisTemplate'],
      );
    },
  ),
];
