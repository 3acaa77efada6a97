import { ago, delay, fault, kill, NOW } from '../__fixtures__/builders';
import { ChaosObject } from '../raw';
import { FaultProblem, FaultState } from '../types';
import {
  disturbedTimes,
  disturbsFarSide,
  faultProblem,
  faultState,
  isFinished,
  stateText,
  targetCounts,
} from '.';

const injected = { phase: 'Injected', injectedCount: 1 };
const recovered = {
  phase: 'Not Injected',
  injectedCount: 1,
  recoveredCount: 1,
};
const ALL = ['Selected', 'AllInjected'];

const text = (object: ChaosObject) =>
  stateText(object, faultState(object, NOW), targetCounts(object), NOW);

describe('faultState', () => {
  it.each<[string, ChaosObject, FaultState, string]>([
    ['just created', fault(), 'injecting', 'No target is selected yet.'],
    [
      'selected, AllRecovered before anything was injected',
      fault({
        conditions: ['Selected', 'AllRecovered'],
        desiredPhase: 'Run',
        records: [{}, {}],
      }),
      'injecting',
      'Injecting: 0 of 2 targets injected.',
    ],
    [
      'all injected',
      fault({
        conditions: ALL,
        desiredPhase: 'Run',
        records: [injected, injected],
      }),
      'running',
      'Running: 2 of 2 targets injected.',
    ],
    [
      'paused, whatever else is true',
      fault({
        conditions: [...ALL, 'Paused'],
        desiredPhase: 'Stop',
        records: [recovered],
      }),
      'paused',
      'Paused: no target is disturbed.',
    ],
    [
      'paused while the duration ran out',
      fault({
        createdAgo: 400,
        conditions: ['Selected', 'Paused'],
        desiredPhase: 'Stop',
        records: [recovered],
      }),
      'paused',
      'Paused, and its duration is over: resuming it injects nothing.',
    ],
    [
      'the duration is over, a target is still disturbed',
      fault({
        createdAgo: 400,
        conditions: ['Selected'],
        desiredPhase: 'Stop',
        records: [{ ...injected, phase: 'Injected/Wait' }, recovered],
      }),
      'injecting',
      'Its duration is over: 1 still to recover.',
    ],
    [
      'over and recovered',
      fault({
        createdAgo: 400,
        conditions: ['Selected', 'AllRecovered'],
        desiredPhase: 'Stop',
        records: [recovered, recovered],
      }),
      'finished',
      'Finished: 2 of 2 targets injected and recovered.',
    ],
    [
      'over without a target',
      fault({ createdAgo: 400, desiredPhase: 'Stop' }),
      'finished',
      'Finished without an injection.',
    ],
    [
      'stopped by nobody and without a duration: never finished',
      fault({
        spec: delay({ duration: null }),
        desiredPhase: 'Stop',
        records: [recovered],
      }),
      'injecting',
      'Injecting: 0 of 1 target injected.',
    ],
    [
      'a one-shot that is done',
      fault({
        kind: 'PodChaos',
        spec: kill(),
        conditions: ALL,
        records: [injected],
      }),
      'finished',
      'Finished: 1 of 1 target injected.',
    ],
    [
      'a one-shot that somebody tried to pause',
      fault({
        kind: 'PodChaos',
        spec: kill(),
        conditions: [...ALL, 'Paused'],
        records: [injected],
      }),
      'paused',
      'Marked as paused, but this happens once and cannot be paused: 1 of 1 target injected.',
    ],
    [
      'a one-shot without a target is not done',
      fault({ kind: 'PodChaos', spec: kill(), createdAgo: 4000 }),
      'injecting',
      'No target is selected yet.',
    ],
    [
      'deleted, before everything else',
      fault({ deletedAgo: 5, conditions: ['Paused'], records: [injected] }),
      'deleting',
      'Being deleted: 1 of 1 target still to recover.',
    ],
    [
      'a schedule',
      fault({ kind: 'Schedule', spec: {} }),
      'running',
      'Active: it starts at the times of its schedule.',
    ],
    [
      'a paused schedule',
      fault({
        kind: 'Schedule',
        spec: {},
        annotations: { 'experiment.chaos-mesh.org/pause': 'true' },
      }),
      'paused',
      'Paused: it starts nothing.',
    ],
    [
      'a workflow that is over',
      fault({ kind: 'Workflow', spec: {}, conditions: ['Accomplished'] }),
      'finished',
      'Finished.',
    ],
  ])('%s', (_, object, state, words) => {
    expect(faultState(object, NOW)).toBe(state);
    expect(text(object)).toBe(words);
  });

  it('a duration that cannot be read counts as none, and the question ends earlier', () => {
    const unreadable = fault({
      spec: delay({ duration: '' }),
      desiredPhase: 'Stop',
      records: [recovered],
    });
    expect(isFinished(unreadable, NOW)).toBe(true);
  });
});

