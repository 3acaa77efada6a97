import { depthExceeds, MAX_DEPTH, unreadable } from './readableRequest';

const nested = (levels: number): unknown =>
  JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`);

describe('addresses that can be read', () => {
  it.each([
    '/',
    '/api',
    '/api/',
    '/catalog/default/component/order-service?tab=a//b',
    '/api/user-settings/buckets/a/keys/https%3A%2F%2Fx%2Fapi',
    '/api/catalog/entities?filter=kind=%E2%82%AC',
  ])('%s', url => expect(unreadable(url)).toBeUndefined());

  it.each([
    ['/api/catalog/%', 'broken escape'],
    ['/catalog/%E0%A4%A', 'broken escape'],
    ['/api/catalog/entities/by-uid/%00', 'NUL'],
    ['/api/catalog/entities?filter=a%00', 'NUL'],
    ['//api/catalog/entities', 'no route'],
    ['/api%2Fcatalog', 'no route'],
    ['/api//catalog', 'no route'],
    ['/%61pi/catalog', 'no route'],
    ['/api\\catalog', 'no route'],
  ])('not %s', (url, words) =>
    expect(unreadable(url)?.message).toContain(words),
  );
});

describe('depth of a body', () => {
  it('counts levels of objects and lists', () => {
    expect(depthExceeds(nested(MAX_DEPTH), MAX_DEPTH)).toBe(false);
    expect(depthExceeds(nested(MAX_DEPTH + 1), MAX_DEPTH)).toBe(true);
    expect(depthExceeds('text', 0)).toBe(false);
    expect(depthExceeds(nested(5_000), MAX_DEPTH)).toBe(true);
  });
});
