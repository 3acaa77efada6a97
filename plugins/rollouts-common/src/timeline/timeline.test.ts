import { ActivityEntry } from '@slipway/plugin-activity-common';
import { JsonObject } from '@backstage/types';
import { context, rolloutOf } from '../__fixtures__/builders';
import { deriveSummary } from '../derive/summary';
import { AnalysisRunView } from '../types';
import { readReleaseFacts, releaseFacts } from './releaseFacts';
import { analysisLane, releaseLane } from './rolloutLanes';
import { ReleaseState, versionBands } from './versionBands';

const REF = { cluster: 'gke', namespace: 'shop', name: 'orders' };
const ENTITY = 'component:default/orders';
const HOUR = 3_600_000;
const ZERO = Date.parse('2026-01-01T00:00:00Z');
const iso = (hours: number) => new Date(ZERO + hours * HOUR).toISOString();

const stable = (at: number, version: string, revision = 1): ReleaseState => ({
  at,
  facts: { phase: 'Healthy', version, revision },
});
const canary = (
  at: number,
  weight?: number,
  more: Partial<ReleaseState> = {},
): ReleaseState => ({
  at,
  facts: {
    phase: 'Progressing',
    version: '2.0',
    stableVersion: '1.0',
    revision: 2,
    updating: true,
    ...(weight === undefined ? {} : { weight }),
  },
  ...more,
});
type Band = [band: string, title: string, from: number, to?: number];

describe('version bands', () => {
  it.each<[string, ReleaseState[], number | undefined, Band[]]>([
    ['nothing', [], undefined, []],
    [
      'one stable version',
      [stable(1, '1.0')],
      undefined,
      [['stable', '1.0', 1, undefined]],
    ],
    [
      'a canary that is promoted',
      [stable(1, '1.0'), canary(5), canary(6, 20), stable(9, '2.0', 2)],
      undefined,
      [
        ['stable', '1.0', 1, 9],
        ['canary', '2.0', 5, 9],
        ['stable', '2.0', 9, undefined],
      ],
    ],
    [
      'a canary that is aborted',
      [stable(1, '1.0'), canary(5), canary(7, 40, { aborted: true })],
      undefined,
      [
        ['stable', '1.0', 1, undefined],
        ['canary', '2.0', 5, 7],
      ],
    ],
    [
      'an undo: the old version is stable a second time',
      [stable(1, '1.0'), stable(5, '2.0', 2), stable(8, '1.0', 3)],
      undefined,
      [
        ['stable', '1.0', 1, 5],
        ['stable', '2.0', 5, 8],
        ['stable', '1.0', 8, undefined],
      ],
    ],
    [
      'a retry of an aborted canary',
      [canary(5), canary(7, 0, { aborted: true }), canary(9)],
      undefined,
      [
        ['stable', '1.0', 5, undefined],
        ['canary', '2.0', 5, 7],
        ['canary', '2.0', 9, undefined],
      ],
    ],
    [
      'a rollout that is gone',
      [stable(1, '1.0')],
      4,
      [['stable', '1.0', 1, 4]],
    ],
  ])('%s', (_, states, goneAt, expected) => {
    expect(
      versionBands(states, goneAt).map(({ band, title, from, to }) => [
        band,
        title,
        from,
        to,
      ]),
    ).toEqual(expected);
  });

  it('have the share of traffic, each time it changes', () => {
    const [, band] = versionBands([
      stable(1, '1.0'),
      canary(5, 0),
      canary(6, 20),
      canary(7, 20),
      canary(8),
      canary(9, 60),
    ]);
    expect(band.weights).toEqual([
      { at: 5, percent: 0 },
      { at: 6, percent: 20 },
      { at: 9, percent: 60 },
    ]);
  });

  it('of a rollout that is gone say that the end is not known', () => {
    expect(versionBands([stable(1, '1.0')], 4)[0].endUnknown).toBe(true);
  });
});

