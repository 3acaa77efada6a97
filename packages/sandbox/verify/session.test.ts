/**
 * A session of a user with the real `kubectl` and `kubectl argo rollouts` on a
 * sandbox of its own; the output of every command is checked. SLIPWAY_CLIENTS
 * is the folder of both programs.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { Ready, startSandbox } from './startSandbox';

interface Command {
  /** Words after `kubectl` or, with `argo`, after `kubectl argo rollouts`. */
  run: string;
  argo?: boolean;
  /** What the output must have. */
  expect: Array<RegExp | string>;
  /** What it must not have. */
  never?: Array<RegExp | string>;
  /** The command must fail, and say so. */
  fails?: boolean;
  /** Whose kubeconfig; an administrator's by default. */
  as?: 'viewer';
  input?: string;
  /** Repeated until it is as expected, for so many seconds. */
  within?: number;
  /** It must not end by itself: it is ended after so many seconds. */
  stays?: number;
}

const OLGA =
  '--as slipway:user:default/olga --as-group slipway:group:default/team-orders';

const CONFIG_MAP = `apiVersion: v1
kind: ConfigMap
metadata:
  name: session
  labels: { made: by-session }
data:
  colour: green
`;

const ROLE = (verbs: string) => `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: session
rules:
  - apiGroups: [""]
    resources: [pods]
    verbs: [${verbs}]
`;

/** As `auth can-i` asks, in JSON: the sandbox reads no protobuf. */
const CAN_I = (verb: string, resource: string, group = '') =>
  JSON.stringify({
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: { resourceAttributes: { verb, resource, group } },
  });
const REVIEW = 'create --validate=false -o jsonpath={.status.allowed} -f -';
const NAMESPACED = (review: string) =>
  review.replace('"verb"', '"namespace":"ecommerce","verb"');

