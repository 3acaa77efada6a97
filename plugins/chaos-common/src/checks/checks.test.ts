import { JsonObject } from '@backstage/types';
import {
  delay,
  draft,
  kill,
  schedule,
  workflow,
} from '../__fixtures__/builders';
import { FaultDraft } from '../draft';
import { FaultKind } from '../kinds';
import { checkDraft } from '.';
import { draftEffect } from './effect';

/** `rule at path`, of what is refused; a warning stands in brackets. */
const rules = (each: FaultDraft) =>
  checkDraft(each).map(({ rule, path, severity }) =>
    severity === 'warning' ? `(${rule} at ${path})` : `${rule} at ${path}`,
  );

const selector = {
  mode: 'one',
  selector: { labelSelectors: { app: 'orders' } },
  duration: '1m',
};

/** A good spec of each kind, with what it does in words. */
const GOOD: Readonly<Record<FaultKind, [JsonObject, string]>> = {
  PodChaos: [kill(), 'Deletes the pods'],
  NetworkChaos: [
    delay({ target: { ...selector } }),
    'Delays packets by 300ms from the pods to the target',
  ],
  StressChaos: [
    { ...selector, stressors: { cpu: { workers: 2, load: 80 } } },
    'Loads the CPU with 2 workers at 80 %',
  ],
  HTTPChaos: [
    { ...selector, target: 'Request', port: 8080, delay: '2s' },
    'Delays by 2s HTTP requests on port 8080',
  ],
  JVMChaos: [
    { ...selector, action: 'latency', class: 'A', method: 'b', latency: 200 },
    'Delays A.b by 200 ms',
  ],
  DNSChaos: [
    { ...selector, action: 'error', patterns: ['payment.*'] },
    'Fails DNS lookups of payment.*',
  ],
  IOChaos: [
    { ...selector, action: 'latency', volumePath: '/data', delay: '1s' },
    'Delays 100 % of the file operations on /data by 1s',
  ],
  TimeChaos: [
    { ...selector, timeOffset: '-10m' },
    'Shifts the clock by 10m back',
  ],
  KernelChaos: [
    { ...selector, failKernRequest: { failtype: 0, probability: 1 } },
    'Makes 1 % of kernel allocations fail',
  ],
  BlockChaos: [
    { ...selector, action: 'delay', volumeName: 'v', delay: { latency: '1s' } },
    'Delays the block device by 1s',
  ],
  AWSChaos: [
    { action: 'ec2-stop', awsRegion: 'a', ec2Instance: 'i', duration: '1m' },
    'Stops the instance',
  ],
  GCPChaos: [
    {
      action: 'node-stop',
      project: 'p',
      zone: 'z',
      instance: 'i',
      duration: '1m',
    },
    'Stops the virtual machine',
  ],
  AzureChaos: [
    {
      action: 'vm-stop',
      subscriptionID: 's',
      resourceGroupName: 'g',
      vmName: 'v',
      duration: '1m',
    },
    'Stops the virtual machine',
  ],
  PhysicalMachineChaos: [
    {
      action: 'stress-cpu',
      'stress-cpu': { load: 1 },
      address: ['a'],
      duration: '1m',
    },
    'Runs stress-cpu on machines outside of Kubernetes',
  ],
};

describe('a good fault of each kind', () => {
  it.each(Object.entries(GOOD))('%s', (kind, [spec, effect]) => {
    const each = { ...draft('PodChaos', spec), kind: kind as FaultKind };
    expect(rules(each)).toEqual([]);
    expect(draftEffect(each)).toBe(effect);
  });
});

