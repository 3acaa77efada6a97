import { NOW } from './__fixtures__/builders';
import {
  environmentRequestSchema,
  nameSchema,
  versionSchema,
} from './input/names';
import { quotaProblem } from './input/sizes';
import { explainLock, HolderProof, OurLock, readLockInfo } from './locks/lock';
import { formsOf, maskSecrets, StreamMasker } from './masking/StreamMasker';
import { approvalReason } from './policy/approval';
import {
  dueWarning,
  extendedEnd,
  isExpired,
  ttlProblem,
  untilInWords,
} from './ttl/ttl';
import { PlanCounts, Tier } from './types';

const now = Date.parse(NOW);
const after = (ms: number) => new Date(now + ms).toISOString();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const HOSTILE = [
  '; rm -rf /',
  '$(id)',
  '`id`',
  '../../etc/passwd',
  '-var=x=y',
  '--help',
  '${{ secrets.token }}',
  '{{ .Values.x }}',
  "a'b",
  'a"b',
  'a\nb',
  'a b',
  'a\u0000b',
  '\u202Eabc',
  'x'.repeat(10_000),
  '',
  '|id',
  '&id',
  '%2e%2e',
];

describe('hostile input', () => {
  it.each(HOSTILE)('%j is no name and no version', text => {
    expect(nameSchema.safeParse(text).success).toBe(false);
    expect(versionSchema.safeParse(text).success).toBe(false);
  });

  const good = {
    name: 'orders-try',
    cloud: 'local',
    size: 'small',
    owner: 'group:default/team-orders',
    services: { 'order-service': { version: '1.4.0' } },
  };
  it('takes a good request', () => {
    expect(environmentRequestSchema.parse(good).tier).toBe('dev');
  });

  const fields: Array<[string, (text: string) => object]> = [
    ['name', name => ({ name })],
    ['cloud', cloud => ({ cloud })],
    ['size', size => ({ size })],
    ['tier', tier => ({ tier })],
    ['owner', owner => ({ owner })],
    ['system', system => ({ system })],
    ['services', service => ({ services: { [service]: { version: '1' } } })],
    ['version', version => ({ services: { cart: { version } } })],
    ['an unknown field', text => ({ var: text })],
  ];
  it.each(fields)('is refused in %s', (_, of) => {
    for (const text of HOSTILE) {
      const read = environmentRequestSchema.safeParse({ ...good, ...of(text) });
      expect([text, read.success]).toEqual([text, false]);
    }
  });

  it.each([
    ['kube-system', false],
    ['default', false],
    ['slipway', false],
    ['a', true],
    ['a-', false],
    ['1a', false],
    ['a'.repeat(40), true],
    ['a'.repeat(41), false],
  ])('name %s: %s', (name, ok) => {
    expect(nameSchema.safeParse(name).success).toBe(ok);
  });

  it.each(['latest', 'main', 'Latest'])('%s moves', version => {
    expect(versionSchema.safeParse(version).success).toBe(false);
  });
});

describe('quotas', () => {
  const quota = { environments: 2, cpu: 8 };
  it.each([
    [[], 'large', undefined],
    [['small'], 'medium', undefined],
    [['small'], 'large', 'uses 2 of 8 CPUs; a large environment needs 8 more'],
    [['small', 'small'], 'small', 'has 2 of 2 environments'],
  ] as const)('%j and a %s', (sizes, wanted, problem) => {
    const answer = quotaProblem(
      'team',
      sizes.map(size => ({ size })),
      wanted,
      quota,
    );
    expect(answer ?? 'none').toContain(problem ?? 'none');
  });
});

describe('time to live', () => {
  it.each([
    [49 * HOUR, [], undefined],
    [48 * HOUR, [], '2d'],
    [47 * HOUR, ['2d'], undefined],
    [2 * HOUR, ['2d'], '2h'],
    [90 * MINUTE, [], '2h'],
    [20 * MINUTE, [], '30min'],
    [20 * MINUTE, ['2d', '2h', '30min'], undefined],
    [0, [], undefined],
  ])('%d ms before its end, warned of %j: %s', (left, sent, expected) => {
    expect(dueWarning({ expiresAt: after(left) }, now, sent)?.id).toBe(
      expected,
    );
  });

  it.each([
    [after(-1), false, true],
    [after(0), false, true],
    [after(1), false, false],
    [after(-1), true, false],
    [null, false, false],
  ])('end %s, protected %s: expired %s', (expiresAt, kept, expected) => {
    expect(isExpired({ expiresAt, protected: kept }, now)).toBe(expected);
  });

  it('extends from its end, or from now', () => {
    expect(extendedEnd(after(HOUR), 2, now)).toBe(after(3 * HOUR));
    expect(extendedEnd(after(-HOUR), 2, now)).toBe(after(2 * HOUR));
  });

  it.each([
    [after(24 * HOUR), undefined],
    [null, undefined],
    [after(25 * HOUR), 'It may live 24 hours from now at most.'],
    [after(-1), 'Its end would be in the past.'],
  ])('until %s: %s', (end, problem) => {
    expect(ttlProblem(end, now, { maxHours: 24 })).toBe(problem);
  });

  it.each([
    [20 * MINUTE, 'in 20 minutes'],
    [-HOUR, '60 minutes ago'],
    [5 * HOUR, 'in 5 hours'],
    [72 * HOUR, 'in 3 days'],
  ])('%d ms: %s', (ms, words) => {
    expect(untilInWords(after(ms), now)).toBe(words);
  });
});

