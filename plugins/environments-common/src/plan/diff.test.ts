import { PlanJson, planJsonSchema } from './planJson';
import { changeKindOf, countsInWords, countsOf, planDiff } from './diff';
import { helmfileDiff } from './helmfileDiff';
import { staleReason } from './staleness';
import { pathInWords } from './values';

const SECRET = 'planted-secret';

function plan(change: object): PlanJson {
  return planJsonSchema.parse({ format_version: '1.2', ...change });
}

const resource = (change: object, more: object = {}) => ({
  address: 'terraform_data.namespace',
  type: 'terraform_data',
  change,
  ...more,
});

describe('planDiff', () => {
  // As Terraform 1.11.4 writes it: the copy in `output` is not marked.
  const leaking = plan({
    variables: { pw: { value: 'only-variable' } },
    configuration: {
      root_module: { variables: { pw: { sensitive: true } } },
    },
    resource_changes: [
      resource({
        actions: ['update'],
        before: {
          id: 'i1',
          input: { name: 'a', nested: { pw: SECRET } },
          output: { name: 'a', nested: { pw: SECRET }, text: `x ${SECRET} y` },
          note: 'has only-variable in it',
        },
        after: {
          id: 'i1',
          input: { name: 'b', nested: { pw: 'other-secret' } },
          note: null,
        },
        after_unknown: { input: { nested: {} }, output: true },
        before_sensitive: {
          input: { nested: { pw: true } },
          output: { nested: {} },
        },
        after_sensitive: { input: { nested: { pw: true } }, output: {} },
      }),
    ],
    output_changes: {
      token: {
        actions: ['create'],
        before: null,
        after: 'other-secret',
        after_unknown: false,
        before_sensitive: true,
        after_sensitive: true,
      },
      namespace: {
        actions: ['update'],
        before: 'a',
        after: 'b',
        after_unknown: false,
        before_sensitive: false,
        after_sensitive: false,
      },
    },
  });

  it('shows what changes, and no secret: also not where it is repeated', () => {
    const diff = planDiff(leaking);
    expect(JSON.stringify(diff)).not.toMatch(/planted|other-secret|only-var/);
    expect(diff.resources).toEqual([
      {
        address: 'terraform_data.namespace',
        type: 'terraform_data',
        change: 'update',
        attributes: [
          {
            path: 'input.name',
            before: { is: 'value', text: 'a' },
            after: { is: 'value', text: 'b' },
            forcesReplacement: false,
          },
          {
            path: 'input.nested.pw',
            before: { is: 'sensitive' },
            after: { is: 'sensitive' },
            forcesReplacement: false,
          },
          {
            path: 'output',
            before: { is: 'sensitive' },
            after: { is: 'unknown' },
            forcesReplacement: false,
          },
          {
            path: 'note',
            before: { is: 'sensitive' },
            after: { is: 'absent' },
            forcesReplacement: false,
          },
        ],
        leftOut: 0,
      },
    ]);
    expect(diff.outputs).toEqual([
      {
        name: 'namespace',
        change: 'update',
        before: { is: 'value', text: 'a' },
        after: { is: 'value', text: 'b' },
      },
      {
        name: 'token',
        change: 'create',
        before: { is: 'sensitive' },
        after: { is: 'sensitive' },
      },
    ]);
  });

  it('says why something is replaced, and by which attribute', () => {
    const [replaced] = planDiff(
      plan({
        resource_changes: [
          resource(
            {
              actions: ['delete', 'create'],
              before: { id: 'i', a: 1, triggers: ['a'] },
              after: { a: 2, triggers: ['b'] },
              after_unknown: { id: true, triggers: [false] },
              before_sensitive: {},
              after_sensitive: {},
              replace_paths: [['triggers']],
            },
            { action_reason: 'replace_because_cannot_update' },
          ),
        ],
      }),
    ).resources;
    expect(replaced).toMatchObject({
      change: 'replace',
      reason: 'what changes cannot be changed in place',
    });
    expect(
      replaced.attributes.map(one => [one.path, one.forcesReplacement]),
    ).toEqual([
      ['triggers[0]', true],
      ['id', false],
      ['a', false],
    ]);
  });

  it('puts destroys first, keeps moves and imports, and leaves the rest out', () => {
    const of = (address: string, actions: string[], more: object = {}) => ({
      address,
      type: 't',
      change: { actions, before: null, after: {} },
      ...more,
    });
    const { resources, drift } = planDiff(
      plan({
        resource_changes: [
          of('t.new', ['create']),
          of('t.same', ['no-op']),
          of('t.moved', ['no-op'], { previous_address: 't.before' }),
          {
            address: 't.taken',
            type: 't',
            change: { actions: ['no-op'], importing: { id: 'x-1' } },
          },
          of('t.read', ['read']),
          of('t.gone', ['delete']),
          of('t.again', ['create', 'delete']),
          of('t.left', ['forget']),
        ],
        resource_drift: [of('t.drifted', ['update'])],
      }),
    );
    expect(resources.map(({ address }) => address)).toEqual([
      't.gone',
      't.again',
      't.new',
      't.read',
      't.left',
      't.moved',
      't.taken',
    ]);
    expect(resources[5].movedFrom).toBe('t.before');
    expect(resources[6].importedId).toBe('x-1');
    expect(drift).toHaveLength(1);
    expect(countsInWords(countsOf(resources))).toBe(
      '1 to delete, 1 to replace, 1 to create',
    );
  });

  it('hides what looks like a secret although nothing marks it', () => {
    const { resources } = planDiff(
      plan({
        resource_changes: [
          resource({
            actions: ['create'],
            before: null,
            after: {
              password: 'hunter22',
              url: 'https://user:pass@host/x',
              secret_name: 'shown',
            },
            after_unknown: {},
          }),
        ],
      }),
    );
    const text = JSON.stringify(resources);
    expect(text).not.toMatch(/hunter22|user:pass/);
    expect(text).toContain('shown');
  });

  it('bounds what one resource shows', () => {
    const many = Object.fromEntries(
      Array.from({ length: 500 }, (_, index) => [`a${index}`, 'x']),
    );
    const [one] = planDiff(
      plan({
        resource_changes: [
          resource({
            actions: ['create'],
            after: { ...many, long: 'y'.repeat(5_000) },
          }),
        ],
      }),
    ).resources;
    expect(one.attributes).toHaveLength(200);
    expect(one.leftOut).toBe(301);
  });

  it('reads 500 resources in a moment', () => {
    const big = plan({
      resource_changes: Array.from({ length: 500 }, (_, index) =>
        resource(
          {
            actions: ['create'],
            after: { input: { index, labels: { a: 'b', c: 'd' } } },
            after_unknown: { id: true },
            after_sensitive: {},
          },
          { address: `terraform_data.r[${index}]` },
        ),
      ),
    });
    expect(planDiff(big).resources).toHaveLength(500);
  });
});

