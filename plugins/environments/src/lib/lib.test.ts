import { EnvironmentRow } from '@slipway/plugin-environments-common';
import { environment, resource, waitingRow } from '../__testUtils__/fixtures';
import { plainLog } from './ansi';
import { attentionOf, needingAttention } from './attention';
import {
  ENVIRONMENTS_QUERY,
  environmentFilterOptions,
  matchesFilters,
  NO_FILTERS,
  sortEnvironments,
} from './listQuery';
import {
  byModule,
  changesInWords,
  findResources,
  moduleOf,
} from './planGroups';
import { cloneOf, formDataQuery, prefilledOf } from './templateLink';
import { endTone, stateChip } from './words';

const NOW = Date.parse('2026-11-30T12:00:00.000Z');
const MINUTE = 60_000;
const at = (minutes: number) => new Date(NOW + minutes * MINUTE).toISOString();

describe('plainLog', () => {
  const esc = String.fromCharCode(27);
  it.each([
    ['plain', 'plain'],
    [`${esc}[1m${esc}[31mError:${esc}[0m no`, 'Error: no'],
    [
      `${esc}]8;;http://evil${String.fromCharCode(7)}link${esc}]8;;${esc}\\`,
      'link',
    ],
    ['a\r\nb', 'a\nb'],
    ['10 %\r50 %\r100 %\ndone', '100 %\ndone'],
    [`bell${String.fromCharCode(7)} tab\tkept`, 'bell tab\tkept'],
    [`${esc}[2Kline`, 'line'],
  ])('%j reads %j', (text, plain) => {
    expect(plainLog(text)).toBe(plain);
  });
});

describe('modules of a plan', () => {
  it.each([
    ['local_file.a', ''],
    ['data.aws_ami.x', ''],
    ['module.network.aws_vpc.this', 'module.network'],
    ['module.a.module.b[0].data.x.y', 'module.a.module.b[0]'],
    ['module.n["eu.west"].aws_vpc.v["a.b"]', 'module.n["eu.west"]'],
    ['local_file.f["module.x.y.z"]', ''],
  ])('%s is in %j', (address, module) => {
    expect(moduleOf(address)).toBe(module);
  });

  it('groups keep the order of their resources and say what changes', () => {
    const groups = byModule([
      resource('module.b.x.one', 'update'),
      resource('x.root', 'create'),
      resource('module.b.x.two', 'create'),
    ]);
    expect(
      groups.map(({ module, words, resources }) => [
        module,
        words,
        resources.map(({ address }) => address),
      ]),
    ).toEqual([
      ['', '1 to create', ['x.root']],
      [
        'module.b',
        '1 to update, 1 to create',
        ['module.b.x.one', 'module.b.x.two'],
      ],
    ]);
  });

  it('what is only read, or moved, is not said to change', () => {
    expect(
      changesInWords([resource('x.a', 'read'), resource('x.b', 'no-op')]),
    ).toBe('1 to read, 1 without a change');
  });

  it('a search looks at addresses and attributes', () => {
    const all = [
      resource('module.kms.x.key', 'create'),
      resource('x.b', 'update', { attributes: [] }),
    ];
    expect(findResources(all, 'KMS content')).toEqual([all[0]]);
    expect(findResources(all, ' ')).toEqual(all);
  });
});

describe('the end of an environment', () => {
  it.each([
    [undefined, 'none'],
    [3 * 24 * 60, 'later'],
    [47 * 60, 'soon'],
    [119, 'near'],
    [30, 'due'],
    [-5, 'due'],
  ])('%s minutes before it: %s', (minutes, tone) => {
    const expiresAt = minutes === undefined ? null : at(minutes);
    expect(endTone({ expiresAt, state: 'ready' }, NOW)).toBe(tone);
  });
});

describe('the state', () => {
  it('waits for approval only where somebody must allow it', () => {
    expect(stateChip(waitingRow()).label).toBe('Plan ready');
    const { operation } = waitingRow();
    expect(
      stateChip(
        waitingRow({
          operation: operation && {
            ...operation,
            needsApproval: 'It is prod.',
          },
        }),
      ).label,
    ).toBe('Waiting for approval');
  });
});

