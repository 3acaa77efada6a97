import { revision, waitingSummary } from '../__testUtils__/fixtures';
import { hasChangedSince } from '@slipway/plugin-actions-common';
import { rolloutActions, seenStateOf } from '@slipway/plugin-rollouts-common';
import { compareFrom } from './history';

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

describe('changed since the user looked', () => {
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
    const { promote, abort } = rolloutActions;
    const current = seenStateOf(now);
    expect(hasChangedSince(seen, current, promote.guard)).toBe(step);
    expect(hasChangedSince(seen, current, abort.guard)).toBe(revisionOnly);
  });
});
