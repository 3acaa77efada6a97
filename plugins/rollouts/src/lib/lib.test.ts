import {
  abortedSummary,
  analysisRun,
  detail,
  event,
  pod,
  revision,
  summary,
  waitingSummary,
} from '../__testUtils__/fixtures';
import { belonging, needsAttention } from './attention';
import { filterOptions } from './filterOptions';
import {
  detailFromItems,
  detailItems,
  imageTag,
  rolloutCounts,
} from '@slipway/plugin-rollouts-common';
import { nextStep } from './nextStep';
import { podsByRevision, podState } from './pods';
import { parseRef } from './ref';
import { stepsShort, stepsText } from './words';

const OLGA = 'user:default/olga';
const REFS = [OLGA, 'group:default/team-orders'];

describe('imageTag', () => {
  it.each([
    ['shop/order:1.9.0', '1.9.0'],
    ['registry.internal:5000/shop/order:1.9.0', '1.9.0'],
    ['registry.internal:5000/shop/order', 'order'],
    ['shop/order:1.9.0@sha256:0123456789abcdef', '1.9.0'],
    ['shop/order@sha256:0123456789abcdef', 'sha256:0123456789ab'],
    ['', undefined],
    [undefined, undefined],
  ])('%s', (image, tag) => expect(imageTag(image)).toBe(tag));
});

describe('parseRef', () => {
  it.each([
    ['c/n/s', { cluster: 'c', namespace: 'n', name: 's' }],
    ['c/n', undefined],
    ['c//s', undefined],
    ['c/n/s/t', undefined],
    [null, undefined],
  ])('%s', (text, ref) => expect(parseRef(text)).toEqual(ref));
});

describe('nextStep', () => {
  it.each([
    ['promote', waitingSummary()],
    ['resume', waitingSummary('x', { pauses: [{ reason: 'ManuallyPaused' }] })],
    ['retry', abortedSummary()],
    ['open', summary()],
    [
      'resume',
      waitingSummary('timed and manual', {
        pauses: [
          { reason: 'ManuallyPaused' },
          { reason: 'CanaryPauseStep', timed: true },
        ],
      }),
    ],
    [
      'open',
      waitingSummary('unreadable', {
        pauses: [{ reason: 'CanaryPauseStep', unreadableDuration: 'soon' }],
      }),
    ],
  ])('%s', (step, rollout) => expect(nextStep(rollout)).toBe(step));
});

describe('words', () => {
  it.each([
    [waitingSummary(), 'step 4 of 7', '4/7'],
    [summary(), 'all 7 steps done', '7/7'],
    [
      summary('x', { stepCount: 0, stepIndex: undefined }),
      'no steps',
      undefined,
    ],
    [summary('x', { stepIndex: undefined }), 'step unknown of 7', undefined],
    [
      summary('x', { strategy: 'blueGreen' }),
      'blue-green: no steps',
      undefined,
    ],
  ])('of steps %#', (rollout, long, short) => {
    expect(stepsText(rollout)).toBe(long);
    expect(stepsShort(rollout)).toBe(short);
  });
});

describe('attention', () => {
  it('separates mine from my teams’ and others’', () => {
    expect(belonging({ ownerRef: OLGA }, OLGA, REFS)).toBe('mine');
    expect(belonging(waitingSummary(), OLGA, REFS)).toBe('my-teams');
    expect(belonging(waitingSummary(), OLGA, [OLGA])).toBe('others');
    expect(belonging({ ownerRef: undefined }, undefined, [])).toBe('others');
  });

  it('lists mine first, then by urgency', () => {
    const others = abortedSummary('others', { ownerRef: 'group:default/x' });
    const mine = waitingSummary('mine', { ownerRef: OLGA });
    const team = abortedSummary('team');
    const teamWaits = waitingSummary('team-waits');
    expect(
      needsAttention(
        [summary(), others, teamWaits, team, mine],
        OLGA,
        REFS,
      ).map(item => item.rollout.ref.name),
    ).toEqual(['mine', 'team', 'team-waits', 'others']);
  });
});

describe('filterOptions', () => {
  it('counts over all rollouts', () => {
    expect(
      filterOptions(
        rolloutCounts([
          summary(),
          waitingSummary('b'),
          abortedSummary('c', { ownerRef: undefined }),
        ]),
        REFS,
      ),
    ).toEqual({
      phases: [
        { value: 'Degraded', label: 'Degraded', count: 1 },
        { value: 'Paused', label: 'Paused', count: 1 },
        { value: 'Healthy', label: 'Healthy', count: 1 },
      ],
      clusters: [{ value: 'gke-prod', label: 'gke-prod', count: 3 }],
      namespaces: [{ value: 'ecommerce', label: 'ecommerce', count: 3 }],
      owners: [
        { value: 'group:default/team-orders', label: 'team-orders', count: 2 },
      ],
      attentionCount: 2,
      mineCount: 2,
    });
  });
});

describe('detailFromItems', () => {
  it('puts the parts together, newest first', () => {
    const late = analysisRun({
      uid: 'late',
      startedAt: '2026-03-02T11:59:00Z',
    });
    const lateEvent = event({ uid: 'e2', lastAt: '2026-03-02T11:59:00Z' });
    const given = detail({
      revisions: [revision(9), revision(10)],
      analysisRuns: [analysisRun(), late],
      events: [event(), lateEvent],
    });
    const read = detailFromItems(detailItems(given));
    expect(read?.core).toEqual(given.core);
    expect(read?.revisions.map(r => r.revision)).toEqual([10, 9]);
    expect(read?.analysisRuns.map(r => r.uid)).toEqual(['late', 'run-1']);
    expect(read?.events.map(e => e.uid)).toEqual(['e2', 'event-1']);
    expect(read?.pods).toHaveLength(3);
  });

  it('is nothing without the core', () => {
    const items = detailItems(detail());
    items.delete('core');
    expect(detailFromItems(items)).toBeUndefined();
  });
});

describe('pods', () => {
  it.each([
    ['Running', '1/1', false, 'healthy'],
    ['Running', '1/2', false, 'progressing'],
    ['Running', '0/0', false, 'progressing'],
    ['Pending', '0/1', false, 'progressing'],
    ['Init:0/1', '0/1', false, 'progressing'],
    ['CrashLoopBackOff', '0/1', false, 'degraded'],
    ['Completed', '0/1', false, 'unknown'],
    ['Running', '1/1', true, 'unknown'],
  ])('%s %s', (status, ready, terminating, expected) =>
    expect(podState({ status, ready, terminating })).toBe(expected),
  );

  it('are grouped by revision, newest first', () => {
    const groups = podsByRevision(
      [pod('a', 'rs-1'), pod('b', 'gone'), pod('c', 'rs-2'), pod('d', 'rs-1')],
      [revision(1), revision(2)],
    );
    expect(
      groups.map(g => [g.revision?.revision, g.pods.map(p => p.name)]),
    ).toEqual([
      [2, ['c']],
      [1, ['a', 'd']],
      [undefined, ['b']],
    ]);
  });
});