describe('facts for the record', () => {
  it('of a release under way name both versions and the share', () => {
    const facts = releaseFacts(deriveSummary(rolloutOf(), context()));
    expect(facts).toMatchObject({
      revision: 2,
      version: '2',
      stableVersion: '1',
      updating: true,
    });
    expect(readReleaseFacts(facts)).toEqual(facts);
  });

  it.each<[string, JsonObject | undefined]>([
    ['nothing', undefined],
    ['the phase alone', { phase: 'Healthy' }],
    ['no phase', { version: '1.0' }],
  ])('%s are none', (_, after) => {
    expect(readReleaseFacts(after)).toBeUndefined();
  });
});

let count = 0;
const entry = (
  type: string,
  hours: number,
  after?: JsonObject,
  more: Partial<ActivityEntry> = {},
): ActivityEntry => ({
  id: `${++count}`,
  at: iso(hours),
  source: 'platform',
  plugin: 'rollouts',
  type,
  target: { ...REF, kind: 'Rollout' },
  summary: `${type} of orders`,
  severity: 'info',
  outcome: 'succeeded',
  after,
  ...more,
});

describe('the lanes of a rollout', () => {
  it('have bands, aborts and what users did, and say from when on', () => {
    const lane = releaseLane({
      ref: REF,
      entityRef: ENTITY,
      entries: [
        entry('abort', 6, undefined, {
          source: 'user',
          actor: 'user:default/olga',
          summary: 'Abort orders',
        }),
        entry('phase-changed', 1, { phase: 'Paused' }),
        entry('phase-changed', 2, {
          phase: 'Healthy',
          version: '1.0',
          revision: 1,
        }),
        entry('aborted', 6, {
          phase: 'Degraded',
          version: '2.0',
          stableVersion: '1.0',
          updating: true,
        }),
      ],
    });
    expect(lane.items.map(({ title }) => title)).toEqual([
      '1.0',
      'Abort orders',
      'Aborted',
    ]);
    expect(lane).toMatchObject({
      place: 'gke/shop orders',
      knownFrom: ZERO + 2 * HOUR,
      knownFromReason: expect.stringContaining('recorded no release'),
    });
    expect(lane.items[0]).toMatchObject({
      path: '/rollouts/gke/shop/orders',
      endUnknown: true,
      to: ZERO + 6 * HOUR,
    });
  });

  it('say that nothing is known without facts', () => {
    const entries = [entry('phase-changed', 1, { phase: 'Paused' })];
    const lane = releaseLane({ ref: REF, entityRef: ENTITY, entries });
    expect(lane.items).toEqual([]);
    expect(lane.lacking).toEqual(['Which versions orders served is not known']);
  });

  it('have what serves now, also when nothing was recorded', () => {
    const summary = {
      ...deriveSummary(rolloutOf(), context()),
      phaseSince: iso(3),
    };
    const lane = releaseLane({
      ref: REF,
      entityRef: ENTITY,
      entries: [],
      summary,
    });
    expect(
      lane.items.map(item => [item.title, item.type === 'span' && item.to]),
    ).toEqual([
      ['1', undefined],
      ['2', undefined],
    ]);
  });

  it('of analysis join the record with the runs of the cluster', () => {
    const run: AnalysisRunView = {
      uid: 'r1',
      name: 'run-1',
      type: 'Step',
      phase: 'Running',
      startedAt: iso(4),
      terminating: false,
      metrics: [],
    };
    const lane = analysisLane({
      ref: REF,
      entityRef: ENTITY,
      entries: [
        entry('analysis-failed', 2, {
          analysisRun: 'run-0',
          phase: 'Failed',
          startedAt: iso(1),
          why: 'success-rate failed: 0.8.',
        }),
        entry('analysis-successful', 3, {
          analysisRun: 'old',
          phase: 'Successful',
        }),
      ],
      analysisRuns: [run],
    });
    expect(lane.items).toEqual([
      expect.objectContaining({
        type: 'span',
        title: 'run-0: Failed',
        detail: 'success-rate failed: 0.8.',
        tone: 'degraded',
        from: ZERO + HOUR,
        to: ZERO + 2 * HOUR,
      }),
      expect.objectContaining({ type: 'mark', id: 'old', tone: 'healthy' }),
      expect.objectContaining({
        type: 'span',
        id: 'run-1',
        from: ZERO + 4 * HOUR,
      }),
    ]);
  });
});
