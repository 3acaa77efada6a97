import { JsonObject } from '@backstage/types';
import {
  delay,
  draft,
  facts,
  fault,
  kill,
  NOW,
} from '../__fixtures__/builders';
import { ChaosObject } from '../raw';
import { FaultRow } from '../types';
import { blastRadius, faultRow } from '../view';
import { faultActions, haltActions, haltProgress, launch } from '.';

const CONTEXT = { actor: 'user:default/olga', now: '', id: 'i' };

function rowOf(object: ChaosObject): FaultRow {
  const row = faultRow(object, {
    cluster: 'gke',
    environment: { environment: 'stage', source: 'config-cluster' },
    bound: { entity: { state: 'unbound', reason: 'none' } },
    now: NOW,
    events: [],
  });
  if (!row) throw new Error('no row');
  return row;
}

const running = fault({
  conditions: ['Selected', 'AllInjected'],
  desiredPhase: 'Run',
  records: [{ phase: 'Injected', injectedCount: 1 }],
});
const paused = fault({
  annotations: { 'experiment.chaos-mesh.org/pause': 'true' },
  conditions: ['Selected', 'Paused'],
  desiredPhase: 'Stop',
  records: [{ injectedCount: 1 }],
});
const killed = fault({
  kind: 'PodChaos',
  spec: kill(),
  conditions: ['Selected', 'AllInjected'],
  records: [{ phase: 'Injected', injectedCount: 1 }],
});
const stuck = fault({
  deletedAgo: 60,
  records: [{ phase: 'Injected', injectedCount: 1 }],
});

describe('actions on a fault', () => {
  it.each<[keyof typeof faultActions, string, ChaosObject, string | undefined]>(
    [
      ['pause', 'a running one', running, undefined],
      ['pause', 'a paused one', paused, 'It is paused already.'],
      ['pause', 'a one-shot', killed, 'It happens once and cannot be paused.'],
      [
        'pause',
        'a workflow',
        fault({ kind: 'Workflow', spec: {} }),
        'Chaos Mesh cannot pause workflows: abort it instead.',
      ],
      ['resume', 'a paused one', paused, undefined],
      ['resume', 'a running one', running, 'It is not paused.'],
      [
        'resume',
        'one whose duration is over',
        fault({
          createdAgo: 999,
          conditions: ['Paused'],
          desiredPhase: 'Stop',
          records: [{ injectedCount: 1 }],
        }),
        'Its duration is over: resuming it would inject nothing.',
      ],
      ['stop', 'a running one', running, undefined],
      ['stop', 'a deleted one', stuck, 'It is being deleted already.'],
      ['release', 'a stuck one', stuck, undefined],
      ['release', 'a running one', running, 'It is not being deleted.'],
      [
        'release',
        'one that was just deleted',
        fault({ deletedAgo: 3, records: [{ phase: 'Injected' }] }),
        'It is still recovering its targets: give it 30 seconds.',
      ],
    ],
  )('%s of %s', (name, _, object, reason) => {
    expect(faultActions[name].gate(rowOf(object))).toBe(reason);
  });

  const writesOf = (name: keyof typeof faultActions, object: ChaosObject) =>
    faultActions[name]
      .prepare(undefined)
      .plan({ object, row: rowOf(object) }, { uid: 'u1' }, CONTEXT).writes;

  it('release takes the finalizer away', () => {
    expect(writesOf('release', stuck)).toEqual([
      expect.objectContaining({
        verb: 'patch',
        operations: [
          { op: 'test', path: '/metadata/uid', value: 'u1' },
          { op: 'remove', path: '/metadata/finalizers' },
        ],
      }),
    ]);
  });

  it('pause sets the annotation on the object that was seen', () => {
    expect(writesOf('pause', running)).toEqual([
      {
        verb: 'patch',
        resource: expect.objectContaining({ plural: 'networkchaos' }),
        namespace: 'shop',
        name: 'slow',
        operations: [
          { op: 'test', path: '/metadata/uid', value: 'u1' },
          { op: 'add', path: '/metadata/annotations', value: {} },
          {
            op: 'add',
            path: '/metadata/annotations/experiment.chaos-mesh.org~1pause',
            value: 'true',
          },
        ],
      },
    ]);
  });

  it('resume removes it', () => {
    expect(writesOf('resume', paused)).toMatchObject([
      {
        operations: [
          { op: 'test' },
          {
            op: 'remove',
            path: '/metadata/annotations/experiment.chaos-mesh.org~1pause',
          },
        ],
      },
    ]);
  });

  it('stop deletes it; a workflow is aborted first', () => {
    expect(writesOf('stop', running)).toMatchObject([
      { verb: 'delete', preconditions: { uid: 'u1' } },
    ]);
    expect(
      writesOf('stop', fault({ kind: 'Workflow', spec: {} })),
    ).toMatchObject([{ verb: 'patch' }, { verb: 'delete' }]);
  });

  it('another object of this name is left alone', () => {
    expect(() =>
      faultActions.stop
        .prepare(undefined)
        .plan({ object: running, row: rowOf(running) }, { uid: 'u0' }, CONTEXT),
    ).toThrow('slow changed since you looked');
  });
});