it.each([
  [['create'], 'create'],
  [['no-op'], 'no-op'],
  [['delete', 'create'], 'replace'],
  [['create', 'delete'], 'replace'],
  [['forget'], 'forget'],
  [['something-new'], 'update'],
] as const)('%j is %s', (actions, kind) => {
  expect(changeKindOf(actions)).toBe(kind);
});

it('writes paths as Terraform does', () => {
  expect(pathInWords(['labels', 'a.b/c', '0', 'x'])).toBe(
    'labels["a.b/c"][0].x',
  );
});

it('counts what helmfile would change, without what the lines hold', () => {
  const output = [
    'Comparing release=cart, chart=charts/spring-service',
    'ecommerce, cart, Rollout (argoproj.io) has been changed:',
    '--- a',
    '+++ b',
    '-  replicas: 1',
    '+  replicas: 2',
    '+  password: hunter22',
    'ecommerce, cart-canary, Service: added',
    '+kind: Service',
    'ecommerce, old, Secret: removed',
  ].join('\n');
  expect(helmfileDiff(output)).toEqual([
    {
      namespace: 'ecommerce',
      name: 'cart',
      kind: 'Rollout',
      change: 'changed',
      added: 2,
      removed: 1,
    },
    {
      namespace: 'ecommerce',
      name: 'cart-canary',
      kind: 'Service',
      change: 'added',
      added: 1,
      removed: 0,
    },
    {
      namespace: 'ecommerce',
      name: 'old',
      kind: 'Secret',
      change: 'removed',
      added: 0,
      removed: 0,
    },
  ]);
});

describe('staleReason', () => {
  const basis = {
    serial: 3,
    lineage: 'l',
    inputsHash: 'i',
    codeHash: 'c',
    expiresAt: '2026-12-01T00:00:00.000Z',
  };
  const now = Date.parse('2026-11-30T00:00:00.000Z');
  it.each([
    [{}, undefined],
    [
      { now: Date.parse(basis.expiresAt) },
      'The plan expired at 2026-12-01T00:00:00.000Z.',
    ],
    [
      { inputsHash: 'x' },
      'What the environment is asked to be changed after it was planned.',
    ],
    [{ codeHash: 'x' }, 'The Terraform code changed after it was planned.'],
    [{ lineage: 'x' }, 'The state is not the one that was planned on.'],
    [
      { serial: 4 },
      'The state changed after it was planned (serial 3, now 4).',
    ],
  ])('%j: %s', (change, expected) => {
    const { expiresAt: _, ...rest } = basis;
    expect(staleReason(basis, { ...rest, now, ...change })).toBe(expected);
  });

  it('knows a state that did not exist', () => {
    const first = {
      inputsHash: 'i',
      codeHash: 'c',
      expiresAt: basis.expiresAt,
    };
    const same = { inputsHash: 'i', codeHash: 'c', now };
    expect(staleReason(first, same)).toBeUndefined();
    expect(staleReason(first, { ...same, serial: 1, lineage: 'l' })).toBe(
      'The state is not the one that was planned on.',
    );
  });
});
