import {
  applyJsonPatch,
  JsonPatchTestError,
  PatchWrite,
} from '@slipway/plugin-clusters-common';
import { isObject, Json, object } from '@slipway/plugin-clusters-common/read';
import { RolloutActionName, SeenState } from '../types';
import {
  CANARY,
  paused,
  REPLICA_SETS_RAW,
  replicaSetRaw,
  rolloutRaw,
  STABLE,
  template,
  UID,
} from '../__fixtures__/builders';
import { planAction, PlanExtra } from './plan';

type Options = Parameters<typeof rolloutRaw>[0];

const extra: PlanExtra = {
  actor: 'user:default/olga',
  now: '2026-01-01T12:00:00.123Z',
  id: 'id',
  digest: value => `t${value.length}`,
  replicaSets: REPLICA_SETS_RAW,
};

const seenOf = (raw: Json): SeenState => {
  const status = object(raw.status);
  return {
    uid: String(object(raw.metadata).uid),
    currentPodHash: status.currentPodHash as string | undefined,
    currentStepIndex: status.currentStepIndex as number | undefined,
  };
};

/** What the API server does: one patch after the other; `/status` changes the status only, the main resource everything else. */
function send(raw: Json, patches: PatchWrite[]): Json {
  return patches.reduce((current, patch) => {
    const next = applyJsonPatch(current, patch.operations);
    return patch.subresource === 'status'
      ? { ...current, status: next.status }
      : { ...next, status: current.status };
  }, raw);
}

/** RFC 7386, as the plugin's merge patches are applied. */
function merge(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const result: Json = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = merge(result[key], value);
  }
  return result;
}

const plan = (
  action: RolloutActionName,
  raw: Json,
  args?: unknown,
  more: Partial<PlanExtra> = {},
) => planAction(action, raw, args, seenOf(raw), { ...extra, ...more });

const inconclusive = {
  ...paused('InconclusiveAnalysisRun'),
  currentStepIndex: 3,
  canary: {
    currentStepAnalysisRunStatus: { name: 'a', status: 'Inconclusive' },
  },
};
const aborted = {
  abort: true,
  phase: 'Degraded',
  message: 'RolloutAborted: x',
};
const blueGreen = { strategy: { blueGreen: { activeService: 'a' } } };

