import {
  activityQuerySchema,
  finishedActivitySchema,
  newUserActivitySchema,
  newPlatformActivitySchema,
} from './schema';

const target = {
  cluster: 'gke-prod',
  namespace: 'ecommerce',
  kind: 'Rollout',
  name: 'order-service',
};
const action = {
  plugin: 'rollouts',
  type: 'promote',
  actor: 'user:default/olga',
  target,
  summary: 'Promote order-service',
};
const platform = {
  plugin: 'rollouts',
  type: 'phase-changed',
  key: 'gke-prod/1/phase/7',
  at: '2026-01-02T03:04:05Z',
  target,
  summary: 'order-service is degraded',
  severity: 'error',
};

describe('activity schemas', () => {
  it('accept what the types say and bring times to one form', () => {
    expect(newUserActivitySchema.parse(action)).toEqual(action);
    expect(newPlatformActivitySchema.parse(platform).at).toBe(
      '2026-01-02T03:04:05.000Z',
    );
    expect(
      activityQuerySchema.parse({
        limit: '20',
        since: '2026-01-02T04:04:05+01:00',
      }),
    ).toEqual({ limit: 20, since: '2026-01-02T03:04:05.000Z' });
  });

  it('cut a long error message, so that an action always gets its end', () => {
    const error = `\0${'x'.repeat(9000)}`;
    expect(
      finishedActivitySchema.parse({ outcome: 'failed', error }).error,
    ).toBe('x'.repeat(4000));
  });

  it("cut a long summary of a platform: its words are not the writer's to choose", () => {
    const summary = `\0${'x'.repeat(9000)}`;
    expect(
      newPlatformActivitySchema.parse({ ...platform, summary }).summary,
    ).toBe('x'.repeat(1000));
  });

  it.each<
    [
      string,
      {
        safeParse(v: unknown): {
          error?: { issues: Array<{ path: Array<string | number> }> };
        };
      },
      unknown,
      string,
    ]
  >([
    [
      'an actor that is no entity',
      newUserActivitySchema,
      { ...action, actor: 'olga' },
      'actor',
    ],
    [
      'a target without a cluster',
      newUserActivitySchema,
      { ...action, target: { ...target, cluster: '' } },
      'target.cluster',
    ],
    ['an unknown field', newUserActivitySchema, { ...action, token: 'x' }, ''],
    [
      'a large state',
      newUserActivitySchema,
      { ...action, before: { a: 'x'.repeat(50_001) } },
      'before',
    ],
    [
      'a state that is no JSON',
      newUserActivitySchema,
      { ...action, before: { a: () => 1 } },
      'before.a',
    ],
    [
      'a type of several words',
      newUserActivitySchema,
      { ...action, type: 'Promote it' },
      'type',
    ],
    [
      'an event without a key',
      newPlatformActivitySchema,
      { ...platform, key: '' },
      'key',
    ],
    [
      'a time without a zone',
      newPlatformActivitySchema,
      { ...platform, at: '2026-01-02T03:04:05' },
      'at',
    ],
    [
      'a zone that does not exist',
      activityQuerySchema,
      { since: '2026-01-01T00:00:00+99:99' },
      'since',
    ],
    [
      'a day that does not exist',
      newPlatformActivitySchema,
      { ...platform, at: '2026-02-31T00:00:00+25:00' },
      'at',
    ],
    [
      'a year of five digits',
      activityQuerySchema,
      { since: '9999-12-31T23:59:59-14:00' },
      'since',
    ],
    [
      'an end that is a start',
      finishedActivitySchema,
      { outcome: 'started' },
      'outcome',
    ],
    [
      'a page that is too large',
      activityQuerySchema,
      { limit: '2001' },
      'limit',
    ],
    ['a page that is no number', activityQuerySchema, { limit: 'x' }, 'limit'],
    [
      'a filter that no database can hold',
      activityQuerySchema,
      { name: 'a\0' },
      'name',
    ],
    [
      'a filter given twice',
      activityQuerySchema,
      { cluster: ['a', 'b'] },
      'cluster',
    ],
  ])('refuse %s', (_name, schema, value, path) => {
    const { error } = schema.safeParse(value);
    expect(error?.issues.map(issue => issue.path.join('.'))).toContain(path);
  });
});