describe('what needs somebody', () => {
  it.each<[Partial<EnvironmentRow>, string | undefined]>([
    [{ expiresAt: at(5000) }, undefined],
    [{ state: 'failed' }, 'failed'],
    [{ state: 'lock-held' }, 'lock-held'],
    [{ state: 'waiting', expiresAt: at(2000) }, 'waiting'],
    [{ state: 'waiting', expiresAt: at(20) }, 'ends'],
    [{ expiresAt: at(2000) }, 'ends'],
    [{ expiresAt: at(20), protected: true }, undefined],
    [{ expiresAt: at(20), state: 'destroying' }, undefined],
    [
      {
        expiresAt: null,
        drift: {
          checkedAt: at(0),
          differences: 1,
          reasons: ['A label differs.'],
          operationId: 'o',
        },
      },
      'drifted',
    ],
  ])('%j: %s', (change, why) => {
    expect(attentionOf(environment(change), NOW)).toBe(why);
  });

  it('only mine, what failed first', () => {
    const rows = [
      environment({ name: 'soon', expiresAt: at(100) }),
      environment({ name: 'broken', state: 'failed' }),
      environment({
        name: 'other',
        state: 'failed',
        owner: 'group:default/team-catalog',
        createdBy: 'user:default/carla',
      }),
    ];
    expect(
      needingAttention(rows, ['group:default/team-orders'], NOW).map(
        ({ row, why }) => [row.name, why],
      ),
    ).toEqual([
      ['broken', 'failed'],
      ['soon', 'ends'],
    ]);
  });
});

describe('the list', () => {
  const rows = [
    environment({ name: 'a', expiresAt: null }),
    environment({ name: 'b', expiresAt: at(60), cloud: 'gcp' }),
    environment({ name: 'c', state: 'failed', owner: 'group:default/other' }),
  ];

  it('shows what needs somebody first, then what ends first', () => {
    const names = sortEnvironments(rows, ENVIRONMENTS_QUERY.defaultSort).map(
      ({ name }) => name,
    );
    expect(names).toEqual(['c', 'b', 'a']);
  });

  it.each([
    [{ q: 'google' }, []],
    [{ q: 'order-service 1' }, []],
    [{ q: 'order-service' }, ['a', 'b', 'c']],
    [{ clouds: ['gcp' as const] }, ['b']],
    [{ states: ['failed' as const] }, ['c']],
    [{ owners: ['group:default/other'] }, ['c']],
    [{ mine: true }, ['a', 'b']],
  ])('%j finds %j', (filters, names) => {
    const found = rows.filter(row =>
      matchesFilters(row, { ...NO_FILTERS, ...filters }, [
        'group:default/team-orders',
      ]),
    );
    expect(found.map(({ name }) => name)).toEqual(names);
  });

  it('counts what can be chosen', () => {
    expect(
      environmentFilterOptions(rows, ['group:default/other']),
    ).toMatchObject({
      mine: 1,
      clouds: [
        { value: 'gcp', label: 'Google Cloud', count: 1 },
        { value: 'local', label: 'local', count: 2 },
      ],
    });
  });
});

describe('the link to the template', () => {
  it('fills in what the page knows', () => {
    const system = 'system:default/ecommerce';
    const owner = 'group:default/team-orders';
    expect(prefilledOf(system, owner)).toEqual({ system, owner });
    expect(prefilledOf(owner, undefined)).toEqual({ owner });
    expect(prefilledOf('component:default/cart', owner)).toEqual({
      owner,
      services: [{ service: 'cart' }],
    });
    expect(formDataQuery({ owner })).toBe(
      `?${new URLSearchParams({ formData: JSON.stringify({ owner }) })}`,
    );
    expect(formDataQuery({})).toBe('');
  });

  it('repeats an environment without its name and end', () => {
    expect(cloneOf(environment())).toEqual({
      owner: 'group:default/team-orders',
      cloud: 'local',
      size: 'small',
      tier: 'dev',
      services: [{ service: 'order-service', version: '1.4.0' }],
    });
  });
});