describe('targetCounts', () => {
  it('keeps the far side apart', () => {
    const object = fault({
      records: [injected, recovered, { ...injected, selectorKey: '.Target' }],
    });
    expect(targetCounts(object)).toEqual({
      selected: 2,
      injected: 1,
      recovered: 1,
      failing: 0,
      farSide: 1,
    });
    expect(targetCounts(fault())).toEqual({
      injected: 0,
      recovered: 0,
      failing: 0,
    });
  });

  it.each<[object, boolean]>([
    [{ direction: 'to' }, false],
    [{}, false],
    [{ direction: 'from' }, true],
    [{ direction: 'both' }, true],
    [{ action: 'partition' }, true],
  ])('%j disturbs the far side: %s', (changes, expected) => {
    expect(disturbsFarSide(fault({ spec: delay({ ...changes }) }))).toBe(
      expected,
    );
  });
});

describe('disturbedTimes', () => {
  const event = (operation: string, at: number, type = 'Succeeded') => ({
    type,
    operation,
    timestamp: ago(at),
  });

  it('from the first injection to the last recovery', () => {
    const object = fault({
      records: [
        { ...recovered, events: [event('Apply', 50), event('Recover', 9)] },
        { ...recovered, events: [event('Apply', 48), event('Recover', 7)] },
      ],
    });
    expect(disturbedTimes(object)).toEqual({
      injectedAt: ago(50),
      endedAt: ago(7),
    });
  });

  it('has no end while a target is disturbed, nor a start without an injection', () => {
    expect(
      disturbedTimes(
        fault({
          records: [
            { ...injected, events: [event('Apply', 50)] },
            { ...recovered, events: [event('Apply', 48), event('Recover', 7)] },
          ],
        }),
      ),
    ).toEqual({ injectedAt: ago(50) });
    expect(
      disturbedTimes(
        fault({ records: [{ events: [event('Apply', 3, 'Failed')] }] }),
      ),
    ).toEqual({});
  });

  it('a one-shot ends with its last injection', () => {
    const object = fault({
      kind: 'PodChaos',
      spec: kill(),
      records: [{ ...injected, events: [event('Apply', 50)] }],
    });
    expect(disturbedTimes(object)).toEqual({
      injectedAt: ago(50),
      endedAt: ago(50),
    });
  });
});

describe('faultProblem', () => {
  const failed = (operation: string, message: string) => [
    { type: 'Failed', operation, message, timestamp: ago(2) },
  ];
  const status = { conditions: ALL, desiredPhase: 'Run' };

  it.each<[string, ChaosObject, FaultProblem['reason'] | undefined]>([
    ['nothing', fault({ ...status, records: [injected] }), undefined],
    [
      'a delete that waits for a target',
      fault({
        deletedAgo: 45,
        records: [
          { ...injected, events: failed('Recover', 'no daemon on node-a') },
        ],
      }),
      'stuck-deleting',
    ],
    [
      'a delete that is young',
      fault({ deletedAgo: 5, records: [injected] }),
      undefined,
    ],
    [
      'a recovery that failed',
      fault({
        ...status,
        records: [{ ...injected, events: failed('Recover', 'no daemon') }],
      }),
      'not-recovered',
    ],
    [
      'an injection that failed',
      fault({
        ...status,
        records: [{ events: failed('Apply', 'no daemon') }, injected],
      }),
      'not-injected',
    ],
    [
      'over, and nothing was injected',
      fault({
        createdAgo: 400,
        desiredPhase: 'Stop',
        records: [{ events: failed('Apply', 'no daemon') }],
      }),
      'never-injected',
    ],
    ['nobody reconciles it', fault({ createdAgo: 45 }), 'not-observed'],
    [
      'no duration',
      fault({
        ...status,
        spec: delay({ duration: null }),
        records: [injected],
      }),
      'no-end',
    ],
    [
      'an empty duration',
      fault({ ...status, spec: delay({ duration: '' }), records: [injected] }),
      'no-end',
    ],
    [
      'a one-shot needs no duration',
      fault({
        ...status,
        kind: 'PodChaos',
        spec: kill(),
        records: [injected],
      }),
      undefined,
    ],
  ])('%s', (_, object, reason) => {
    expect(faultProblem(object, NOW)?.reason).toBe(reason);
  });

  it('names the target that keeps a delete, and the cause', () => {
    const stuck = fault({
      deletedAgo: 45,
      records: [
        { ...injected, events: failed('Recover', 'no daemon on node-a') },
      ],
    });
    expect(faultProblem(stuck, NOW)?.summary).toBe(
      'It was deleted and is kept by its finalizer: shop/orders-0 could not be recovered: no daemon on node-a.',
    );
  });

  it('a failed selection shows in an event only', () => {
    const event = {
      reason: 'Failed',
      message: 'Failed to select targets: no target has been selected',
      lastAt: ago(10),
    };
    const object = fault({ conditions: ['Nothing'], desiredPhase: 'Run' });
    expect(faultProblem(object, NOW, [event])?.reason).toBe('no-target');
    expect(
      faultProblem(fault({ ...status, records: [injected] }), NOW, [event]),
    ).toBeUndefined();
  });
});
