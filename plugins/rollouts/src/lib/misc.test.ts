import { SourceFreshness } from '@slipway/plugin-live-common';
import { revision, waitingSummary } from '../__testUtils__/fixtures';
import { activityLabel, activityState, worthAChip } from './activity';
import { clustersText, missingSources } from './freshness';
import { compareFrom } from './history';
import { movedOn } from './movedOn';

const source = (
  name: string,
  state: SourceFreshness['state'],
  reason?: string,
): SourceFreshness => ({
  source: name,
  state,
  since: '2026-03-02T11:00:00Z',
  reason,
});

describe('freshness', () => {
  const all = [
    source('gke-prod', 'live'),
    source('eks-prod', 'stale', 'watch broken'),
    source('aks-prod', 'unreachable', 'timed out'),
    source('kind', 'not-installed'),
  ];
  it('calls missing what is not shown; what is stale is shown', () => {
    expect(missingSources(all)).toEqual([
      { source: 'aks-prod', reason: 'unreachable: timed out' },
      { source: 'kind', reason: 'not installed' },
    ]);
  });
  it('names the clusters', () => {
    expect(clustersText(all.slice(0, 2))).toBe(
      '2 clusters: eks-prod (stale), gke-prod',
    );
    expect(clustersText(all.slice(0, 1))).toBe('1 cluster: gke-prod');
    expect(clustersText([])).toBe('');
  });
});

describe('compareFrom', () => {
  const of = (number: number) =>
    revision(number, { podTemplateHash: `hash${number}` });
  const revisions = [of(5), of(4), of(2)];
  it.each([
    ['what is released with stable', 5, true, 2],
    ['the newest with the one before when nothing is released', 5, false, 4],
    ['any other with the one before it', 4, true, 2],
    ['the oldest with none', 2, true, undefined],
  ])('%s', (_, number, inProgress, expected) => {
    const found = revisions.find(r => r.revision === number) ?? of(number);
    expect(
      compareFrom(found, revisions, {
        inProgress,
        currentPodHash: 'hash5',
        stableHash: 'hash2',
      })?.revision,
    ).toBe(expected);
  });
});

describe('movedOn', () => {
  const seen = {
    uid: 'uid-order-service',
    currentPodHash: 'bbb222',
    currentStepIndex: 3,
  };
  it.each([
    ['nothing changed', {}, false],
    ['another step', { stepIndex: 4 }, true, false],
    ['another template', { currentPodHash: 'ccc333' }, true],
    ['another object of this name', { uid: 'other' }, true],
  ])('%s', (_, change, step, revisionOnly = step) => {
    const now = waitingSummary('order-service', change);
    expect(movedOn(seen, now, 'step')).toBe(step);
    expect(movedOn(seen, now, 'revision')).toBe(revisionOnly);
  });
});

describe('activity', () => {
  it.each([
    ['person', 'info', 'failed', 'degraded', true, 'failed'],
    ['person', 'info', 'partial', 'degraded', true, 'partly applied'],
    ['person', 'info', 'unknown', 'unknown', true, 'outcome unknown'],
    ['platform', 'error', 'succeeded', 'degraded', true, 'error'],
    ['platform', 'notice', 'succeeded', 'progressing', false, 'notice'],
  ] as const)('%s %s %s', (from, severity, outcome, state, chip, label) => {
    expect(activityState({ source: from, severity, outcome })).toBe(state);
    expect(activityLabel({ source: from, severity, outcome })).toBe(label);
    expect(worthAChip({ source: from, severity })).toBe(chip);
  });
});
