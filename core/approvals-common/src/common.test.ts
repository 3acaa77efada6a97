import {
  allow,
  answerObstacle,
  Approval,
  approvalQuerySchema,
  approvalRequestSchema,
  ApprovalState,
  approversInWords,
  Asked,
  canonicalJson,
  canonicalOf,
  isSameAsked,
  mayStillAnswer,
  ownAnswerRefusal,
  refuse,
  stateAt,
  useRefusal,
  waitsFor,
  withdraw,
  withdrawRefusal,
} from '.';

const OLGA = 'user:default/olga';
const OMAR = 'user:default/omar';
const NOW = new Date('2026-01-02T12:00:00.000Z');
const BEFORE = '2026-01-02T11:00:00.000Z';
const LATER = '2026-01-02T13:00:00.000Z';

const ASKED: Asked = {
  plugin: 'chaos',
  action: 'launch',
  entityRef: 'component:default/order-service',
  cluster: 'gke-prod',
  namespace: 'ecommerce',
  args: { draft: { kind: 'PodChaos', spec: { mode: 'one', value: '1' } } },
  words: 'Kills one pod.',
};

const approval = (changes: Partial<Approval> = {}): Approval => ({
  id: 'a',
  asked: ASKED,
  digest: 'd',
  needed: 'This is production.',
  requester: OLGA,
  reason: 'Game day',
  approvers: ['group:default/team-orders', 'group:default/platform'],
  askedAt: BEFORE,
  expiresAt: LATER,
  state: 'waiting',
  ...changes,
});

const allowed = (changes: Partial<Approval> = {}) =>
  approval({ state: 'allowed', answer: { by: OMAR, at: BEFORE }, ...changes });

describe('canonical form', () => {
  it('does not depend on the order of members', () => {
    expect(canonicalJson({ b: [1, { d: null, c: 'x' }], a: true })).toBe(
      '{"a":true,"b":[1,{"c":"x","d":null}]}',
    );
    expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}');
  });

  it.each([[NaN], [() => 1], [new Date(0)], [undefined], [[undefined]]])(
    'refuses %p',
    value => expect(() => canonicalJson(value)).toThrow('not JSON'),
  );

  it.each<[string, Partial<Asked>]>([
    ['plugin', { plugin: 'loadtest' }],
    ['action', { action: 'stop' }],
    ['entity', { entityRef: 'component:default/cart' }],
    ['cluster', { cluster: 'eks-prod' }],
    ['namespace', { namespace: undefined }],
    [
      'a nested argument',
      {
        args: {
          draft: { kind: 'PodChaos', spec: { mode: 'all', value: '1' } },
        },
      },
    ],
    [
      'the type of an argument',
      {
        args: { draft: { kind: 'PodChaos', spec: { mode: 'one', value: 1 } } },
      },
    ],
    ['state', { state: { hash: 'x' } }],
    ['words', { words: 'Kills all pods.' }],
  ])('is another for another %s', (_, change) => {
    expect(canonicalOf({ ...ASKED, ...change })).not.toBe(canonicalOf(ASKED));
  });

  it('is the same for the other case of a reference', () => {
    expect(
      canonicalOf({ ...ASKED, entityRef: 'Component:default/Order-Service' }),
    ).toBe(canonicalOf(ASKED));
  });

  it('is not confused by where one text ends and the next starts', () => {
    expect(canonicalOf({ ...ASKED, plugin: 'a","action":"b' })).not.toBe(
      canonicalOf({ ...ASKED, plugin: 'a', action: 'b' }),
    );
  });

  it('compares what a page has filled in', () => {
    expect(
      isSameAsked({ args: { a: 1, b: 2 } }, { args: { b: 2, a: 1 } }),
    ).toBe(true);
    expect(isSameAsked({ args: { a: 1 } }, { args: { a: 2 } })).toBe(false);
    expect(isSameAsked({ args: {}, state: { h: 1 } }, { args: {} })).toBe(
      false,
    );
  });
});

describe('states', () => {
  it.each<[ApprovalState, string, ApprovalState]>([
    ['waiting', LATER, 'waiting'],
    ['waiting', NOW.toISOString(), 'expired'],
    ['allowed', BEFORE, 'expired'],
    ['used', BEFORE, 'used'],
    ['refused', BEFORE, 'refused'],
    ['withdrawn', BEFORE, 'withdrawn'],
  ])('%s until %s is %s', (state, expiresAt, expected) => {
    expect(stateAt({ state, expiresAt }, NOW)).toBe(expected);
  });
});

describe('answering', () => {
  it.each<[string, Partial<Approval>, RegExp | undefined]>([
    ['waiting', {}, undefined],
    [
      'allowed',
      { state: 'allowed', answer: { by: OMAR, at: BEFORE } },
      /^It was allowed by omar already\.$/,
    ],
    [
      'refused',
      { state: 'refused', answer: { by: OMAR, at: BEFORE } },
      /^It was refused by omar\.$/,
    ],
    ['withdrawn', { state: 'withdrawn' }, /^olga withdrew it\.$/],
    ['past its time', { expiresAt: BEFORE }, /^It has expired/],
    ['used', { state: 'used' }, /^It was used already/],
  ])('%s', (_, changes, expected) => {
    const obstacle = answerObstacle(approval(changes), NOW);
    expect(obstacle ?? 'none').toMatch(expected ?? /^none$/);
  });

  it('is for somebody else, whatever the spelling', () => {
    expect(ownAnswerRefusal(approval(), OLGA)).toMatch(/somebody else/);
    expect(ownAnswerRefusal(approval(), 'User:default/Olga')).toMatch(
      /somebody else/,
    );
    expect(ownAnswerRefusal(approval(), OMAR)).toBeUndefined();
    expect(withdrawRefusal(approval(), OLGA)).toBeUndefined();
    expect(withdrawRefusal(approval(), OMAR)).toBe(
      'Only olga, who asked for it, may withdraw it.',
    );
  });
});