const SESSION: Command[] = [
  // Looking around.
  { run: 'version', expect: [/Server Version: v1\.\d+/] },
  {
    run: 'api-resources --api-group=argoproj.io',
    expect: [/rollouts\s+ro\s/, 'analysisruns'],
  },
  {
    run: 'get namespaces --show-labels',
    expect: [/ecommerce-stage.*slipway\.io\/environment=stage/],
  },
  { run: 'get nodes', expect: [/gke-prod-europe-west1-b\s+Ready/] },
  {
    run: 'get rollouts',
    expect: [
      /NAME\s+DESIRED\s+CURRENT\s+UP-TO-DATE\s+AVAILABLE\s+AGE/,
      /order-service\s+5\s+5\s+5\s+5/,
    ],
    within: 120,
  },
  {
    run: 'get pods -l app.kubernetes.io/name=order-service',
    expect: [/(order-service-\S+\s+1\/1\s+Running[^\n]*\n){5}/],
  },
  {
    run: 'get pods --field-selector status.phase=Running -o name -A',
    expect: ['pod/order-service-'],
  },
  {
    run: 'get rs,svc,analysistemplates -l app.kubernetes.io/name=shipping-service',
    expect: [
      'replicaset.apps/shipping-service-',
      'service/shipping-service-canary',
      'analysistemplate.argoproj.io/shipping-service-success-rate',
    ],
  },
  {
    run: 'get rollout order-service -o jsonpath={.status.phase}',
    expect: ['Healthy'],
  },
  {
    run: 'get rollout order-service -o yaml',
    expect: [
      'slipway.io/entity-ref: component:default/order-service',
      'stableRS:',
    ],
  },
  {
    run: 'describe rollout order-service',
    expect: [/Kind:\s+Rollout/, 'Events:'],
  },
  {
    run: 'describe pods -l app.kubernetes.io/name=user-service',
    expect: [/Controlled By:\s+ReplicaSet\/user-service-/],
  },
  {
    run: 'logs -l app.kubernetes.io/name=user-service --tail=5',
    expect: ['Started UserServiceApplication'],
  },
  {
    run: 'logs -l app.kubernetes.io/name=user-service --tail=1 --timestamps --prefix -c user-service',
    expect: [
      /^\[pod\/user-service-\S+\/user-service\] \d{4}-\d\d-\d\dT\S+Z .*Started UserServiceApplication/,
    ],
  },
  {
    run: 'logs -l app.kubernetes.io/name=user-service --since=1s',
    expect: [/^$/],
  },
  {
    run: 'logs -f -l app.kubernetes.io/name=user-service --tail=1',
    stays: 3,
    expect: ['Started UserServiceApplication'],
  },
  {
    run: 'logs -l app.kubernetes.io/name=user-service -c nobody',
    fails: true,
    expect: [/container nobody is not valid for pod user-service-/],
  },
  {
    run: 'logs -l app.kubernetes.io/name=user-service --previous',
    fails: true,
    expect: [
      /previous terminated container "user-service" in pod "user-service-\S+" not found/,
    ],
  },
  { run: 'get events', expect: [/RolloutCompleted|ScalingReplicaSet/] },
  // Rights.
  {
    run: REVIEW,
    input: CAN_I('list', 'pods'),
    as: 'viewer',
    expect: [/^true/],
  },
  {
    run: REVIEW,
    input: NAMESPACED(CAN_I('patch', 'rollouts', 'argoproj.io')),
    as: 'viewer',
    expect: [/^false/],
  },
  {
    run: 'get secrets',
    as: 'viewer',
    fails: true,
    expect: ['Forbidden', 'cannot list resource "secrets"'],
  },
  {
    run: `${REVIEW} ${OLGA}`,
    input: NAMESPACED(CAN_I('patch', 'rollouts', 'argoproj.io')),
    expect: [/^true/],
  },
  {
    run: `${REVIEW} ${OLGA}`,
    input: NAMESPACED(CAN_I('delete', 'pods')),
    expect: [/^false/],
  },
  { run: 'delete pod --all', as: 'viewer', fails: true, expect: ['Forbidden'] },
  // What is not written as the kind has it.
  {
    run: 'apply --server-side=false -f -',
    input: ROLE('get'),
    expect: ['role.rbac.authorization.k8s.io/session created'],
  },
  {
    run: 'apply --server-side=false -f -',
    input: ROLE('get, list'),
    expect: ['role.rbac.authorization.k8s.io/session configured'],
  },
  {
    run: 'apply --server-side=false -f -',
    input: CONFIG_MAP.replace('\ndata:', '\ndatum:'),
    fails: true,
    expect: ['strict decoding error: unknown field "datum"'],
  },
  {
    run: 'get pods -l app=-1',
    fails: true,
    expect: ['a valid label must be an empty string or consist of'],
  },
  {
    run: 'delete namespace default',
    fails: true,
    expect: ['this namespace may not be deleted'],
  },
  // Objects of one's own.
  {
    run: 'apply --server-side=false -f -',
    input: CONFIG_MAP,
    expect: ['configmap/session created'],
  },
  {
    run: 'apply --server-side=false -f -',
    input: CONFIG_MAP.replace('green', 'blue'),
    expect: ['configmap/session configured'],
  },
  {
    run: 'get configmap session -o jsonpath={.data.colour}',
    expect: [/^blue$/],
  },
  {
    run: 'patch configmap session --type=merge -p {"data":{"colour":"red"}}',
    expect: ['patched'],
  },
  {
    run: 'patch configmap session --type=json -p [{"op":"test","path":"/data/colour","value":"blue"}]',
    fails: true,
    expect: ['request is invalid'],
  },
  { run: 'label configmap session seen=yes', expect: ['labeled'] },
  {
    run: 'get configmaps -l seen=yes,made -o name',
    expect: [/^configmap\/session$/m],
  },
  { run: 'delete configmap session', expect: ['deleted'] },
  { run: 'get configmap session', fails: true, expect: ['NotFound'] },
  // What is not there says so.
  {
    run: 'apply --server-side -f -',
    input: CONFIG_MAP,
    fails: true,
    expect: [/not (implemented|supported|served)|sandbox/i],
  },
  {
    run: 'exec deploy/none -- ls',
    fails: true,
    expect: [/not found|NotFound/],
  },
  // A release, step by step.
  {
    run: 'get rollout order-service',
    argo: true,
    expect: [/Status:\s+✔ Healthy/, /Strategy:\s+Canary/, 'stable'],
  },
  {
    run: 'list rollouts',
    argo: true,
    expect: [/order-service\s+Canary\s+Healthy\s+6\/6\s+100/],
  },
  { run: 'status order-service', argo: true, expect: ['Healthy'] },
  {
    run: 'set image order-service order-service=selimhorri/order-service-ecommerce-boot:0.2.0',
    argo: true,
    expect: ['image updated'],
  },
  {
    run: 'wait --for=jsonpath={.status.phase}=Paused rollout/order-service --timeout=100s',
    expect: ['condition met'],
  },
  {
    run: 'get rollout order-service',
    argo: true,
    expect: [
      /Status:\s+॥ Paused/,
      'CanaryPauseStep',
      /Step:\s+1\/6/,
      /SetWeight:\s+20/,
      'canary',
    ],
  },
  { run: 'promote order-service', argo: true, expect: ['promoted'] },
  {
    run: 'get analysisruns',
    expect: [/order-service-\S+\s+(Running|Successful)/],
    within: 120,
  },
  { run: 'abort order-service', argo: true, expect: ['aborted'] },
  {
    run: 'status order-service --watch=false',
    argo: true,
    fails: true,
    expect: ['Degraded'],
    within: 120,
  },
  { run: 'retry rollout order-service', argo: true, expect: ['retried'] },
  {
    run: 'wait --for=jsonpath={.status.phase}=Paused rollout/order-service --timeout=100s',
    expect: ['condition met'],
  },
  {
    run: 'promote order-service --full',
    argo: true,
    expect: ['fully promoted'],
  },
  {
    run: 'status order-service --timeout 100s',
    argo: true,
    expect: ['Healthy'],
  },
  {
    run: 'undo order-service --to-revision=1',
    argo: true,
    expect: [/undo|rolled back|rollback/i],
  },
  {
    run: 'get rollout order-service -o jsonpath={.spec.template.spec.containers[0].image}',
    expect: [':0.1.0'],
  },
  { run: 'pause order-service', argo: true, expect: ['paused'] },
  {
    run: 'get rollout order-service -o jsonpath={.spec.paused}',
    expect: ['true'],
  },
  { run: 'promote order-service', argo: true, expect: ['promoted'] },
  {
    run: 'promote order-service --full',
    argo: true,
    expect: ['fully promoted'],
  },
  {
    run: 'status order-service --timeout 100s',
    argo: true,
    expect: ['Healthy'],
  },
  // A bad one is ended by its analysis.
  {
    run: 'set image shipping-service shipping-service=selimhorri/shipping-service-ecommerce-boot:0.3.0-errors',
    argo: true,
    expect: ['image updated'],
  },
  {
    run: 'status shipping-service --timeout 100s',
    argo: true,
    fails: true,
    expect: [/Degraded/],
  },
  { run: 'get analysisruns', expect: [/shipping-service-\S+\s+Failed/] },
  {
    run: 'get rollout shipping-service',
    argo: true,
    expect: ['RolloutAborted', '✖ Failed'],
  },
  // Scale, restart, delete.
  { run: 'scale rollout product-service --replicas=5', expect: ['scaled'] },
  {
    run: 'get rollout product-service',
    expect: [/product-service\s+5\s+5\s+5\s+5/],
    within: 120,
  },
  { run: 'restart user-service', argo: true, expect: ['restart'] },
  {
    run: 'delete pods -l app.kubernetes.io/name=user-service --wait=false',
    expect: ['deleted'],
  },
  {
    run: 'get pods -l app.kubernetes.io/name=user-service',
    expect: [/(user-service-\S+\s+1\/1\s+Running[^\n]*\n){3}/],
    within: 120,
  },
  { run: 'delete rollout favourite-service', expect: ['deleted'] },
  {
    run: 'get rs,pods -l app.kubernetes.io/name=favourite-service',
    expect: ['No resources found'],
    within: 120,
  },
];

