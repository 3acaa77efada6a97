import { JsonObject } from '@backstage/types';
import {
  delay,
  draft,
  facts,
  kill,
  NOW,
  pod,
  schedule,
  workflow,
} from '../__fixtures__/builders';
import { FaultDraft } from '../draft';
import { blastRadius, BlastRadiusFacts } from '../view';
import { DEFAULT_GUARDRAILS, fitsPattern, isOpenAt, namespacesOf } from '.';

const guardrails = (
  each: FaultDraft,
  changes: Partial<BlastRadiusFacts> = {},
) =>
  blastRadius(each, facts(changes))
    .radius.problems.filter(({ origin }) => origin === 'guardrail')
    .map(({ rule, path }) => `${rule.replace('guardrail.', '')} at ${path}`);

const live = { namespaces: ['live'], labelSelectors: { app: 'orders' } };
const inWorkflow = (podChaos: JsonObject) =>
  workflow({
    templateType: 'Schedule',
    deadline: '10m',
    schedule: {
      schedule: '@every 1m',
      historyLimit: 1,
      startingDeadlineSeconds: 90,
      type: 'PodChaos',
      podChaos,
    },
  });

describe('guardrails on the final object', () => {
  it.each<[string, FaultDraft, string[]]>([
    ['a fault that is allowed', draft('PodChaos', kill()), []],
    [
      'a cloud',
      draft('AWSChaos', {
        action: 'ec2-stop',
        awsRegion: 'a',
        ec2Instance: 'i',
        duration: '1m',
      }),
      ['kind at spec'],
    ],
    [
      'too long',
      draft('NetworkChaos', delay({ duration: '31m' })),
      ['duration at spec.duration'],
    ],
    [
      'another cluster',
      draft('PodChaos', kill({ remoteCluster: 'other' })),
      ['remote-cluster at spec.remoteCluster'],
    ],
    [
      'a task',
      workflow({ templateType: 'Task', deadline: '1m', task: {} }),
      ['task at spec.templates[0].templateType'],
    ],
    [
      'a cloud in a schedule, beside the type',
      schedule({ type: 'PodChaos', podChaos: kill(), awsChaos: {} }),
      ['kind at spec.awsChaos'],
    ],
    [
      'another cluster in a schedule of a workflow',
      inWorkflow(kill({ remoteCluster: 'other' })),
      ['remote-cluster at spec.templates[0].schedule.podChaos.remoteCluster'],
    ],
    [
      'a deadline that is too long',
      workflow({
        templateType: 'NetworkChaos',
        deadline: '2h',
        networkChaos: delay({ duration: null }),
      }),
      ['duration at spec.templates[0].deadline'],
    ],
    [
      'a task in a workflow of a schedule',
      schedule({
        type: 'Workflow',
        workflow: {
          entry: 'a',
          templates: [
            { name: 'a', templateType: 'Task', deadline: '1m', task: {} },
          ],
        },
      }),
      ['task at spec.workflow.templates[0].templateType'],
    ],
  ])('%s', (_, each, expected) => {
    expect(guardrails(each)).toEqual(expected);
  });

  it('a fault that reaches into production is judged by its rules', () => {
    const pods = [
      pod('live-1', { namespace: 'live' }),
      pod('live-2', { namespace: 'live' }),
    ];
    expect(
      guardrails(
        draft('NetworkChaos', delay({ selector: live, duration: '6m' })),
        { pods },
      ),
    ).toEqual(['duration at spec.duration', 'share at spec.mode']);
    expect(
      guardrails(
        schedule({ type: 'PodChaos', podChaos: kill({ selector: live }) }),
        {
          pods,
        },
      ),
    ).toEqual(['kind at spec']);
    expect(
      guardrails(
        inWorkflow(kill({ selector: { pods: { live: ['live-1'] } } })),
        {
          pods,
        },
      ),
    ).toEqual([
      'kind at spec',
      'kind at spec.templates[0].schedule',
      'duration at spec.templates[0].deadline',
    ]);
  });

  it('an environment that nobody declared counts as production, and says so', () => {
    const { radius } = blastRadius(
      draft('NetworkChaos', delay({ duration: '6m' })),
      facts({
        environmentOf: () => ({ environment: 'prod', source: 'undeclared' }),
      }),
    );
    expect(
      radius.problems.find(({ rule }) => rule === 'guardrail.duration')
        ?.message,
    ).toBe(
      'is longer than 5 min, the longest in shop, whose environment is not declared and counts as production.',
    );
  });

  it('a share is judged by what may be hit at most, rounded up', () => {
    const strict = {
      guardrails: {
        ...DEFAULT_GUARDRAILS,
        stage: { ...DEFAULT_GUARDRAILS.stage, maxSharePercent: 50 },
      },
    };
    const share = (spec: JsonObject) =>
      guardrails(draft('PodChaos', kill(spec)), strict);
    expect(share({ mode: 'one' })).toEqual([]);
    expect(share({ mode: 'fixed-percent', value: '34' })).toEqual([
      'share at spec.mode',
    ]);
    expect(share({ mode: 'random-max-percent', value: '33' })).toEqual([]);
  });

  it('namespaces and times of day', () => {
    const rules = {
      ...DEFAULT_GUARDRAILS.stage,
      namespaces: ['team-*'],
      windows: [
        { days: [2], from: '09:00', to: '17:00', timeZone: 'Europe/Berlin' },
      ],
    };
    expect(
      guardrails(draft('PodChaos', kill()), {
        guardrails: { ...DEFAULT_GUARDRAILS, stage: rules },
      }),
    ).toEqual(['namespace at spec.selector.namespaces', 'window at ']);
  });

  it('while faults are halted nothing is launched', () => {
    expect(
      guardrails(draft('PodChaos', kill()), { halted: 'Halted by olga.' }),
    ).toEqual(['halted at ']);
  });
});

