import { JsonRecord } from './json';
import { jsonPatch, mergePatch, strategicMergePatch } from './patch';
import { ApiError, Json } from './types';

const codeOf = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    return error instanceof ApiError ? error.code : error;
  }
  return undefined;
};

describe('mergePatch', () => {
  it.each<[Json, Json, Json]>([
    [{ a: 1 }, { b: 2 }, { a: 1, b: 2 }],
    [{ a: 1, b: 2 }, { a: null }, { b: 2 }],
    [{ a: { b: 1, c: 2 } }, { a: { b: null } }, { a: { c: 2 } }],
    [{ a: [1, 2] }, { a: [3] }, { a: [3] }],
    [{ a: 1 }, { a: { b: { c: null, d: 1 } } }, { a: { b: { d: 1 } } }],
    [{ a: 1 }, [1], [1]],
  ])('%j with %j', (target, patch, expected) => {
    expect(mergePatch(target, patch)).toEqual(expected);
  });
});

describe('jsonPatch', () => {
  it.each<[string, Json, Json, Json]>([
    ['adds', { a: 1 }, [{ op: 'add', path: '/b', value: 2 }], { a: 1, b: 2 }],
    [
      'appends',
      { a: [1] },
      [{ op: 'add', path: '/a/-', value: 2 }],
      { a: [1, 2] },
    ],
    [
      'inserts',
      { a: [1, 3] },
      [{ op: 'add', path: '/a/1', value: 2 }],
      { a: [1, 2, 3] },
    ],
    [
      'removes from lists',
      { a: [1, 2] },
      [{ op: 'remove', path: '/a/0' }],
      { a: [2] },
    ],
    [
      'reads escapes',
      { 'a/b': 1, 'c~d': 2 },
      [
        { op: 'remove', path: '/a~1b' },
        { op: 'test', path: '/c~0d', value: 2 },
      ],
      { 'c~d': 2 },
    ],
    [
      'moves',
      { a: { b: 1 }, c: {} },
      [{ op: 'move', from: '/a/b', path: '/c/d' }],
      { a: {}, c: { d: 1 } },
    ],
    [
      'copies',
      { a: [1] },
      [
        { op: 'copy', from: '/a', path: '/b' },
        { op: 'add', path: '/b/-', value: 2 },
      ],
      { a: [1], b: [1, 2] },
    ],
    [
      'replaces the whole',
      { a: 1 },
      [{ op: 'replace', path: '', value: { b: 1 } }],
      { b: 1 },
    ],
    [
      'replaces what is missing',
      { a: {} },
      [{ op: 'replace', path: '/a/b', value: 1 }],
      { a: { b: 1 } },
    ],
    [
      'tests values, not texts',
      { a: { x: 1, y: [1] } },
      [{ op: 'test', path: '/a', value: { y: [1], x: 1 } }],
      { a: { x: 1, y: [1] } },
    ],
    [
      'adds names of Object as members',
      {},
      [{ op: 'add', path: '/constructor', value: 1 }],
      { constructor: 1 },
    ],
  ])('%s', (_what, target, patch, expected) => {
    expect(jsonPatch(target, patch)).toEqual(expected);
  });

  it.each<[string, Json, number]>([
    ['a failed test', [{ op: 'test', path: '/a', value: 2 }], 422],
    ['a missing parent', [{ op: 'add', path: '/x/y', value: 2 }], 422],
    ['a missing member', [{ op: 'remove', path: '/x' }], 422],
    [
      'a place behind the list',
      [{ op: 'add', path: '/list/5', value: 2 }],
      422,
    ],
    ['an unknown operation', [{ op: 'bogus', path: '/a' }], 422],
    ['a path without slash', [{ op: 'add', path: 'a', value: 1 }], 422],
    [
      'a prototype as a parent',
      [{ op: 'add', path: '/__proto__/polluted', value: 1 }],
      422,
    ],
    ['no list', { op: 'add' }, 400],
    ['no operation', [7], 400],
  ])('refuses %s', (_what, patch, code) => {
    const target = { a: 1, list: [1] };
    expect(codeOf(() => jsonPatch(target, patch))).toBe(code);
    expect(target).toEqual({ a: 1, list: [1] });
    expect({}).not.toHaveProperty('polluted');
  });
});

it('refuses copies of copies before they fill the memory', () => {
  const patch = Array.from({ length: 60 }, (_, step) => ({
    op: 'copy',
    from: '/a',
    path: `/a/${step}`,
  }));
  expect(
    codeOf(() => jsonPatch({ a: { text: 'x'.repeat(1000) } }, patch)),
  ).toBe(422);
});

describe('strategicMergePatch', () => {
  const app: JsonRecord = {
    name: 'app',
    image: 'a:1',
    env: [{ name: 'A', value: '1' }],
  };
  const proxy: JsonRecord = { name: 'proxy', image: 'p:1' };
  const containers = [app, proxy];
  const spec: JsonRecord = { containers, finalizers: ['x'] };
  it.each<[string, Json, unknown]>([
    [
      'merges by name',
      { containers: [{ name: 'app', image: 'a:2' }] },
      {
        ...spec,
        containers: [{ ...app, image: 'a:2' }, proxy],
      },
    ],
    [
      'adds',
      { containers: [{ name: 'new' }] },
      { ...spec, containers: [...containers, { name: 'new' }] },
    ],
    [
      'deletes',
      { containers: [{ name: 'app', $patch: 'delete' }] },
      { ...spec, containers: [proxy] },
    ],
    [
      'replaces a list',
      { containers: [{ $patch: 'replace' }, { name: 'only' }] },
      { ...spec, containers: [{ name: 'only' }] },
    ],
    [
      'orders',
      { '$setElementOrder/containers': [{ name: 'proxy' }, { name: 'app' }] },
      { ...spec, containers: [proxy, app] },
    ],
    [
      'merges plain values',
      { finalizers: ['y', 'x'] },
      { ...spec, finalizers: ['x', 'y'] },
    ],
    [
      'takes plain values out',
      { '$deleteFromPrimitiveList/finalizers': ['x'] },
      { ...spec, finalizers: [] },
    ],
    [
      'keeps only some members',
      { $retainKeys: ['finalizers'], finalizers: ['x'] },
      { finalizers: ['x'] },
    ],
    ['replaces a record', { $patch: 'replace', a: 1 }, { a: 1 }],
  ])('%s', (_what, patch, expected) => {
    expect(strategicMergePatch(spec, patch)).toEqual(expected);
  });

  it('refuses an element without its key', () => {
    expect(
      codeOf(() => strategicMergePatch(spec, { containers: [{ image: 'x' }] })),
    ).toBe(400);
  });
});
