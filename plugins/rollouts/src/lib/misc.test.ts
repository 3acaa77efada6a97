import { ResponseError } from '@backstage/errors';
import { SourceFreshness } from '@slipway/plugin-live-common';
import { revision, waitingSummary } from '../__testUtils__/fixtures';
import { NoAnswerError } from '@slipway/plugin-portal-react';
import { actionFailure, failureTitle, reviewFirst } from './actionFailure';
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

describe('actionFailure', () => {
  const answer = (status: number, name: string | undefined) =>
    ResponseError.fromResponse(
      new Response(
        name === undefined
          ? '<html>'
          : JSON.stringify({
              error: { name, message: 'the reason' },
              response: { statusCode: status },
            }),
        {
          status,
          headers: {
            'content-type': name ? 'application/json' : 'text/html',
          },
        },
      ),
    );

  it.each([
    [409, 'ConflictError', 'moved-on', 'Nothing was changed'],
    [
      403,
      'NotAllowedError',
      'refused',
      'You may not do this; nothing was changed',
    ],
    [400, 'InputError', 'failed', 'The action failed'],
    [503, 'ServiceUnavailableError', 'failed', 'The action failed'],
    [
      409,
      'PartiallyAppliedError',
      'partial',
      'Only a part of this was applied',
    ],
    [
      504,
      'OutcomeUnknownError',
      'unknown',
      'It is not known whether this was applied',
    ],
    [500, 'E', 'failed', 'The action failed'],
  ])('%i %s', async (status, name, kind, title) => {
    const failure = actionFailure(await answer(status, name));
    expect(failure).toEqual({ kind, message: 'the reason' });
    expect(failureTitle(failure)).toBe(title);
  });

  it.each([502, 503, 504])(
    'a %i of a proxy may come after the change',
    async status => {
      expect(actionFailure(await answer(status, undefined)).kind).toBe(
        'unknown',
      );
    },
  );

  it('an answer that never came leaves the outcome open, for a request that acts', () => {
    const error = new NoAnswerError('The portal did not answer within 60 s.');
    expect(actionFailure(error).kind).toBe('unknown');
    expect(reviewFirst(actionFailure(error))).toContain('review the rollout');
  });

  it('reports an error that is no answer', () => {
    const failure = actionFailure(new Error('network is down'));
    expect(failure).toEqual({ kind: 'failed', message: 'network is down' });
    expect(reviewFirst(failure)).toBeUndefined();
    expect(actionFailure('odd')).toEqual({ kind: 'failed', message: 'odd' });
  });
});