describe('using', () => {
  const use = { requester: OLGA, digest: 'd' };
  it.each<[string, Approval, Partial<typeof use>, RegExp | undefined]>([
    ['by the requester', allowed(), {}, undefined],
    ['by somebody else', allowed(), { requester: OMAR }, /for olga alone/],
    [
      'for something else',
      allowed(),
      { digest: 'e' },
      /not what was asked for/,
    ],
    ['before the answer', approval(), {}, /Nobody has allowed it yet/],
    ['a second time', allowed({ state: 'used' }), {}, /used once/],
    ['too late', allowed({ expiresAt: BEFORE }), {}, /has expired/],
    [
      'after a refusal',
      approval({ state: 'refused', answer: { by: OMAR, at: BEFORE } }),
      {},
      /refused by omar/,
    ],
    ['after it was withdrawn', allowed({ state: 'withdrawn' }), {}, /withdrew/],
    [
      'without an answer',
      approval({ state: 'allowed' }),
      {},
      /not allowed by somebody else/,
    ],
    [
      'with an answer of the requester',
      allowed({ answer: { by: OLGA, at: BEFORE } }),
      {},
      /not allowed by somebody else/,
    ],
  ])('%s', (_, given, change, expected) => {
    const refusal = useRefusal(given, { ...use, ...change }, NOW);
    expect(refusal ?? 'none').toMatch(expected ?? /^none$/);
  });

  it('needs an approver who is still an owner or of the platform', () => {
    const approvers = ['group:default/team-orders'];
    expect(mayStillAnswer([OMAR, 'group:default/team-orders'], approvers)).toBe(
      true,
    );
    expect(mayStillAnswer([OMAR, 'group:default/on-call'], approvers)).toBe(
      false,
    );
    expect(mayStillAnswer([], approvers)).toBe(false);
  });
});

describe('pages', () => {
  it.each<
    [string, Partial<Approval>, { userRef: string; refs: string[] }, boolean]
  >([
    [
      'a member of the owners',
      {},
      { userRef: OMAR, refs: [OMAR, 'group:default/team-orders'] },
      true,
    ],
    [
      'the requester',
      {},
      { userRef: OLGA, refs: [OLGA, 'group:default/team-orders'] },
      false,
    ],
    ['another team', {}, { userRef: OMAR, refs: [OMAR] }, false],
    [
      'what is over',
      { state: 'refused' },
      { userRef: OMAR, refs: ['group:default/platform'] },
      false,
    ],
  ])('waits for %s', (_, changes, user, expected) => {
    expect(waitsFor(approval(changes), user, NOW)).toBe(expected);
  });

  it('name who may answer', () => {
    expect(
      approversInWords(['group:default/team-orders', 'group:default/platform']),
    ).toBe('team-orders or platform');
    expect(approversInWords([])).toBe('the platform group');
  });
});

describe('actions', () => {
  const context = { actor: OMAR, now: NOW.toISOString(), id: 'i' };
  const seen = { digest: 'd', state: 'waiting' as const };

  it('an answer is to exactly what was seen', () => {
    expect(
      allow.prepare(undefined).plan(approval(), seen, context).writes,
    ).toEqual([{ id: 'a', to: 'allowed', by: OMAR, at: context.now }]);
    expect(() =>
      allow.prepare(undefined).plan(approval({ digest: 'e' }), seen, context),
    ).toThrow('changed since you looked');
  });

  it('a refusal has a reason', () => {
    expect(() => refuse.prepare({})).toThrow('args.reason is required');
    expect(
      refuse
        .prepare({ reason: 'Not during  the sale' })
        .plan(approval(), seen, context),
    ).toMatchObject({
      writes: [{ to: 'refused', reason: 'Not during the sale' }],
      summary: 'Refuse olga: Kills one pod.',
    });
  });

  it('the requester answers nothing, and alone withdraws', () => {
    const own = { ...context, actor: OLGA };
    expect(() => allow.prepare(undefined).plan(approval(), seen, own)).toThrow(
      'somebody else',
    );
    expect(() =>
      withdraw.prepare(undefined).plan(approval(), seen, context),
    ).toThrow('Only olga');
    expect(
      withdraw.prepare(undefined).plan(allowed(), seen, own).writes,
    ).toMatchObject([{ to: 'withdrawn' }]);
  });
});

describe('schemas', () => {
  it('reads filters', () => {
    expect(approvalQuerySchema.parse({ state: 'waiting,allowed' })).toEqual({
      states: ['waiting', 'allowed'],
    });
    expect(approvalQuerySchema.safeParse({ state: 'open' }).success).toBe(
      false,
    );
  });

  it.each([
    'https://elsewhere.example',
    '//elsewhere.example',
    '/\\elsewhere.example',
  ])('takes no link to %s', path => {
    const body = {
      asked: ASKED,
      needed: 'x',
      requester: OLGA,
      reason: 'Game day',
    };
    expect(
      approvalRequestSchema.safeParse({ ...body, path: '/resilience' }).success,
    ).toBe(true);
    expect(approvalRequestSchema.safeParse({ ...body, path }).success).toBe(
      false,
    );
  });
});
