import { parseActionBody, parseInput } from '@slipway/plugin-actions-common';
import { rolloutActions } from './actions';
import {
  diffQuerySchema,
  metricsQuerySchema,
  rolloutPathSchema,
  seenStateSchema,
} from './schema';
import { RolloutActionName } from './types';

const parseBody = (action: RolloutActionName, body: unknown) =>
  parseActionBody(rolloutActions[action], seenStateSchema, body);

const seen = { uid: 'u', currentPodHash: 'h', currentStepIndex: 1 };

describe('action bodies', () => {
  it.each([
    ['promote', { seen }],
    ['abort', { seen: { uid: 'u' }, confirm: { name: 'order-service' } }],
    ['undo', { seen, args: { toRevision: 3 } }],
    [
      'set-image',
      {
        seen,
        args: { images: [{ container: '*', image: 'r.io/a/b:1@sha256:ab' }] },
      },
    ],
    ['terminate-analysis', { seen, args: { analysisRun: 'run-1', uid: 'x' } }],
  ] as const)('%s accepts %j', (action, body) => {
    const { seen: was, ready, typedName } = parseBody(action, body);
    expect({
      seen: was,
      ...(ready.args === undefined ? {} : { args: ready.args }),
      ...(typedName === undefined ? {} : { confirm: { name: typedName } }),
    }).toEqual(body);
  });

  it.each([
    ['promote', {}, 'seen Required'],
    ['promote', { seen: { uid: '' } }, 'seen.uid must not be empty'],
    [
      'promote',
      { seen, args: { full: true } },
      'args must be left out: this action takes no arguments',
    ],
    ['undo', { seen, args: {} }, 'args.toRevision is required'],
    [
      'undo',
      { seen, args: { toRevision: -1 } },
      'args.toRevision must be a revision, or 0 for the one before',
    ],
    [
      'set-image',
      { seen, args: { images: [] } },
      'args.images must name at least one container',
    ],
    [
      'set-image',
      { seen, args: { images: [{ container: 'a', image: 'x; rm -rf /' }] } },
      'args.images.0.image must be an image reference: registry/name:tag or registry/name@digest',
    ],
    [
      'set-image',
      {
        seen,
        args: {
          images: [
            { container: '*', image: 'x' },
            { container: 'a', image: 'y' },
          ],
        },
      },
      'args.images must name each container once, and * only alone',
    ],
  ] as const)('%s refuses %j', (action, body, sentence) => {
    expect(() => parseBody(action, body)).toThrow(
      expect.objectContaining({ name: 'InputError', message: sentence }),
    );
  });

  it('validates arguments alone', () => {
    expect(rolloutActions.undo.prepare({ toRevision: 2 }).args).toEqual({
      toRevision: 2,
    });
    expect(rolloutActions.abort.prepare(undefined).args).toBeUndefined();
    expect(() => rolloutActions.abort.prepare({})).toThrow('must be left out');
  });
});

describe('paths and queries', () => {
  const path = {
    cluster: 'gke-prod',
    namespace: 'ecommerce',
    name: 'order-service',
  };
  it('takes a good path', () => {
    expect(parseInput(rolloutPathSchema, path)).toEqual(path);
  });
  it.each([
    [{ ...path, name: '../x' }, 'name must be a Kubernetes name'],
    [{ ...path, namespace: '' }, 'namespace must not be empty'],
  ])('refuses %j', (input, sentence) => {
    expect(() => parseInput(rolloutPathSchema, input)).toThrow(sentence);
  });
  it('reads revisions and times from text', () => {
    expect(parseInput(diffQuerySchema, { from: '1', to: '2' })).toEqual({
      from: 1,
      to: 2,
    });
    expect(
      parseInput(metricsQuerySchema, { start: '0', end: '60', step: '5' }),
    ).toEqual({ start: 0, end: 60, step: 5 });
  });
  it.each([
    [{ start: '9', end: '1', step: '5' }, 'end must be later than start'],
    [
      { start: '0', end: '99999', step: '1' },
      'step gives more than 11000 points',
    ],
    [{ start: 'x', end: '1', step: '1' }, 'start must be a time in seconds'],
    // Milliseconds, as JavaScript counts them.
    [
      { start: '1767261600000', end: '1767265200000', step: '15' },
      'start must be a time in seconds before the year 10000',
    ],
  ])('refuses %j', (input, sentence) => {
    expect(() => parseInput(metricsQuerySchema, input)).toThrow(sentence);
  });
});