describe('the same effect as the merge patches of the kubectl plugin', () => {
  it.each<[string, RolloutActionName, Options, Json]>([
    [
      'promote 1: inconclusive analysis',
      'promote',
      { status: inconclusive },
      {
        status: {
          pauseConditions: null,
          controllerPause: false,
          currentStepIndex: 4,
        },
      },
    ],
    [
      'promote 1: inconclusive at the last step',
      'promote',
      { status: { ...inconclusive, currentStepIndex: 6 } },
      {
        status: {
          pauseConditions: null,
          controllerPause: false,
          currentStepIndex: 7,
        },
      },
    ],
    [
      'promote 2: paused at a step, the index stays',
      'promote',
      { status: { ...paused(), currentStepIndex: 1 } },
      { status: { pauseConditions: null } },
    ],
    [
      'promote 2: blue-green',
      'promote',
      {
        ...blueGreen,
        status: { ...paused('BlueGreenPause'), currentStepIndex: undefined },
      },
      { status: { pauseConditions: null } },
    ],
    [
      'promote 3: in the middle of a step',
      'promote',
      { status: { currentStepIndex: 3 } },
      { status: { pauseConditions: null, currentStepIndex: 4 } },
    ],
    [
      'promote 3: an empty list of pauses goes too',
      'promote',
      { status: { currentStepIndex: 3, pauseConditions: [] } },
      { status: { pauseConditions: null, currentStepIndex: 4 } },
    ],
    [
      'promote 3: no index yet counts as 0',
      'promote',
      { status: { currentStepIndex: undefined } },
      { status: { pauseConditions: null, currentStepIndex: 1 } },
    ],
    [
      'promote 3 of what a user paused',
      'promote',
      { spec: { paused: true }, status: { currentStepIndex: 2 } },
      {
        status: { pauseConditions: null, currentStepIndex: 3 },
        spec: { paused: false },
      },
    ],
    [
      'promote 2 of what a user paused at a pause step',
      'promote',
      { spec: { paused: true }, status: { ...paused(), currentStepIndex: 1 } },
      { status: { pauseConditions: null }, spec: { paused: false } },
    ],
    [
      'promote 4: nothing but the pause of a user',
      'promote',
      {
        canary: { steps: [] },
        spec: { paused: true },
        status: { currentStepIndex: undefined },
      },
      { spec: { paused: false } },
    ],
    ['promote full', 'promote-full', {}, { status: { promoteFull: true } }],
    [
      'promote full what a user paused',
      'promote-full',
      { spec: { paused: true } },
      { status: { promoteFull: true }, spec: { paused: false } },
    ],
    [
      'skip a step without a pause',
      'skip-step',
      { status: { currentStepIndex: 2 } },
      { status: { currentStepIndex: 3 } },
    ],
    [
      'skip a pause step: the pause goes with it',
      'skip-step',
      { status: { ...paused(), currentStepIndex: 1 } },
      {
        status: {
          pauseConditions: null,
          controllerPause: false,
          currentStepIndex: 2,
        },
      },
    ],
    ['abort', 'abort', {}, { status: { abort: true } }],
    [
      'abort a full promotion: it is withdrawn too',
      'abort',
      { status: { promoteFull: true } },
      { status: { abort: true, promoteFull: false } },
    ],
    ['retry', 'retry', { status: aborted }, { status: { abort: false } }],
    ['pause', 'pause', {}, { spec: { paused: true } }],
    [
      'pause again',
      'pause',
      { spec: { paused: false } },
      { spec: { paused: true } },
    ],
    [
      'resume',
      'resume',
      { spec: { paused: true } },
      { spec: { paused: false } },
    ],
    ['restart', 'restart', {}, { spec: { restartAt: '2026-01-01T12:00:00Z' } }],
  ])('%s', (_, action, options, mergePatch) => {
    const raw = rolloutRaw(options);
    expect(send(raw, plan(action, raw).writes)).toEqual(merge(raw, mergePatch));
  });

  it.each<[string, Options, Array<string | undefined>]>([
    ['status first', { spec: { paused: true } }, ['status', undefined]],
    [
      'spec first where only a pause is cleared: else the controller may pause again',
      { spec: { paused: true }, status: { ...paused(), currentStepIndex: 1 } },
      [undefined, 'status'],
    ],
    [
      'status first where the step moves with the pause',
      { spec: { paused: true }, status: inconclusive },
      ['status', undefined],
    ],
  ])('order of the two patches: %s', (_, options, subresources) => {
    const { writes: patches } = plan('promote', rolloutRaw(options));
    expect(patches.map(patch => patch.subresource)).toEqual(subresources);
  });
});

