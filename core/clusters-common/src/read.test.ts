import {
  boolean,
  compact,
  intOrString,
  isObject,
  list,
  metadata,
  number,
  object,
  optionalObject,
  string,
  stringMap,
  strings,
} from './read';

describe('reading of what an API server gives', () => {
  it.each<[string, unknown, unknown]>([
    ['an object', isObject({}), true],
    ['a list is none', isObject([]), false],
    ['nothing is none', isObject(null), false],
    ['what is no object is empty', object('x'), {}],
    ['or absent', optionalObject([]), undefined],
    ['a text', string('x'), 'x'],
    ['a number is no text', string(1), undefined],
    ['zero', number(0), 0],
    ['a text is no number', number('1'), undefined],
    ['false', boolean(false), false],
    ['a text is no boolean', boolean('true'), undefined],
    ['a percentage', intOrString('25%'), '25%'],
    ['a count', intOrString(2), 2],
    ['objects of a list', list([{ a: 1 }, 'x', null, [2]]), [{ a: 1 }]],
    ['no list', list({ a: 1 }), []],
    ['texts of a list', strings(['a', 1, 'b']), ['a', 'b']],
    ['texts of a map', stringMap({ a: 'b', c: 1 }), { a: 'b' }],
    ['no map', stringMap('x'), undefined],
    ['members that are there', compact({ a: undefined, b: 0 }), { b: 0 }],
  ])('%s', (_, read, expected) => {
    expect(read).toEqual(expected);
  });
});

describe('metadata', () => {
  it('is there for an object without any', () => {
    expect(metadata({})).toEqual({
      uid: '',
      name: '',
      resourceVersion: '',
      creationTimestamp: '',
    });
  });

  it('leaves out the copy of the whole object that kubectl keeps', () => {
    const { annotations } = metadata({
      metadata: {
        annotations: {
          'kubectl.kubernetes.io/last-applied-configuration': '{"env":"x"}',
          a: 'b',
        },
      },
    });
    expect(annotations).toEqual({ a: 'b' });
  });

  it('keeps who owns the object, and no list of nobody', () => {
    const owner = { apiVersion: 'v1', kind: 'Pod', name: 'a', uid: 'u' };
    expect(
      metadata({ metadata: { ownerReferences: [{ ...owner, more: 1 }] } })
        .ownerReferences,
    ).toEqual([owner]);
    expect(
      metadata({ metadata: { ownerReferences: [] } }).ownerReferences,
    ).toBeUndefined();
  });
});
