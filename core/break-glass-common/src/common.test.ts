import { clockUtc, entityTarget, isOpen, openRefusal, shortRef } from './rules';
import { grantFilterSchema, openGrantSchema } from './schema';

const schema = openGrantSchema({ maxMinutes: 240, defaultMinutes: 60 });
const BODY = {
  entityRef: 'Component:default/Order-Service',
  reason: '  Errors of 40 %,\n the owner  does not answer ',
  minutes: 30,
};

describe('openGrantSchema', () => {
  it('brings the reference and the reason to one form', () => {
    expect(schema.parse(BODY)).toEqual({
      entityRef: 'component:default/order-service',
      reason: 'Errors of 40 %, the owner does not answer',
      minutes: 30,
    });
  });

  it('takes the configured time when none is given', () => {
    expect(schema.parse({ ...BODY, minutes: undefined }).minutes).toBe(60);
  });

  it.each([
    ['no entity', { entityRef: undefined }, 'entityRef'],
    ['a name without a kind', { entityRef: 'order-service' }, 'entityRef'],
    ['a short reason', { reason: 'fire' }, 'reason'],
    ['a reason of blanks', { reason: ' '.repeat(40) }, 'reason'],
    ['a long reason', { reason: 'x'.repeat(501) }, 'reason'],
    ['less than five minutes', { minutes: 4 }, 'minutes'],
    ['more than is configured', { minutes: 241 }, 'minutes'],
    ['half minutes', { minutes: 10.5 }, 'minutes'],
    ['an unknown field', { userEntityRef: 'user:default/vera' }, ''],
  ])('refuses %s', (_, change, path) => {
    const { error } = schema.safeParse({ ...BODY, ...change });
    expect(error?.issues.map(issue => issue.path.join('.'))).toEqual([path]);
  });
});

it('grants are never looked for without a user or an entity', () => {
  expect(grantFilterSchema.safeParse({}).success).toBe(false);
  expect(
    grantFilterSchema.safeParse({ userEntityRef: 'user:default/nora' }).success,
  ).toBe(true);
});

it.each([
  ['before its end', {}, '2026-01-02T14:04:59.999Z', true],
  ['at its end', {}, '2026-01-02T14:05:00.000Z', false],
  ['after its end', {}, '2026-01-02T14:05:00.001Z', false],
  [
    'ended early',
    { endedAt: '2026-01-02T13:30:00.000Z' },
    '2026-01-02T13:40:00.000Z',
    false,
  ],
])('isOpen: %s', (_, ended, now, open) => {
  const grant = { until: '2026-01-02T14:05:00.000Z', ...ended };
  expect(isOpen(grant, new Date(now))).toBe(open);
});

describe('openRefusal', () => {
  const entity = {
    entityRef: 'component:default/order-service',
    ownerRefs: ['group:default/team-orders'],
  };
  const groups = ['group:default/on-call'];
  it.each([
    ['a member', ['group:default/on-call'], /^may$/],
    ['somebody else', ['group:default/viewers'], /Only members of group/],
    [
      'a member who owns it',
      ['group:default/on-call', 'group:default/team-orders'],
      /You already own component:default\/order-service/,
    ],
  ])('%s', (_, ownershipEntityRefs, expected) => {
    const refusal = openRefusal({ ownershipEntityRefs }, entity, groups);
    expect(refusal ?? 'may').toMatch(expected);
  });
});

it('says references and times shortly', () => {
  expect(shortRef('user:default/nora')).toBe('nora');
  expect(shortRef('component:shop/cart')).toBe('shop/cart');
  expect(entityTarget('component:shop/cart')).toEqual({
    cluster: 'catalog',
    namespace: 'shop',
    kind: 'component',
    name: 'cart',
  });
  expect(clockUtc('2026-01-02T14:05:00.000Z')).toBe('14:05 UTC');
});
