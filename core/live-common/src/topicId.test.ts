import { topicId } from './topicId';

describe('topicId', () => {
  it('is the topic itself without parameters', () => {
    expect(topicId({ topic: 'rollouts:list' })).toBe('rollouts:list');
    expect(topicId({ topic: 'rollouts:list', params: {} })).toBe(
      'rollouts:list',
    );
  });

  it('does not depend on the order of parameters', () => {
    const params = { name: 'a', cluster: 'c', namespace: 'n' };
    const turned = { namespace: 'n', cluster: 'c', name: 'a' };
    expect(topicId({ topic: 'r:d', params })).toBe(
      topicId({ topic: 'r:d', params: turned }),
    );
  });

  it('keeps values apart that hold separators', () => {
    expect(topicId({ topic: 'r:d', params: { a: '1&b=2' } })).not.toBe(
      topicId({ topic: 'r:d', params: { a: '1', b: '2' } }),
    );
  });
});