describe('what the user saw', () => {
  it('tests uid, pod hash and step; abort and pause leave the step out', () => {
    const paths = (action: RolloutActionName) =>
      plan(action, rolloutRaw())
        .writes[0].operations.filter(operation => operation.op === 'test')
        .map(operation => operation.path);
    expect(paths('promote')).toEqual([
      '/metadata/uid',
      '/status/currentPodHash',
      '/status/currentStepIndex',
    ]);
    expect(paths('abort')).toEqual(['/metadata/uid', '/status/currentPodHash']);
    expect(paths('pause')).toEqual(['/metadata/uid', '/status/currentPodHash']);
  });

  it.each<[string, Partial<SeenState>, RolloutActionName, string]>([
    ['another object', { uid: 'other' }, 'abort', 'deleted and created again'],
    [
      'another revision',
      { currentPodHash: 'old' },
      'abort',
      `is now on revision ${CANARY} at step 3 of 7`,
    ],
    ['another step', { currentStepIndex: 1 }, 'promote', 'at step 3 of 7'],
  ])('refuses %s', (_, change, action, words) => {
    const raw = rolloutRaw({ status: { currentStepIndex: 2 } });
    expect(() =>
      planAction(action, raw, undefined, { ...seenOf(raw), ...change }, extra),
    ).toThrow(
      expect.objectContaining({
        name: 'ConflictError',
        message: expect.stringContaining(words),
      }),
    );
  });

  it('ignores a step that is left over from another strategy', () => {
    const raw = rolloutRaw({
      ...blueGreen,
      status: { ...paused('BlueGreenPause'), currentStepIndex: 3 },
    });
    const { uid, currentPodHash } = seenOf(raw);
    const seen = { uid, currentPodHash };
    expect(
      planAction('promote', raw, undefined, seen, extra).writes,
    ).toHaveLength(1);
  });

  it('lets an abort through although the step moved', () => {
    const raw = rolloutRaw({ status: { currentStepIndex: 2 } });
    const seen = { ...seenOf(raw), currentStepIndex: 1 };
    expect(
      planAction('abort', raw, undefined, seen, extra).writes,
    ).toHaveLength(1);
  });

  it.each<[string, Options]>([
    ['at a pause', { status: { ...paused(), currentStepIndex: 1 } }],
    ['in a step', { status: { currentStepIndex: 2 } }],
    [
      'paused by a user',
      { spec: { paused: true }, status: { currentStepIndex: 2 } },
    ],
    ['inconclusive', { status: inconclusive }],
    [
      'blue-green',
      {
        ...blueGreen,
        status: { ...paused('BlueGreenPause'), currentStepIndex: undefined },
      },
    ],
  ])(
    'two promotions planned from the same object: the second fails on its test (%s)',
    (_, options) => {
      const raw = rolloutRaw(options);
      const [first, second] = [plan('promote', raw), plan('promote', raw)];
      const after = send(raw, first.writes);
      expect(() => send(after, second.writes)).toThrow(JsonPatchTestError);
    },
  );

  it('refuses the second promotion when it is planned after the first', () => {
    const raw = rolloutRaw({ status: { ...paused(), currentStepIndex: 1 } });
    const after = send(raw, plan('promote', raw).writes);
    expect(() => plan('promote', after)).toThrow('about to continue');
  });

  it.each<[RolloutActionName, Options, string]>([
    ['promote', { status: aborted }, 'Retry it first'],
    ['promote-full', { status: { observedGeneration: '4' } }, 'not yet seen'],
    ['promote-full', { status: { stableRS: CANARY } }, 'would drop'],
    ['retry', {}, 'Only an aborted'],
    ['abort', { status: { stableRS: CANARY } }, 'nothing to abort'],
  ])('%s is refused where it would do nothing', (action, options, words) => {
    expect(() => plan(action, rolloutRaw(options))).toThrow(
      expect.objectContaining({
        name: 'ConflictError',
        message: expect.stringContaining(words),
      }),
    );
  });
});