describe('launch', () => {
  const ready = (spec: JsonObject, matched: string[], changes = {}) => {
    const each = draft('NetworkChaos', spec);
    const { radius } = blastRadius(each, facts(changes));
    return launch
      .prepare({ draft: each, purpose: 'try it' })
      .plan(
        { namespace: 'shop', entityRef: 'component:default/orders', radius },
        { matched },
        CONTEXT,
      );
  };
  const ALL = ['shop/orders-1', 'shop/orders-2', 'shop/orders-3'];

  it('creates the object, marked with whose it is and who launched it', () => {
    expect(ready(delay(), ALL).writes).toEqual([
      {
        verb: 'create',
        resource: expect.objectContaining({ kind: 'NetworkChaos' }),
        namespace: 'shop',
        name: 'try',
        object: {
          metadata: {
            annotations: {
              'slipway.io/entity-ref': 'component:default/orders',
              'slipway.io/started-by': 'user:default/olga',
              'slipway.io/purpose': 'try it',
            },
          },
          spec: delay(),
        },
      },
    ]);
  });

  it.each<[string, JsonObject, string[], string]>([
    [
      'a pod that was not seen',
      delay(),
      ALL.slice(1),
      'The targets changed since you looked: shop/orders-1 would be hit too.',
    ],
    [
      'a trap',
      delay({ duration: '' }),
      ALL,
      'spec.duration is empty: Chaos Mesh accepts it, cannot read it, and then runs the fault until somebody deletes it. [duration.empty]',
    ],
    [
      'a guardrail',
      delay({ duration: '1h' }),
      ALL,
      'spec.duration is longer than 30 min, the longest in stage. [guardrail.duration]',
    ],
  ])('refuses %s', (_, spec, seen, words) => {
    expect(() => ready(spec, seen)).toThrow(words);
  });

  it('a pod that is gone is no surprise', () => {
    expect(ready(delay(), [...ALL, 'shop/orders-0']).writes).toHaveLength(1);
  });
});

describe('halt and lift', () => {
  const state = { halted: true, at: 'T1', by: 'user:default/a', reason: 'r' };

  it('halt needs a reason, and works again while something runs', () => {
    const { gate, prepare } = haltActions.halt;
    expect(gate({ halted: false, running: 0 })).toBeUndefined();
    expect(gate({ ...state, running: 1 })).toBeUndefined();
    expect(gate({ ...state, running: 0 })).toContain('nothing runs');
    expect(() => prepare({ reason: ' ' })).toThrow('args.reason must say why');
  });

  it('halt works again while something may be left of it', () => {
    const left = ['NetworkChaos gke/shop/slow: RBAC refuses'];
    const { gate } = haltActions.halt;
    expect(gate({ ...state, running: 0, left })).toBeUndefined();
    expect(gate({ ...state, running: 0, left: [] })).toBeDefined();
  });

  const LEFT = expect.stringMatching(/^What is listed here may still disturb/);
  const STOPPING = expect.stringMatching(/^Faults are being stopped/);
  it.each<[string, Parameters<typeof haltProgress>[0], unknown[]]>([
    ['nothing is halted', { halted: false, running: 2 }, []],
    [
      'it was carried out',
      { ...state, running: 0, stopped: 2 },
      ['2 faults were stopped by it.'],
    ],
    [
      'one still recovers',
      { ...state, running: 1, stopped: 1 },
      ['1 fault was stopped by it.', '1 fault has not ended.'],
    ],
    [
      'it is being carried out',
      { ...state, running: 3, stopping: true },
      [STOPPING, '3 faults have not ended.'],
    ],
    [
      'something could not be stopped',
      { ...state, running: 1, stopped: 0, left: ['NetworkChaos a/b/c: no'] },
      ['0 faults were stopped by it.', '1 fault has not ended.', LEFT],
    ],
  ])('says how far a halt came: %s', (_, subject, sentences) => {
    expect(haltProgress(subject)).toEqual(sentences);
  });

  it('lift is refused when it was halted again', () => {
    const ready = haltActions.lift.prepare(undefined);
    const now = { ...state, running: 0 };
    expect(
      ready.plan(now, { halted: true, at: 'T1' }, CONTEXT).writes,
    ).toMatchObject([{ do: 'lift' }]);
    expect(() => ready.plan(now, { halted: true, at: 'T0' }, CONTEXT)).toThrow(
      'It was halted again since you looked.',
    );
  });
});
