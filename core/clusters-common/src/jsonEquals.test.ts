import { jsonEquals } from './jsonEquals';

describe('jsonEquals', () => {
  it.each<[unknown, unknown, boolean]>([
    [1, 1, true],
    [1, '1', false],
    [null, undefined, false],
    [[1, 2], [1, 2], true],
    [[1, 2], [2, 1], false],
    [[], {}, false],
    [{ a: 1, b: [{}] }, { b: [{}], a: 1 }, true],
    [{ a: undefined }, {}, false],
    [{ a: 1 }, { b: 1 }, false],
    [{ a: 1 }, { a: 1, b: 1 }, false],
    [[1], [1, 2], false],
    [{ a: 1 }, null, false],
    [{ 0: 1 }, [1], false],
    ...['valueOf', 'toString', 'constructor', 'hasOwnProperty'].flatMap(
      (name): Array<[unknown, unknown, boolean]> => [
        [{ [name]: 'x' }, { [name]: 'x' }, true],
        [{ [name]: {} }, { [name]: {} }, true],
        [{ [name]: 'x' }, {}, false],
      ],
    ),
    [JSON.parse('{"__proto__":1}'), JSON.parse('{"__proto__":1}'), true],
    [JSON.parse('{"__proto__":1}'), JSON.parse('{"__proto__":2}'), false],
  ])('%j and %j: %s', (left, right, equal) => {
    expect(jsonEquals(left, right)).toBe(equal);
  });
});
