import { Json } from '@slipway/plugin-clusters-common/read';
import { caseDetails, changeRun, runOf } from './__testUtils__/runs';

const CASE = '01-limits-from-args';

const argsOf = (values: Record<string, string>) =>
  Object.entries(values).map(([name, value]) => ({ name, value }));

const ALL = {
  floor: '0.95',
  tries: '5',
  'bad-allowed': '2',
  'unsure-allowed': '3',
  pace: '20s',
};

const metricOf = (over: Parameters<typeof changeRun>[0] = {}) =>
  runOf(caseDetails(CASE, changeRun(over)).basket, 'basket-newhash-2-1');

describe('01: limits from arguments', () => {
  it('fills in every argument, and keeps the texts of the template', () => {
    const run = metricOf();
    expect(run.verdict).toBe(
      'success-rate failed: 3 of 5 measurements below 0.95 (last 0.89), 2 allowed.',
    );
    expect(run.metrics[0]).toMatchObject({
      count: 5,
      interval: '20s',
      failureLimit: 2,
      inconclusiveLimit: 3,
      successCondition: 'result[0] >= 0.95',
      limits: [{ kind: 'success', operator: '>=', value: 0.95 }],
      template: {
        count: '{{args.tries}}',
        interval: '{{args.pace}}',
        failureLimit: '{{args.bad-allowed}}',
        inconclusiveLimit: '{{args.unsure-allowed}}',
        successCondition: 'result[0] >= {{args.floor}}',
      },
    });
    expect(run.args).toEqual(argsOf(ALL));
  });

  it.each<[string, Json[], string]>([
    [
      'a limit without its argument is quoted',
      argsOf({ ...ALL, 'bad-allowed': '' }).filter(arg => arg.value),
      '3 of 5 measurements below 0.95 (last 0.89), failure limit "{{args.bad-allowed}}".',
    ],
    [
      'a limit that is no number is quoted',
      argsOf({ ...ALL, 'bad-allowed': 'two' }),
      '3 of 5 measurements below 0.95 (last 0.89), failure limit "two".',
    ],
    [
      'of an empty argument the template is quoted',
      argsOf({ ...ALL, 'bad-allowed': '' }),
      '3 of 5 measurements below 0.95 (last 0.89), failure limit "{{args.bad-allowed}}".',
    ],
    [
      'a number beside a blank is none to the controller',
      argsOf({ ...ALL, 'bad-allowed': ' 2' }),
      '3 of 5 measurements below 0.95 (last 0.89), failure limit " 2".',
    ],
    [
      'a condition without its argument is quoted',
      argsOf({ 'bad-allowed': '2' }),
      '3 of 5 measurements did not meet the success condition "result[0] >= {{args.floor}}" (last 0.89), 2 allowed.',
    ],
    [
      'a value from a Secret is never filled in',
      [
        ...argsOf({ 'bad-allowed': '2' }),
        {
          name: 'floor',
          value: '0.95',
          valueFrom: { secretKeyRef: { name: 's', key: 'k' } },
        },
      ],
      '3 of 5 measurements did not meet the success condition "result[0] >= {{args.floor}}" (last 0.89), 2 allowed.',
    ],
    [
      'a value beside where it came from counts',
      [
        ...argsOf({ 'bad-allowed': '2' }),
        {
          name: 'floor',
          value: '0.95',
          valueFrom: { fieldRef: { fieldPath: "metadata.labels['floor']" } },
        },
      ],
      '3 of 5 measurements below 0.95 (last 0.89), 2 allowed.',
    ],
    [
      'a value that looks like an argument is not filled in again',
      argsOf({ ...ALL, 'bad-allowed': '{{args.tries}}' }),
      '3 of 5 measurements below 0.95 (last 0.89), failure limit "{{args.tries}}".',
    ],
    [
      'no failure limit',
      argsOf({ ...ALL, 'bad-allowed': '-1' }),
      '3 of 5 measurements below 0.95 (last 0.89), no failure limit.',
    ],
  ])('%s', (_, args, expected) => {
    expect(metricOf({ spec: { args } }).verdict).toBe(
      `success-rate failed: ${expected}`,
    );
  });

  it.each<[string, Json, Json]>([
    [
      'blanks within the braces',
      { failureLimit: '{{ args.bad-allowed }}' },
      { failureLimit: 2 },
    ],
    ['a number', { failureLimit: 7 }, { failureLimit: 7 }],
    ['a number as text', { failureLimit: '7' }, { failureLimit: 7 }],
    ['none', { failureLimit: undefined }, { failureLimit: 0 }],
    [
      'a percentage is no number',
      { failureLimit: '10%' },
      { failureLimit: '10%' },
    ],
    ['no count and an interval', { count: undefined }, { interval: '20s' }],
    [
      'no count and no interval',
      { count: undefined, interval: undefined },
      { count: 1 },
    ],
    ['a count of 0 is none', { count: 0, interval: undefined }, { count: 1 }],
    [
      'a count that is not known',
      { count: '{{args.x}}' },
      { count: '{{args.x}}' },
    ],
    ['a delay', { initialDelay: '{{args.pace}}' }, { initialDelay: '20s' }],
    [
      'limits of errors and of rows',
      {
        consecutiveErrorLimit: '{{args.tries}}',
        consecutiveSuccessLimit: '{{args.bad-allowed}}',
      },
      { consecutiveErrorLimit: 5, consecutiveSuccessLimit: 2 },
    ],
    [
      'both conditions',
      { failureCondition: 'result[0] < {{args.floor}}' },
      { failureCondition: 'result[0] < 0.95' },
    ],
    [
      'a query',
      {
        provider: {
          prometheus: { query: 'x{a="{{args.pace}}",b="{{args.none}}"}' },
        },
      },
      { query: 'x{a="20s",b="{{args.none}}"}' },
    ],
  ])('%s', (_, metric, expected) => {
    expect(metricOf({ metric }).metrics[0]).toMatchObject(expected);
  });

  it('finds the result of a metric whose name is made from arguments', () => {
    const run = metricOf({
      metric: { name: '{{args.what}}-rate' },
      spec: { args: argsOf({ ...ALL, what: 'success' }) },
    });
    expect(run.metrics[0]).toMatchObject({
      name: 'success-rate',
      phase: 'Failed',
    });
    expect(run.verdict).toMatch(/^success-rate failed: 3 of 5/);
  });

  it.each([
    ['success-.*', true],
    ['.*', true],
    ['rate', true],
    ['(?i)SUCCESS', true],
    ['^rate', false],
    ['*', false],
  ])('dry-run rule %p chooses success-rate: %p', (metricName, dryRun) => {
    const run = metricOf({ spec: { dryRun: [{ metricName }] } });
    expect(run.metrics[0].dryRun).toBe(dryRun);
  });
});