describe('traps and rules', () => {
  const on = (kind: FaultKind, changes: JsonObject) =>
    draft(kind, { ...GOOD[kind][0], ...changes });

  it.each<[string, FaultDraft, string[]]>([
    [
      'an empty duration runs until deleted',
      on('StressChaos', { duration: '' }),
      ['duration.empty at spec.duration'],
    ],
    [
      'no duration',
      on('StressChaos', { duration: null }),
      ['duration.missing at spec.duration'],
    ],
    [
      'a negative duration',
      on('StressChaos', { duration: '-1m' }),
      ['duration.not-positive at spec.duration'],
    ],
    [
      'a duration of the clock, which the webhook does not check',
      on('TimeChaos', { duration: '5 minutes' }),
      ['duration.unreadable at spec.duration'],
    ],
    [
      'a duration of what happens once',
      on('PodChaos', { duration: '1m' }),
      ['(duration.ignored at spec.duration)'],
    ],
    [
      'pod-failure needs one',
      on('PodChaos', { action: 'pod-failure' }),
      ['duration.missing at spec.duration'],
    ],
    [
      'container-kill names containers',
      on('PodChaos', { action: 'container-kill' }),
      ['containers.missing at spec.containerNames'],
    ],
    [
      'an unknown action',
      on('PodChaos', { action: 'pod-burn' }),
      ['action.unknown at spec.action'],
    ],
    [
      'pods beside other selectors',
      on('PodChaos', {
        selector: { pods: { live: ['a'] }, labelSelectors: { app: 'orders' } },
      }),
      ['selector.pods-alone at spec.selector.pods'],
    ],
    [
      'a selector of everything',
      on('PodChaos', { selector: { namespaces: ['shop'] } }),
      ['selector.everything at spec.selector'],
    ],
    [
      'a namespace twice',
      on('PodChaos', {
        selector: { namespaces: ['a', 'a'], labelSelectors: { app: 'b' } },
      }),
      ['selector.namespace-twice at spec.selector.namespaces'],
    ],
    [
      'fixed 0',
      on('PodChaos', { mode: 'fixed', value: '0' }),
      ['value.range at spec.value'],
    ],
    [
      'a value with a percent sign',
      on('PodChaos', { mode: 'fixed-percent', value: '50%' }),
      ['value.number at spec.value'],
    ],
    [
      'a percentage that may pick none',
      on('PodChaos', { mode: 'random-max-percent', value: '50' }),
      ['(mode.may-pick-none at spec.mode)'],
    ],
    [
      'the parameter of the action is missing, which the webhook lets pass',
      on('NetworkChaos', { delay: null }),
      ['network.parameter-missing at spec.delay'],
    ],
    [
      'the parameter of another action',
      on('NetworkChaos', { loss: { loss: '10' } }),
      ['network.other-parameter at spec.loss'],
    ],
    [
      'two units of latency',
      on('NetworkChaos', { delay: { latency: '1m30s' } }),
      ['duration.one-unit at spec.delay.latency'],
    ],
    [
      'more than all packets',
      on('NetworkChaos', {
        action: 'loss',
        delay: null,
        loss: { loss: '120' },
      }),
      ['percent.range at spec.loss.loss'],
    ],
    [
      'from without a target',
      on('NetworkChaos', { direction: 'from', target: null }),
      ['direction.target-missing at spec.target'],
    ],
    [
      'external targets only with to',
      on('NetworkChaos', { direction: 'both', externalTargets: ['a.b'] }),
      ['direction.external-targets at spec.direction'],
    ],
    [
      'a partition skips these checks, and cuts off from everything',
      draft('NetworkChaos', {
        ...selector,
        action: 'partition',
        direction: 'both',
      }),
      ['(network.cut-off at spec.target)'],
    ],
    [
      'all traffic',
      draft('NetworkChaos', delay()),
      ['(network.all-traffic at spec.target)'],
    ],
    [
      'a bad selector on the far side',
      on('NetworkChaos', { target: { ...selector, mode: 'many' } }),
      ['mode.unknown at spec.target.mode'],
    ],
    [
      'no stressor',
      on('StressChaos', { stressors: {} }),
      ['stress.missing at spec.stressors'],
    ],
    [
      'no workers, which passes and loads nothing',
      on('StressChaos', { stressors: { cpu: { workers: 0 } } }),
      ['stress.no-workers at spec.stressors.cpu.workers'],
    ],
    [
      'all memory',
      on('StressChaos', { stressors: { memory: { workers: 1 } } }),
      ['(stress.all-memory at spec.stressors.memory.size)'],
    ],
    [
      'two ways to stress',
      on('StressChaos', { stressngStressors: '--cpu 1' }),
      ['stress.two-ways at spec.stressngStressors'],
    ],
    ['no port', on('HTTPChaos', { port: 0 }), ['http.port at spec.port']],
    [
      'headers in the wrong case',
      on('HTTPChaos', { requestHeaders: { a: 'b' } }),
      ['http.headers-name at spec.requestHeaders'],
    ],
    [
      'no effect',
      on('HTTPChaos', { delay: null }),
      ['http.no-effect at spec.abort'],
    ],
    [
      'value instead of returnValue',
      on('JVMChaos', { action: 'return', value: '1' }),
      ['(value.ignored at spec.value)', 'jvm.returnValue at spec.returnValue'],
    ],
    [
      'a star inside of a name',
      on('DNSChaos', { patterns: ['a*.org'] }),
      ['dns.star at spec.patterns[0]'],
    ],
    [
      'all names',
      on('DNSChaos', { patterns: [] }),
      ['(dns.all-names at spec.patterns)'],
    ],
    [
      'errno 0',
      on('IOChaos', { action: 'fault', errno: 0 }),
      ['io.errno at spec.errno'],
    ],
    [
      'a clock that is not shifted',
      on('TimeChaos', { timeOffset: '0s' }),
      ['time.zero at spec.timeOffset'],
    ],
    [
      'no delay of a block device',
      on('BlockChaos', { delay: null }),
      ['block.delay at spec.delay'],
    ],
    [
      'address and selector of machines',
      on('PhysicalMachineChaos', { selector: {} }),
      ['machine.address at spec.address'],
    ],
  ])('%s', (_, each, expected) => {
    expect(rules(each)).toEqual(expected);
  });
});