describe('undo', () => {
  it('puts the template of the revision back, without the hash label, and marks the object', () => {
    const raw = rolloutRaw();
    const {
      writes: patches,
      before,
      after,
    } = plan('undo', raw, { toRevision: 1 });
    const next = send(raw, patches);
    expect(object(next.spec).template).toEqual(template('order:1'));
    expect(
      object(object(next.metadata).annotations)['slipway.io/differs-from-git'],
    ).toBe(
      '2026-01-01T12:00:00.123Z user:default/olga migrate=migrate:1,order-service=order:1',
    );
    expect(patches[0].operations).toContainEqual({
      op: 'test',
      path: '/metadata/generation',
      value: 5,
    });
    expect(before).toMatchObject({ revision: 2 });
    expect(after).toMatchObject({ revision: 1 });
    expect(JSON.stringify([before, after])).not.toContain('hunter2');
    expect(JSON.stringify(patches)).toContain('hunter2');
  });

  it('takes the second highest for 0', () => {
    const raw = rolloutRaw({ spec: { template: template('order:3') } });
    const replicaSets = [replicaSetRaw('cccc333', 3), ...REPLICA_SETS_RAW];
    const { after } = plan('undo', raw, { toRevision: 0 }, { replicaSets });
    expect(after).toMatchObject({ revision: 2 });
  });

  it.each<[string, Options, Json[], number, string]>([
    [
      'a revision that is not there',
      {},
      REPLICA_SETS_RAW,
      7,
      'order-service has no revision 7 any more; there are 2, 1.',
    ],
    [
      'a ReplicaSet of the same name pattern but of another owner',
      {},
      [
        replicaSetRaw(STABLE, 1, {
          metadata: { uid: 'x', ownerReferences: [{ uid: 'other' }] },
        }),
      ],
      1,
      'order-service has no revision 1 any more; there are none.',
    ],
    [
      'the current template',
      {},
      REPLICA_SETS_RAW,
      2,
      'Nothing would change: the current template is that of revision 2 already.',
    ],
    [
      'the one before the only one',
      {},
      [replicaSetRaw(STABLE, 1)],
      0,
      'order-service has no earlier revision to go back to.',
    ],
  ])('refuses %s', (_, options, replicaSets, toRevision, message) => {
    expect(() =>
      plan('undo', rolloutRaw(options), { toRevision }, { replicaSets }),
    ).toThrow(expect.objectContaining({ name: 'InputError', message }));
  });

  it('does not count defaults of the API server as a change', () => {
    const defaulted = replicaSetRaw(CANARY, 2, {
      spec: {
        template: {
          metadata: {
            labels: {
              app: 'order-service',
              'rollouts-pod-template-hash': CANARY,
            },
          },
          spec: {
            ...object(template('order:2').spec),
            restartPolicy: 'Always',
            dnsPolicy: 'ClusterFirst',
          },
        },
      },
    });
    expect(() =>
      plan(
        'undo',
        rolloutRaw(),
        { toRevision: 2 },
        { replicaSets: [defaulted] },
      ),
    ).toThrow('Nothing would change');
  });

  it.each([
    ['Deployment', '/spec/template', 'deployments'],
    ['ReplicaSet', '/spec/template', 'replicasets'],
    ['PodTemplate', '/template', 'podtemplates'],
  ])(
    'writes to a referenced %s and marks the Rollout',
    (kind, path, plural) => {
      const held = template('order:2');
      const workload: Json = {
        kind,
        metadata: { uid: 'w', name: 'order-workload', generation: 8 },
        ...(kind === 'PodTemplate'
          ? { template: held }
          : { spec: { template: held } }),
      };
      const raw = rolloutRaw({
        spec: {
          template: undefined,
          workloadRef: { kind, name: 'order-workload' },
        },
      });
      const { writes: patches } = plan(
        'undo',
        raw,
        { toRevision: 1 },
        { workload },
      );
      expect(patches.map(patch => patch.resource.plural)).toEqual([
        plural,
        'rollouts',
      ]);
      expect(patches[0]).toMatchObject({
        namespace: 'ecommerce',
        name: 'order-workload',
      });
      expect(patches[0].operations).toEqual([
        { op: 'test', path: '/metadata/uid', value: 'w' },
        { op: 'test', path: '/metadata/generation', value: 8 },
        { op: 'add', path, value: template('order:1') },
      ]);
    },
  );

  it('reports when the referenced workload is missing or of no supported kind', () => {
    const withRef = (kind: string) =>
      rolloutRaw({ spec: { workloadRef: { kind, name: 'order-workload' } } });
    expect(() =>
      plan('undo', withRef('Deployment'), { toRevision: 1 }),
    ).toThrow(expect.objectContaining({ name: 'NotFoundError' }));
    expect(() =>
      plan('undo', withRef('StatefulSet'), { toRevision: 1 }),
    ).toThrow(expect.objectContaining({ name: 'InputError' }));
  });
});

describe('set image', () => {
  const images = (...list: Array<[string, string]>) => ({
    images: list.map(([container, image]) => ({ container, image })),
  });

  it('replaces the image, guarded by the old one and the generation', () => {
    const raw = rolloutRaw();
    const {
      writes: patches,
      before,
      after,
    } = plan('set-image', raw, images(['order-service', 'order:3']));
    expect(patches[0].operations.slice(0, 5)).toEqual([
      { op: 'test', path: '/metadata/uid', value: UID },
      { op: 'test', path: '/status/currentPodHash', value: CANARY },
      { op: 'test', path: '/metadata/generation', value: 5 },
      {
        op: 'test',
        path: '/spec/template/spec/containers/0/image',
        value: 'order:2',
      },
      {
        op: 'replace',
        path: '/spec/template/spec/containers/0/image',
        value: 'order:3',
      },
    ]);
    const next = send(raw, patches);
    expect(object(next.spec).template).toEqual(template('order:3'));
    expect({ before, after }).toEqual({
      before: { images: { 'order-service': 'order:2' } },
      after: { images: { 'order-service': 'order:3' } },
    });
  });

  it('sets init containers, and all with *', () => {
    const raw = rolloutRaw({ metadata: { annotations: undefined } });
    const one = send(
      raw,
      plan('set-image', raw, images(['migrate', 'migrate:2'])).writes,
    );
    expect(JSON.stringify(one.spec)).toContain('migrate:2');
    const all = send(
      raw,
      plan('set-image', raw, images(['*', 'same:1'])).writes,
    );
    expect(JSON.stringify(all.spec).match(/same:1/g)).toHaveLength(2);
    expect(object(all.metadata).annotations).toEqual({
      'slipway.io/differs-from-git':
        '2026-01-01T12:00:00.123Z user:default/olga migrate=same:1,order-service=same:1',
    });
  });

  it.each([
    [
      images(['nope', 'x:1']),
      'There is no container nope; there are migrate, order-service.',
    ],
    [
      images(['order-service', 'order:2']),
      'Nothing would change: the containers have these images already.',
    ],
  ])('refuses %j', (args, message) => {
    expect(() => plan('set-image', rolloutRaw(), args)).toThrow(
      expect.objectContaining({ name: 'InputError', message }),
    );
  });

  it('writes to a referenced Deployment', () => {
    const raw = rolloutRaw({
      spec: {
        template: undefined,
        workloadRef: { kind: 'Deployment', name: 'd' },
      },
    });
    const workload: Json = {
      metadata: { uid: 'w', name: 'd', generation: 3 },
      spec: { template: template('order:2') },
    };
    const { writes: patches } = plan(
      'set-image',
      raw,
      images(['order-service', 'order:3']),
      { workload },
    );
    expect(
      patches.map(patch => `${patch.resource.kind}/${patch.name}`),
    ).toEqual(['Deployment/d', 'Rollout/order-service']);
    expect(
      JSON.stringify(applyJsonPatch(workload, patches[0].operations)),
    ).toContain('order:3');
  });
});