describe('approvals', () => {
  const none: PlanCounts = {
    create: 1,
    update: 0,
    replace: 0,
    delete: 0,
    read: 0,
    releases: 0,
  };
  const policy = { tiers: ['stage'] as Tier[], anyDelete: true };
  it.each([
    ['create', 'prod', none, /production/],
    ['destroy', 'dev', none, /destroys/],
    ['create', 'stage', none, /stage environments/],
    ['change', 'dev', { ...none, replace: 1 }, /1 resource:/],
    ['change', 'dev', { ...none, delete: 2 }, /2 resources:/],
    ['change', 'dev', none, undefined],
  ] as const)('%s in %s', (kind, tier, counts, expected) => {
    expect(
      approvalReason({ kind, tier, counts }, policy) ?? 'nobody must',
    ).toMatch(expected ?? /nobody must/);
  });

  it('an end that was agreed on needs none, but in production', () => {
    const facts = { kind: 'destroy', counts: none, expired: true } as const;
    expect(approvalReason({ ...facts, tier: 'dev' }, policy)).toBeUndefined();
    expect(approvalReason({ ...facts, tier: 'prod' }, policy)).toBeDefined();
  });

  it('production and any destroy need one whatever the policy says', () => {
    const open = { tiers: [], anyDelete: false };
    expect(
      approvalReason({ kind: 'create', tier: 'prod', counts: none }, open),
    ).toBeDefined();
    expect(
      approvalReason({ kind: 'destroy', tier: 'dev', counts: none }, open),
    ).toBeDefined();
  });
});

describe('locks', () => {
  const text = JSON.stringify({
    ID: '0f1e-2',
    Operation: 'OperationTypeApply',
    Info: '',
    Who: 'omar@laptop',
    Version: '1.11.4',
    Created: '2026-11-30T11:00:00.000000Z',
    Path: 'x',
  });
  const info = readLockInfo(text)!;
  const ours: OurLock = {
    operationId: 'o1',
    environment: 'orders-try',
    step: 'terraform:apply',
    startedBy: 'user:default/olga',
  };

  it.each(['', 'x', '[]', '{"ID":5}'])('%j is none', broken => {
    expect(readLockInfo(broken)).toBeUndefined();
  });

  it.each<[OurLock | undefined, HolderProof, boolean, RegExp]>([
    [undefined, 'dead', false, /Ask omar@laptop/],
    [ours, 'alive', false, /still running/],
    [ours, 'unknown', false, /not known/],
    [ours, 'dead', true, /has ended without releasing it/],
  ])('%j, holder %s: may unlock %s', (mine, proof, may, reason) => {
    const lock = explainLock(info, mine, proof, now);
    expect(lock.mayUnlock).toBe(may);
    expect(lock.reason).toMatch(reason);
    expect(lock.since).toBe('2026-11-30T11:00:00.000Z');
    expect(lock.command).toBe('terraform force-unlock 0f1e-2');
  });

  it('says who, since when and what for', () => {
    expect(explainLock(info, undefined, 'unknown', now).explained).toBe(
      'The state is locked since 2026-11-30T11:00:00.000Z (60 minutes ago) by omar@laptop with a apply, not with the portal.'.replace(
        'a apply',
        'an apply',
      ),
    );
    expect(explainLock(info, ours, 'alive', now).explained).toContain(
      'by terraform:apply of operation o1, started by user:default/olga',
    );
  });

  it('an id is one word of the command to copy', () => {
    const odd = { ...info, ID: "x'; rm -rf /" };
    expect(explainLock(odd, undefined, 'unknown', now).command).toBe(
      "terraform force-unlock 'x'\\''; rm -rf /'",
    );
  });
});

describe('masking of logs', () => {
  const secret = 'planted/secret+42';
  const log = `first\nvalue ${secret} end\npassword=hunter22 x\nencoded ${btoa(
    secret,
  )} ${encodeURIComponent(secret)} ${JSON.stringify(`a"${secret}`)}\nlast`;

  it('hides every form of it', () => {
    const masked = maskSecrets(log, formsOf([secret]));
    expect(masked).not.toMatch(/planted|hunter22|cGxhbnRlZ/);
    expect(masked).toContain('first\n');
    expect(masked).toContain('\nlast');
  });

  it('finds it wherever chunks are split', () => {
    for (let cut = 0; cut <= log.length; cut += 1) {
      const masker = new StreamMasker([secret]);
      const masked =
        masker.push(log.slice(0, cut)) +
        masker.push(log.slice(cut)) +
        masker.end();
      expect(masked).not.toMatch(/planted|hunter22|cGxhbnRlZ/);
      expect(masked.split('\n')).toHaveLength(5);
    }
  });

  it('finds it in lines without an end, and lines of a key one by one', () => {
    const key = 'aaaa1111bbbb\ncccc2222dddd\n';
    const masker = new StreamMasker([secret, key]);
    let masked = '';
    for (let part = 0; part < 3_000; part += 1) {
      masked += masker.push(`${'.'.repeat(97)}${secret}`);
    }
    masked += masker.push('\ncccc2222dddd\n') + masker.end();
    expect(masked).not.toMatch(/planted|2222/);
    expect(masked.length).toBeGreaterThan(3_000 * 97);
  });
});