describe('schedules and workflows, recursively', () => {
  const nested = (podChaos: JsonObject) =>
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

  it.each<[string, FaultDraft, string[]]>([
    ['a good schedule', schedule({ type: 'PodChaos', podChaos: kill() }), []],
    [
      'no history and no starting deadline',
      schedule({
        type: 'PodChaos',
        podChaos: kill(),
        historyLimit: 0,
        startingDeadlineSeconds: null,
      }),
      [
        'schedule.history-limit at spec.historyLimit',
        'schedule.starting-deadline at spec.startingDeadlineSeconds',
      ],
    ],
    [
      '@every with a deadline that it never reaches',
      schedule({
        schedule: '@every 1h',
        startingDeadlineSeconds: 300,
        type: 'PodChaos',
        podChaos: kill(),
      }),
      ['schedule.never-starts at spec.startingDeadlineSeconds'],
    ],
    [
      'a deadline of more than 100 starts',
      schedule({
        schedule: '*/5 * * * *',
        startingDeadlineSeconds: 86_400,
        type: 'PodChaos',
        podChaos: kill(),
      }),
      ['schedule.stands-still at spec.startingDeadlineSeconds'],
    ],
    [
      'a date that there is not',
      schedule({
        schedule: '0 0 31 2 *',
        type: 'PodChaos',
        podChaos: kill(),
      }),
      ['schedule.never at spec.schedule'],
    ],
    [
      'a fault beside the one that is started',
      schedule({
        type: 'PodChaos',
        podChaos: kill(),
        networkChaos: delay({ duration: '' }),
      }),
      [
        'schedule.other-spec at spec.networkChaos',
        '(network.all-traffic at spec.networkChaos.target)',
        'duration.empty at spec.networkChaos.duration',
      ],
    ],
    [
      'a bad expression',
      schedule({ schedule: '61 * * * *', type: 'PodChaos', podChaos: kill() }),
      ['schedule.cron at spec.schedule'],
    ],
    [
      'a workflow in a schedule',
      schedule({
        type: 'Workflow',
        workflow: {
          entry: 'a',
          templates: [
            {
              name: 'a',
              templateType: 'NetworkChaos',
              networkChaos: delay({ duration: null, target: { ...selector } }),
            },
          ],
        },
      }),
      ['deadline.missing at spec.workflow.templates[0].deadline'],
    ],
    [
      'a duration in a workflow',
      workflow({
        templateType: 'NetworkChaos',
        deadline: '5m',
        networkChaos: delay({ target: { ...selector } }),
      }),
      ['duration.in-workflow at spec.templates[0].networkChaos.duration'],
    ],
    [
      'a good schedule in a workflow',
      nested(kill({ action: 'pod-failure', duration: '20s' })),
      [],
    ],
    [
      'a fault in a schedule of a workflow, where the webhook does not look',
      nested(kill({ action: 'pod-failure', duration: '' })),
      ['duration.empty at spec.templates[0].schedule.podChaos.duration'],
    ],
    [
      'a template that is below itself',
      workflow({ templateType: 'Serial', children: ['step'] }),
      ['workflow.loop at spec.templates'],
    ],
    [
      'a child that does not exist',
      workflow({ templateType: 'Parallel', children: ['gone'] }),
      ['workflow.child at spec.templates[0].children[0]'],
    ],
    [
      'waiting without an end',
      workflow({ templateType: 'Suspend' }),
      ['deadline.missing at spec.templates[0].deadline'],
    ],
    [
      'a check that never succeeds',
      workflow({
        templateType: 'StatusCheck',
        deadline: '1m',
        statusCheck: {
          mode: 'Continuous',
          http: { url: 'http://a', criteria: { statusCode: '200' } },
        },
      }),
      ['(status-check.continuous at spec.templates[0].statusCheck.duration)'],
    ],
    [
      'a check whose deadline comes before its first look',
      workflow({
        templateType: 'StatusCheck',
        deadline: '10s',
        statusCheck: {
          http: { url: 'http://a', criteria: { statusCode: '200' } },
        },
      }),
      ['status-check.deadline at spec.templates[0].deadline'],
    ],
    [
      'no such entry',
      draft('Workflow', { entry: 'b', templates: [] }),
      ['workflow.templates at spec.templates', 'workflow.entry at spec.entry'],
    ],
  ])('%s', (_, each, expected) => {
    expect(rules(each).sort()).toEqual([...expected].sort());
  });
});
