import { sharingWith } from './sharing';

const pod = (name: string, ready = true) => ({
  metadata: { name, labels: { app: 'orders' }, owners: [{ uid: 'rs' }] },
  status: { conditions: [{ type: 'Ready', status: ready }, { type: 'Free' }] },
});

describe('sharingWith', () => {
  it('keeps what is its own, and shares what is equal', () => {
    const [first, second] = [pod('a'), pod('b', false)];
    const shared = sharingWith(second, first);
    expect(shared).toEqual(pod('b', false));
    expect(shared.metadata.labels).toBe(first.metadata.labels);
    expect(shared.metadata.owners).toBe(first.metadata.owners);
    expect(shared.status.conditions[1]).toBe(first.status.conditions[1]);
  });

  it('changes neither of the two', () => {
    const [first, second] = [pod('a'), pod('b')];
    const { labels } = second.metadata;
    sharingWith(second, first);
    expect([first, second]).toEqual([pod('a'), pod('b')]);
    expect(second.metadata.labels).toBe(labels);
  });

  it('is the other where both are equal as a whole', () => {
    const first = pod('a');
    expect(sharingWith(pod('a'), first)).toBe(first);
  });

  it.each<[string, unknown, unknown]>([
    ['a member more', { a: [1], b: 1 }, { a: [1] }],
    ['a member less', { a: [1] }, { a: [1], b: 1 }],
    ['another kind', { a: [1] }, [1]],
    ['a list and an object', [1], { 0: 1 }],
    ['a longer list', [[1], [2]], [[1]]],
    ['a shorter list', [[1]], [[1], [2]]],
    ['null', { a: null }, { a: { b: 1 } }],
    ['names of every object', { toString: 'x', a: 1 }, { a: 1 }],
    ['a prototype by name', JSON.parse('{"__proto__":{"a":1}}'), { b: 1 }],
  ])('is the value itself, as far as it differs: %s', (_, value, other) => {
    const before = JSON.stringify(value);
    const shared = sharingWith(value, other);
    expect(JSON.stringify(shared)).toBe(before);
    expect(shared).not.toBe(other);
  });
});
