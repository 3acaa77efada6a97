import {
  applyJsonPatch,
  escapePointer,
  JsonPatchTestError,
  parsePointer,
} from './jsonPatch';
import { JsonPatchOperation } from './types';

const document = {
  metadata: { uid: 'u1', labels: { 'app.io/name': 'orders' } },
  spec: { paused: false, steps: [{ setWeight: 20 }, { pause: {} }] },
};

describe('applyJsonPatch', () => {
  it.each<[string, JsonPatchOperation[], unknown]>([
    [
      'adds and replaces fields',
      [
        { op: 'test', path: '/metadata/uid', value: 'u1' },
        { op: 'add', path: '/spec/replicas', value: 2 },
        { op: 'replace', path: '/spec/paused', value: true },
      ],
      { ...document, spec: { ...document.spec, replicas: 2, paused: true } },
    ],
    [
      'replaces a field that is absent, as the API server does',
      [{ op: 'replace', path: '/spec/replicas', value: 1 }],
      { ...document, spec: { ...document.spec, replicas: 1 } },
    ],
    [
      'removes an escaped key',
      [{ op: 'remove', path: '/metadata/labels/app.io~1name' }],
      { ...document, metadata: { uid: 'u1', labels: {} } },
    ],
    [
      'inserts into, appends to and removes from arrays',
      [
        { op: 'add', path: '/spec/steps/0', value: { setWeight: 5 } },
        { op: 'add', path: '/spec/steps/-', value: { setWeight: 90 } },
        { op: 'remove', path: '/spec/steps/2' },
      ],
      {
        ...document,
        spec: {
          paused: false,
          steps: [{ setWeight: 5 }, { setWeight: 20 }, { setWeight: 90 }],
        },
      },
    ],
    [
      'takes null and absent as equal in a test, as the API server does',
      [{ op: 'test', path: '/spec/abort', value: null }],
      document,
    ],
    [
      'compares objects without regard to the order of keys',
      [{ op: 'test', path: '/spec/steps/0', value: { setWeight: 20 } }],
      document,
    ],
  ])('%s', (_, operations, expected) => {
    const before = structuredClone(document);
    expect(applyJsonPatch(document, operations)).toEqual(expected);
    expect(document).toEqual(before);
  });

  it.each<[string, JsonPatchOperation]>([
    ['another value', { op: 'test', path: '/metadata/uid', value: 'u2' }],
    ['an absent field', { op: 'test', path: '/spec/abort', value: true }],
    ['a path to nowhere', { op: 'test', path: '/status/abort', value: null }],
    ['an index beyond', { op: 'test', path: '/spec/steps/9', value: {} }],
  ])('fails a test for %s', (_, operation) => {
    expect(() => applyJsonPatch(document, [operation])).toThrow(
      JsonPatchTestError,
    );
  });

  it.each<JsonPatchOperation>([
    { op: 'remove', path: '/spec/nope' },
    { op: 'add', path: '/status/abort', value: true },
    { op: 'replace', path: '/spec/steps/2', value: {} },
    { op: 'add', path: '/spec/steps/01', value: {} },
    { op: 'add', path: 'spec', value: {} },
  ])('refuses $op $path as input', operation => {
    expect(() => applyJsonPatch(document, [operation])).toThrow(
      expect.objectContaining({ name: 'InputError' }),
    );
  });

  it('undoes nothing half: a failing operation leaves no trace', () => {
    const before = structuredClone(document);
    expect(() =>
      applyJsonPatch(document, [
        { op: 'replace', path: '/spec/paused', value: true },
        { op: 'test', path: '/metadata/uid', value: 'u2' },
      ]),
    ).toThrow(JsonPatchTestError);
    expect(document).toEqual(before);
  });
});

describe('JSON pointers', () => {
  it.each([
    ['', []],
    ['/a/b', ['a', 'b']],
    ['/a~1b/c~0d', ['a/b', 'c~d']],
    ['/~01', ['~1']],
  ])('%j has the parts %j', (pointer, parts) => {
    expect(parsePointer(pointer)).toEqual(parts);
    expect(parts.map(part => `/${escapePointer(part)}`).join('')).toBe(pointer);
  });
});
