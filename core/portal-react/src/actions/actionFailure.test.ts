import { ResponseError } from '@backstage/errors';
import { NoAnswerError } from '../errors/failure';
import { actionFailure, failureTitle, reviewFirst } from './actionFailure';

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
    [409, 'ConflictError', 'changed', 'Nothing was changed'],
    [
      403,
      'NotAllowedError',
      'refused',
      'You may not do this; nothing was changed',
    ],
    [403, 'ActionStoppedError', 'stopped', 'Nothing was changed'],
    [400, 'InputError', 'failed', 'The action failed'],
    [503, 'ServiceUnavailableError', 'failed', 'The action failed'],
    [
      409,
      'PartiallyAppliedError',
      'partial',
      'Only a part of this was applied',
    ],
    [
      503,
      'UnrecordedError',
      'unrecorded',
      'Nothing was changed: it cannot be recorded',
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
    expect(reviewFirst(actionFailure(error), 'the rollout')).toContain(
      'review the rollout',
    );
  });

  it('reports an error that is no answer', () => {
    const failure = actionFailure(new Error('network is down'));
    expect(failure).toEqual({ kind: 'failed', message: 'network is down' });
    expect(reviewFirst(failure, 'it')).toBeUndefined();
    expect(actionFailure('odd')).toEqual({ kind: 'failed', message: 'odd' });
  });

  it.each([
    ['changed', 'Not started'],
    ['refused', 'Not started'],
    ['failed', 'Not started'],
    ['unrecorded', 'Not started'],
    ['partial', 'Only a part of this was applied'],
    ['unknown', 'It is not known whether this was applied'],
  ] as const)('%s, where the caller says what was not done', (kind, title) => {
    expect(failureTitle({ kind }, 'Not started')).toBe(title);
  });
});
