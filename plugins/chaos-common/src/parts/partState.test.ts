import { JsonObject } from '@backstage/types';
import { ago, fault, kill, NOW, RecordChanges } from '../__fixtures__/builders';
import { ChaosObject } from '../raw';
import { faultRow } from '../view';
import { gonePartState, partMemory, PartMemory, partState } from './partState';

const event = (operation: string, seconds: number, type = 'Succeeded') => ({
  type,
  operation,
  timestamp: ago(seconds),
});
const injected = (seconds: number): RecordChanges => ({
  phase: 'Injected',
  injectedCount: 1,
  events: [event('Apply', seconds)],
});
const recovered = (from: number, to: number): RecordChanges => ({
  phase: 'Not Injected',
  injectedCount: 1,
  recoveredCount: 1,
  events: [event('Apply', from), event('Recover', to)],
});
const RUNNING = {
  conditions: ['Selected', 'AllInjected'],
  desiredPhase: 'Run',
};
const FINISHED = {
  createdAgo: 600,
  conditions: ['Selected', 'AllRecovered'],
  desiredPhase: 'Stop',
};

function stateOf(
  object: ChaosObject,
  known: PartMemory = {},
  events: Array<{ reason: string; message: string; lastAt: string }> = [],
) {
  const row = faultRow(object, {
    cluster: 'gke',
    environment: { environment: 'stage', source: 'config-cluster' },
    bound: { entity: { state: 'unbound', reason: 'none' } },
    now: NOW,
    events,
  });
  if (!row) throw new Error('no fault');
  return partState(object, row, partMemory(object, row, known), NOW);
}

describe('where a part stands', () => {
  it.each<[string, ChaosObject, PartMemory, object]>([
    ['created', fault(), {}, { phase: 'starting' }],
    [
      'one of two injected',
      fault({
        conditions: ['Selected'],
        desiredPhase: 'Run',
        records: [injected(20), {}],
      }),
      {},
      { phase: 'starting', effectiveAt: undefined },
    ],
    [
      'all injected',
      fault({ ...RUNNING, records: [injected(20), injected(15)] }),
      {},
      { phase: 'running', effectiveAt: ago(15), effectEndedAt: undefined },
    ],
    [
      'the controller forgot the injection',
      fault({
        ...RUNNING,
        records: [{ ...injected(1), events: [] }],
      }),
      { effectiveAt: ago(40) },
      { phase: 'running', effectiveAt: ago(40) },
    ],
    [
      'recovering after its duration',
      fault({
        createdAgo: 600,
        conditions: ['Selected'],
        desiredPhase: 'Stop',
        records: [injected(590), recovered(590, 5)],
      }),
      {},
      { phase: 'ending', effectEndedAt: undefined },
    ],
    [
      'finished',
      fault({
        ...FINISHED,
        records: [recovered(590, 290), recovered(590, 280)],
      }),
      {},
      { phase: 'ended', outcome: 'completed', effectEndedAt: ago(280) },
    ],
    [
      'paused by hand',
      fault({
        conditions: ['Selected', 'Paused'],
        annotations: { 'experiment.chaos-mesh.org/pause': 'true' },
        desiredPhase: 'Stop',
        records: [recovered(50, 10)],
      }),
      {},
      { phase: 'ending', effectEndedAt: ago(10) },
    ],
    [
      'being deleted with a reason',
      fault({ ...RUNNING, deletedAgo: 3, records: [injected(20)] }),
      { stopReason: 'p95 is above 2 s' },
      { phase: 'ending', reason: 'p95 is above 2 s' },
    ],
    [
      'a one-shot',
      fault({
        kind: 'PodChaos',
        spec: kill(),
        conditions: ['Selected', 'AllInjected'],
        records: [injected(20)],
      }),
      {},
      {
        phase: 'ended',
        outcome: 'completed',
        effectiveAt: ago(20),
        effectEndedAt: ago(20),
      },
    ],
    [
      'over without an injection',
      fault({
        ...FINISHED,
        records: [
          { events: [{ ...event('Apply', 300, 'Failed'), message: 'no' }] },
        ],
      }),
      {},
      { phase: 'ended', outcome: 'failed' },
    ],
  ])('%s', (_, object, known, expected) => {
    const { effectiveAt, effectEndedAt, ...rest } = stateOf(object, known);
    expect({ effectiveAt, effectEndedAt, ...rest }).toMatchObject(expected);
  });

  it('fails at once when nothing is selected', () => {
    const events = [
      { reason: 'Failed', message: 'failed to select targets', lastAt: ago(1) },
    ];
    expect(stateOf(fault(), {}, events)).toMatchObject({
      phase: 'ended',
      outcome: 'failed',
      reason: expect.stringContaining('Nothing was selected'),
    });
  });

  it('an injection that fails keeps it starting, with the reason', () => {
    const failing: JsonObject = { message: 'no daemon' };
    const object = fault({
      conditions: ['Selected'],
      desiredPhase: 'Run',
      records: [{ events: [{ ...event('Apply', 5, 'Failed'), ...failing }] }],
    });
    expect(stateOf(object)).toMatchObject({
      phase: 'starting',
      reason: expect.stringContaining('no daemon'),
    });
  });
});

describe('a part whose object is gone', () => {
  const goneAt = ago(0);
  it.each<[string, PartMemory, object]>([
    [
      'stopped by a breach',
      { effectiveAt: ago(50), stopReason: 'breach' },
      { outcome: 'stopped', reason: 'breach', effectEndedAt: goneAt },
    ],
    [
      'recovered before it was deleted',
      { effectiveAt: ago(50), effectEndedAt: ago(10) },
      { outcome: 'stopped', effectEndedAt: ago(10) },
    ],
    [
      'ended by itself',
      { effectiveAt: ago(50), effectEndedAt: ago(10), finished: true },
      { outcome: 'completed' },
    ],
    ['ended without effect', { finished: true }, { outcome: 'failed' }],
  ])('%s', (_, memory, expected) => {
    expect(gonePartState(memory, goneAt)).toMatchObject({
      phase: 'ended',
      ...expected,
    });
  });

  it('claims no effect that was not seen', () => {
    expect(gonePartState({ stopReason: 'x' }, goneAt)).not.toHaveProperty(
      'effectEndedAt',
    );
  });
});
