import { builtInTypes } from './resources';
import { fieldFilter, labelFilter, matchesSelector } from './selectors';
import { ApiError, KubeObject } from './types';

const object = (labels: Record<string, string>, more: object = {}) =>
  ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'one', namespace: 'shop', labels },
    ...more,
  } as KubeObject);

const [pods] = builtInTypes().filter(type => type.plural === 'pods');
const [events] = builtInTypes().filter(type => type.plural === 'events');

describe('labelFilter', () => {
  const web = { app: 'web', tier: 'front', size: '7', empty: '' };
  it.each([
    ['app=web', true],
    ['app==web', true],
    ['app = web , tier = front', true],
    ['app=data', false],
    ['app!=data', true],
    ['missing!=x', true],
    ['app in (web,data)', true],
    ['app in (data)', false],
    ['app notin (web)', false],
    ['missing notin (web)', true],
    ['app', true],
    ['missing', false],
    ['!missing', true],
    ['!app', false],
    ['size>5', true],
    ['size<5', false],
    ['app>5', false],
    ['empty=', true],
    ['app=', false],
    ['', true],
    ['slipway.io/x!=y', true],
    ['constructor', false],
  ])('%s', (selector, expected) => {
    expect(labelFilter(selector)(object(web))).toBe(expected);
  });

  it.each([
    'app===x',
    'app in web',
    'app in (web',
    '=web',
    'app,',
    '!',
    '(',
    'a b',
    'app=web tier=x',
  ])('refuses %s', selector => {
    expect(() => labelFilter(selector)).toThrow(ApiError);
  });
});

describe('labelFilter reports what is wrong', () => {
  it.each([
    ['a===b', "unable to parse requirement: found '=', expected: identifier"],
    ['a in (b', "unable to parse requirement: found '', expected: ',' or ')'"],
    ['a in (b c)', "found 'c', expected: ',' or ')'"],
    ['a notin', "unable to parse requirement: found '' expected: '('"],
    ['a=b c', "found 'c', expected: ',' or 'end of string'"],
    ['a,', "found '', expected: identifier after ','"],
    ['=a', "found '=', expected: !, identifier, or 'end of string'"],
    ['a ~ b', "found '~', expected: in, notin, =, ==, !=, gt, lt"],
    ['a>b', 'the value must be an integer'],
    ['a=-1', 'values[0][a]: Invalid value: "-1": a valid label'],
    ['-a', '<nil>: Invalid value: "-a": name part must consist'],
  ])('%s', (selector, message) => {
    expect(() => labelFilter(selector)).toThrow(message);
  });

  it('takes empty values', () => {
    const empty = object({ a: '' });
    for (const selector of ['a in ()', 'a in (b,)', 'a==', 'a in (,b)']) {
      expect(labelFilter(selector)(empty)).toBe(true);
    }
  });
});

describe('fieldFilter', () => {
  const pod = object(
    {},
    { spec: { nodeName: 'n1' }, status: { phase: 'Running' } },
  );
  it.each([
    ['metadata.name=one', true],
    ['metadata.name!=one', false],
    ['metadata.namespace=shop,status.phase=Running', true],
    ['spec.nodeName==n2', false],
    ['status.podIP=', true],
  ])('%s', (selector, expected) => {
    expect(fieldFilter(pods, selector)(pod)).toBe(expected);
  });

  it('selects events by what they are about', () => {
    const event = {
      ...object({}),
      kind: 'Event',
      involvedObject: { uid: 'u1', kind: 'Widget' },
      source: { component: 'c' },
    } as unknown as KubeObject;
    expect(
      fieldFilter(
        events,
        'involvedObject.uid=u1,involvedObject.kind=Widget,source=c',
      )(event),
    ).toBe(true);
    expect(fieldFilter(events, 'involvedObject.uid=u2')(event)).toBe(false);
  });

  it('refuses fields that a kind cannot be selected by', () => {
    expect(() => fieldFilter(pods, 'spec.image=x')).toThrow(
      'field label not supported: spec.image',
    );
    expect(() => fieldFilter(pods, 'metadata.name')).toThrow(ApiError);
  });
});

describe('matchesSelector', () => {
  it.each([
    [{ matchLabels: { app: 'web' } }, true],
    [{ matchLabels: { app: 'data' } }, false],
    [
      { matchExpressions: [{ key: 'app', operator: 'In', values: ['web'] }] },
      true,
    ],
    [
      {
        matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['web'] }],
      },
      false,
    ],
    [{ matchExpressions: [{ key: 'app', operator: 'Exists' }] }, true],
    [{ matchExpressions: [{ key: 'x', operator: 'DoesNotExist' }] }, true],
    [{ matchExpressions: [{ key: 'x', operator: 'Unknown' }] }, false],
    [{}, true],
    [undefined, false],
  ])('%j', (selector, expected) => {
    expect(matchesSelector(selector, { app: 'web' })).toBe(expected);
  });
});
