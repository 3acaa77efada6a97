import { parseLabelSelector } from './labelSelector';

describe('parseLabelSelector', () => {
  const labels = { app: 'orders', tier: 'backend', empty: '' };

  it.each([
    ['app=orders', true],
    ['app==orders', true],
    ['app=users', false],
    ['app=orders,tier=backend', true],
    ['app=orders, tier=frontend', false],
    ['app!=users', true],
    ['app!=orders', false],
    ['missing!=anything', true],
    ['app in (users, orders)', true],
    ['app in (users)', false],
    ['app notin (users),tier', true],
    ['app notin (orders)', false],
    ['missing notin (orders)', true],
    ['tier', true],
    ['missing', false],
    ['!missing', true],
    ['!tier', false],
    ['empty=', true],
    ['toString', false],
  ])('%s: %s', (selector, expected) => {
    expect(parseLabelSelector(selector)?.(labels)).toBe(expected);
  });

  it.each(['', ' ', ',', 'app=', 'a=b=c', 'app in orders', 'app in (x', '='])(
    'never selects what it does not understand: %p',
    selector => {
      expect(parseLabelSelector(selector)?.(labels) ?? false).toBe(false);
    },
  );
});