describe('terminate an analysis run', () => {
  const run = (more: { metadata?: Json; status?: Json } = {}): Json => ({
    metadata: {
      uid: 'ar',
      name: 'run-1',
      ownerReferences: [{ uid: UID }],
      ...more.metadata,
    },
    spec: { metrics: [] },
    status: { phase: 'Running', ...more.status },
  });
  const args = { analysisRun: 'run-1', uid: 'ar' };

  it('ends it', () => {
    const { writes: patches, after } = plan(
      'terminate-analysis',
      rolloutRaw(),
      args,
      {
        analysisRun: run(),
      },
    );
    expect(patches).toEqual([
      {
        verb: 'patch',
        resource: expect.objectContaining({ plural: 'analysisruns' }),
        namespace: 'ecommerce',
        name: 'run-1',
        operations: [
          { op: 'test', path: '/metadata/uid', value: 'ar' },
          { op: 'add', path: '/spec/terminate', value: true },
        ],
      },
    ]);
    expect(after).toEqual({ analysisRun: 'run-1', terminate: true });
  });

  describe('of an Experiment', () => {
    const ofExperiment = run({
      metadata: { ownerReferences: [{ kind: 'Experiment', uid: 'ex' }] },
    });
    const experiment = (uid: string, owner: string): Json => ({
      metadata: { uid, name: 'ex', ownerReferences: [{ uid: owner }] },
    });

    it('ends it when the Experiment is of this rollout', () => {
      const { after } = plan('terminate-analysis', rolloutRaw(), args, {
        analysisRun: ofExperiment,
        experiment: experiment('ex', UID),
      });
      expect(after).toEqual({ analysisRun: 'run-1', terminate: true });
    });

    it.each<[string, Json | undefined]>([
      ['no Experiment', undefined],
      ['one of another rollout', experiment('ex', 'other')],
      ['another one', experiment('ex-2', UID)],
    ])('refuses it with %s', (_, found) => {
      expect(() =>
        plan('terminate-analysis', rolloutRaw(), args, {
          analysisRun: ofExperiment,
          experiment: found,
        }),
      ).toThrow(expect.objectContaining({ name: 'InputError' }));
    });
  });

  it.each<[string, Json | undefined, string]>([
    ['a missing run', undefined, 'NotFoundError'],
    [
      'a run of another rollout',
      run({ metadata: { ownerReferences: [{ uid: 'other' }] } }),
      'InputError',
    ],
    [
      'a run that was made again',
      run({ metadata: { uid: 'ar-2' } }),
      'ConflictError',
    ],
    [
      'a run that has ended',
      run({ status: { phase: 'Failed' } }),
      'ConflictError',
    ],
  ])('refuses %s', (_, analysisRun, name) => {
    expect(() =>
      plan('terminate-analysis', rolloutRaw(), args, { analysisRun }),
    ).toThrow(expect.objectContaining({ name }));
  });
});
