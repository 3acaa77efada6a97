import assert from 'node:assert/strict';
import {
  checkDraft,
  jsonObject,
  LaunchKind,
} from '@slipway/plugin-chaos-common';
import { Faults, FaultScenario } from '../../lib/faults';
import { Json } from '../../lib/json';

/** What is wrong with a spec, and what the cluster says; undefined where it is taken all the same. */
type Row = [kind: LaunchKind, more: Json, says: RegExp | undefined];

const kill = { action: 'pod-kill' };
const failure = { action: 'pod-failure' };
const delay = (more: Json = {}): Json => ({
  action: 'delay',
  delay: { latency: '10ms' },
  ...more,
});
const container = { action: 'container-kill' };

/** Rows of pod kinds: `mode` and `selector` are given. */
const POD_ROWS: Row[] = [
  ['PodChaos', { ...kill, duration: '' }, undefined],
  ['PodChaos', { ...failure, duration: '-5s' }, undefined],
  [
    'PodChaos',
    { ...kill, duration: '5 minutes' },
    /Spec\.Duration: Invalid value: "5 minutes"/,
  ],
  [
    'PodChaos',
    { ...failure, mode: 'fixed', value: '0' },
    /value must be greater than 0 with mode:fixed/,
  ],
  [
    'PodChaos',
    { ...failure, mode: 'fixed', value: 'two' },
    /parsing "two": invalid syntax/,
  ],
  [
    'PodChaos',
    { ...failure, mode: 'fixed-percent', value: '101' },
    /value of 101 is invalid, Must be \(0,100\] with mode:fixed-percent/,
  ],
  [
    'PodChaos',
    { ...failure, mode: 'fixed-percent' },
    /parsing "": invalid syntax/,
  ],
  [
    'PodChaos',
    { ...failure, mode: 'some' },
    /spec\.mode: Unsupported value: "some"/,
  ],
  [
    'PodChaos',
    { action: 'pod-explode' },
    /spec\.action: Unsupported value: "pod-explode"/,
  ],
  [
    'PodChaos',
    container,
    /the name of container is required on container-kill action/,
  ],
  [
    'PodChaos',
    { ...kill, gracePeriod: -1 },
    /spec\.gracePeriod in body should be greater than or equal to 0/,
  ],
  // Nobody notices that the parameter of the action is absent.
  ['NetworkChaos', { action: 'delay' }, undefined],
  [
    'NetworkChaos',
    delay({ delay: { latency: '1m30s' } }),
    /spec\.delay\.latency in body should match/,
  ],
  [
    'NetworkChaos',
    delay({ delay: { latency: '10' } }),
    /spec\.delay\.latency in body should match/,
  ],
  [
    'NetworkChaos',
    delay({ direction: 'both' }),
    /`from` and `both` direction cannot be used when targets is empty/,
  ],
  ['NetworkChaos', { action: 'loss', loss: { loss: '200' } }, undefined],
  [
    'NetworkChaos',
    {
      action: 'bandwidth',
      bandwidth: { rate: 'fast', limit: 1, buffer: 1 },
    },
    /parse rate field error:invalid unit/,
  ],
  ['StressChaos', {}, /missing stressors/],
  ['StressChaos', { stressors: {} }, /missing stressors/],
  ['StressChaos', { stressors: { cpu: { workers: 0 } } }, undefined],
  [
    'StressChaos',
    { stressors: { memory: { workers: 1, size: 'lots' } } },
    /incorrect bytes format/,
  ],
  ['HTTPChaos', { target: 'Request', abort: true }, /port 0 is not supported/],
  [
    'HTTPChaos',
    { target: 'Request', port: 80, delay: 'soon' },
    /invalid duration soon/,
  ],
  [
    'IOChaos',
    { action: 'latency', volumePath: '/data', delay: 'x' },
    /Spec\.Delay: Invalid value: "x"/,
  ],
  [
    'IOChaos',
    { action: 'fault', volumePath: '/data', errno: 0 },
    /action fault: errno 0 is not supported/,
  ],
  [
    'TimeChaos',
    { timeOffset: 'later' },
    /Spec\.TimeOffset: Invalid value: "later"/,
  ],
  ['JVMChaos', { action: 'latency' }, /class not provided/],
  [
    'BlockChaos',
    { action: 'delay', volumeName: 'v' },
    /delay should be set on delay action/,
  ],
  [
    'PhysicalMachineChaos',
    { action: 'stress-cpu', selector: undefined },
    /the configuration corresponding to action is required/,
  ],
];

/** Rows of kinds that choose no pods. */
const OTHER_ROWS: Row[] = [
  [
    'AWSChaos',
    { action: 'detach-volume', awsRegion: 'eu', ec2Instance: 'i-1' },
    /the ID of EBS volume is required on detach-volume action/,
  ],
  [
    'GCPChaos',
    { action: 'disk-loss', project: 'p', zone: 'z', instance: 'i' },
    /at least one device name is required on disk-loss action/,
  ],
  [
    'AzureChaos',
    {
      action: 'disk-detach',
      subscriptionID: 's',
      resourceGroupName: 'g',
      vmName: 'v',
    },
    /the name of data disk should not be empty on disk-detach action/,
  ],
];

const once = { historyLimit: 1, concurrencyPolicy: 'Forbid', type: 'PodChaos' };