function once(command: Command, bin: string, ready: Ready): string | undefined {
  const { status, error, stdout, stderr } = spawnSync(
    join(bin, command.argo ? 'kubectl-argo-rollouts' : 'kubectl'),
    command.run.split(' '),
    {
      encoding: 'utf8',
      input: command.input,
      timeout: (command.stays ?? 120) * 1_000,
      env: {
        HOME: tmpdir(),
        KUBECONFIG:
          command.as === 'viewer' ? ready.viewerKubeconfig : ready.kubeconfig,
      },
    },
  );
  // The plugin colours its output whatever it writes to.
  const output = stripVTControlCharacters(`${stdout}${stderr}`);
  const has = (wanted: RegExp | string) =>
    typeof wanted === 'string' ? output.includes(wanted) : wanted.test(output);
  const missing = command.expect.filter(wanted => !has(wanted));
  const unwanted = (command.never ?? []).filter(has);
  const timedOut =
    error !== undefined && 'code' in error && error.code === 'ETIMEDOUT';
  const asWanted = command.stays
    ? timedOut
    : !timedOut && (status === 0) !== (command.fails === true);
  if (!asWanted) {
    return `ended with ${timedOut ? 'no end' : status}\n${output}`;
  }
  return missing.length || unwanted.length
    ? `lacks ${missing.join(', ')}; has ${unwanted.join(', ')}\n${output}`
    : undefined;
}

describe('a session with kubectl', () => {
  const bin = process.env.SLIPWAY_CLIENTS ?? '';
  const state = mkdtempSync(join(tmpdir(), 'sandbox-session-'));
  let sandbox: Awaited<ReturnType<typeof startSandbox>> | undefined;

  before(async () => {
    sandbox = await startSandbox(state);
  });

  after(async () => {
    await sandbox?.stop();
    rmSync(state, { recursive: true, force: true });
  });

  /** Repeats a command until its output is as expected, or its time is over. */
  async function check(command: Command) {
    assert.ok(sandbox, 'the sandbox did not start');
    const began = Date.now();
    let problem = once(command, bin, sandbox.ready);
    while (problem && Date.now() - began < (command.within ?? 0) * 1_000) {
      await sleep(300);
      problem = once(command, bin, sandbox.ready);
    }
    assert.ok(problem === undefined, problem);
  }

  for (const command of SESSION) {
    const words = `kubectl ${command.argo ? 'argo rollouts ' : ''}${
      command.run
    }`;
    it(words, () => check(command));
  }
});