describe('namespacesOf', () => {
  it('finds every namespace, also those that pods hide', () => {
    expect(
      namespacesOf(
        draft(
          'NetworkChaos',
          delay({
            selector: { namespaces: ['a'], pods: { b: ['x'] } },
            target: { mode: 'all', selector: { namespaces: ['c'] } },
          }),
        ),
        'shop',
      ),
    ).toEqual(['a', 'b', 'c', 'shop']);
  });
});

describe('production', () => {
  const kill1 = draft('PodChaos', kill());
  const reaching = draft('PodChaos', kill({ selector: live }));
  const refused = {
    ...DEFAULT_GUARDRAILS,
    prod: { ...DEFAULT_GUARDRAILS.prod, refused: 'Not here.' },
  };

  it('is refused where the configuration says nothing of it, also when it is only reached', () => {
    expect(guardrails(kill1, { guardrails: refused })).toEqual([]);
    expect(guardrails(reaching, { guardrails: refused })).toEqual([
      'environment at ',
    ]);
    const { problems } = blastRadius(
      kill1,
      facts({
        guardrails: refused,
        environmentOf: () => ({ environment: 'prod', source: 'undeclared' }),
      }),
    ).radius;
    expect(problems.map(({ message }) => message)).toContain(
      'The environment is not declared, so the rules of production hold. Not here.',
    );
  });

  it.each<[string, FaultDraft, Partial<BlastRadiusFacts>, string | undefined]>([
    ['staging', kill1, {}, undefined],
    ['what reaches into it', reaching, {}, 'live is production.'],
    [
      'what is not declared',
      kill1,
      { environmentOf: () => ({ environment: 'prod', source: 'undeclared' }) },
      'The environment of shop is not declared, so the rules of production hold.',
    ],
    [
      'staging, where it is configured',
      kill1,
      {
        guardrails: {
          ...DEFAULT_GUARDRAILS,
          stage: { ...DEFAULT_GUARDRAILS.stage, approval: true },
        },
      },
      'shop is staging.',
    ],
    [
      'production, where it is switched off',
      reaching,
      {
        guardrails: {
          ...DEFAULT_GUARDRAILS,
          prod: { ...DEFAULT_GUARDRAILS.prod, approval: false },
        },
      },
      undefined,
    ],
  ])('needs approval: %s', (_, each, changes, why) => {
    expect(blastRadius(each, facts(changes)).radius.approval).toBe(why);
  });
});

describe('isOpenAt', () => {
  const window = {
    days: [1],
    from: '09:00',
    to: '11:00',
    timeZone: 'Europe/Berlin',
  };
  it.each<[string, object, boolean]>([
    ['its last minute is over', {}, false],
    ['in its time zone', { timeZone: 'UTC' }, true],
    ['another day', { timeZone: 'UTC', days: [2] }, false],
    ['its first minute', { timeZone: 'UTC', from: '10:00' }, true],
  ])('%s', (_, changes, open) => {
    expect(isOpenAt({ ...window, ...changes }, NOW)).toBe(open);
  });
});

describe('fitsPattern', () => {
  it.each<[string, string, boolean]>([
    ['shop', 'shop', true],
    ['shop', 'shop-2', false],
    ['team-*', 'team-a', true],
    ['team.*', 'team-a', false],
    ['*', 'anything', true],
  ])('%s and %s: %s', (pattern, name, expected) => {
    expect(fitsPattern(pattern, name)).toBe(expected);
  });
});