/** Rows of what starts faults: `pods` is mode and selector. */
const composedRows = (pods: Json): Row[] => [
  [
    'Schedule',
    { ...once, schedule: 'every day', podChaos: { ...kill, ...pods } },
    /spec\.schedule: Invalid value: "every day".*expected 5 to 6 fields/,
  ],
  [
    'Schedule',
    { ...once, schedule: '@every 1h', podChaos: { ...container, ...pods } },
    /the name of container is required on container-kill action/,
  ],
  [
    'Schedule',
    {
      ...once,
      schedule: '@every 1h',
      concurrencyPolicy: 'Sometimes',
      podChaos: { ...kill, ...pods },
    },
    /spec\.concurrencyPolicy: Unsupported value: "Sometimes"/,
  ],
  [
    'Workflow',
    {
      entry: 'nowhere',
      templates: [{ name: 'a', templateType: 'Suspend', deadline: '1s' }],
    },
    /can not find a template with name nowhere/,
  ],
  [
    'Workflow',
    {
      entry: 'a',
      templates: [{ name: 'a', templateType: 'Serial', children: ['b'] }],
    },
    /can not find a template with name b/,
  ],
  [
    'Workflow',
    {
      entry: 'a',
      templates: [
        { name: 'a', templateType: 'Suspend', deadline: '1s' },
        { name: 'a', templateType: 'Suspend', deadline: '1s' },
      ],
    },
    /template name must be unique, duplicated names: \[a\]/,
  ],
  [
    'Workflow',
    { entry: 'a', templates: [{ name: 'a', templateType: 'Suspend' }] },
    /deadline in template with type Suspend could not be empty/,
  ],
  [
    'Workflow',
    {
      entry: 'a',
      templates: [
        {
          name: 'a',
          templateType: 'PodChaos',
          deadline: '1s',
          podChaos: { ...kill, ...pods, duration: '1s' },
        },
      ],
    },
    /should not define duration in chaos when using Workflow/,
  ],
  [
    'Workflow',
    {
      entry: 'a',
      templates: [
        {
          name: 'a',
          templateType: 'PodChaos',
          deadline: '1s',
          podChaos: { ...container, ...pods },
        },
      ],
    },
    /the name of container is required on container-kill action/,
  ],
];

/** Words of the API server about a value that the schema of the CRD does not allow. */
const BY_SCHEMA =
  /Unsupported value|in body should match|in body should be greater/;

/** How much the portal has against a spec before anything is sent. */
const knownProblems = (kind: LaunchKind, spec: Json) =>
  checkDraft({ kind, name: 'tried', spec: jsonObject(spec) }).length;

/** Tries each spec and says what was not as expected. */
async function tryAll(faults: Faults, rows: readonly Row[]) {
  const wrong: string[] = [];
  for (const [kind, spec, says] of rows) {
    const { status, json } = await faults.tryToCreate(kind, 'tried', spec);
    const message = String(json.message);
    const isAsExpected = says
      ? status >= 400 && status < 500 && says.test(message)
      : status === 201;
    if (!isAsExpected) {
      wrong.push(`${kind} ${JSON.stringify(spec)}: ${status} ${message}`);
    }
    // What the schema refuses, the form refuses by the same schema. The rest the portal's rules must know.
    if (!BY_SCHEMA.test(message) && knownProblems(kind, spec) === 0) {
      wrong.push(`${kind} ${JSON.stringify(spec)}: the portal sees nothing`);
    }
  }
  assert.deepEqual(wrong, []);
}

const podsOf = (faults: Faults) => ({
  mode: 'one',
  selector: faults.selector('ghost'),
});

const podRows = (faults: Faults) =>
  POD_ROWS.map(
    ([kind, more, says]): Row => [kind, { ...podsOf(faults), ...more }, says],
  );

export const refusalScenarios: FaultScenario[] = [
  {
    id: 'chaos-refusals',
    title:
      'What schemas and webhooks refuse of faults, in their words, and what they let pass',
    run: faults => tryAll(faults, [...podRows(faults), ...OTHER_ROWS]),
  },
  {
    id: 'chaos-refusals-others',
    title: 'The same of schedules and workflows',
    run: faults => tryAll(faults, composedRows(podsOf(faults))),
  },
  {
    id: 'chaos-auth',
    realOnly: true,
    title:
      'Whoever creates a fault must be allowed to in every namespace that it affects',
    async run(faults) {
      const user = 'contract:alice';
      const rbac = 'rbac.authorization.k8s.io';
      const resource = (plural: string, kind: string) => ({
        group: rbac,
        version: 'v1',
        plural,
        kind,
      });
      await faults.api.create(resource('roles', 'Role'), faults.namespace, {
        apiVersion: `${rbac}/v1`,
        kind: 'Role',
        metadata: { name: 'faults' },
        rules: [
          {
            apiGroups: ['chaos-mesh.org'],
            resources: ['podchaos'],
            verbs: ['create'],
          },
        ],
      });
      await faults.api.create(
        resource('rolebindings', 'RoleBinding'),
        faults.namespace,
        {
          apiVersion: `${rbac}/v1`,
          kind: 'RoleBinding',
          metadata: { name: 'faults' },
          subjects: [{ kind: 'User', name: user, apiGroup: rbac }],
          roleRef: { kind: 'Role', name: 'faults', apiGroup: rbac },
        },
      );
      const asAlice = (namespaces?: string[]) =>
        faults.tryToCreate(
          'PodChaos',
          'tried',
          {
            action: 'pod-kill',
            mode: 'one',
            selector: {
              labelSelectors: { app: 'ghost' },
              ...(namespaces ? { namespaces } : {}),
            },
          },
          { user },
        );
      // RBAC takes a moment to see a new binding.
      const end = Date.now() + 60_000;
      let own = await asAlice([faults.namespace]);
      while (own.status !== 201) {
        assert.ok(Date.now() < end, own.text);
        own = await asAlice([faults.namespace]);
      }
      const other = await asAlice([faults.namespace, 'default']);
      assert.equal(other.status, 403);
      assert.match(
        String(other.json.message),
        /admission webhook "vauth\.kb\.io" denied the request: contract:alice is forbidden on namespace default/,
      );
    },
  },
];
