import { describeWrite } from './describeWrite';
import {
  endOfFailedWrite,
  OutcomeUnknownError,
  PartiallyAppliedError,
} from './errors';
import { PatchWrite } from './types';

const resource = {
  group: 'argoproj.io',
  version: 'v1alpha1',
  plural: 'rollouts',
  kind: 'Rollout',
};

const patch = (operations: PatchWrite['operations']): PatchWrite => ({
  verb: 'patch',
  resource,
  namespace: 'shop',
  name: 'orders',
  operations,
});

describe('describeWrite', () => {
  it.each<[string, PatchWrite['operations'], string]>([
    [
      'a flag, without the tests before it',
      [
        { op: 'test', path: '/metadata/uid', value: 'u' },
        { op: 'add', path: '/spec/paused', value: false },
      ],
      'Rollout orders: spec.paused set to false',
    ],
    [
      'several fields',
      [
        { op: 'remove', path: '/status/pauseConditions' },
        { op: 'add', path: '/status/currentStepIndex', value: 2 },
      ],
      'Rollout orders: status.pauseConditions removed, status.currentStepIndex set to 2',
    ],
    [
      'an annotation, without the empty map that holds it',
      [
        { op: 'add', path: '/metadata/annotations', value: {} },
        {
          op: 'add',
          path: '/metadata/annotations/slipway.io~1mark',
          value: 'text',
        },
      ],
      'Rollout orders: annotation slipway.io/mark changed',
    ],
    [
      'no text of a value: it may be a secret',
      [
        {
          op: 'replace',
          path: '/spec/template/spec/containers/0/env/0/value',
          value: 'hunter2',
        },
      ],
      'Rollout orders: spec.template.spec.containers.0.env.0.value changed',
    ],
    [
      'many fields, counted',
      Array.from({ length: 7 }, (_, i) => ({
        op: 'remove' as const,
        path: `/spec/f${i}`,
      })),
      'Rollout orders: spec.f0 removed, spec.f1 removed, spec.f2 removed, spec.f3 removed, spec.f4 removed, 2 more',
    ],
  ])('names %s', (_what, operations, words) => {
    expect(describeWrite(patch(operations))).toBe(words);
  });
});

describe('describeWrite of whole objects', () => {
  const target = { resource, namespace: 'shop', name: 'orders' };

  it('says that one is created, and nothing that is in it', () => {
    expect(
      describeWrite({
        ...target,
        verb: 'create',
        object: { spec: { password: 'hunter2' } },
      }),
    ).toBe('Rollout orders: created');
  });

  it('says that one is deleted', () => {
    expect(
      describeWrite({
        ...target,
        verb: 'delete',
        propagationPolicy: 'Background',
        preconditions: { uid: 'u' },
      }),
    ).toBe('Rollout orders: deleted');
  });
});

describe('errors of writes', () => {
  it('a part that was applied is named, and so is what was not', () => {
    const error = new PartiallyAppliedError(
      { applied: ['A', 'B'], notApplied: ['C'], unknown: [] },
      'RBAC does not let olga patch rollouts.',
    );
    expect(error).toMatchObject({
      name: 'PartiallyAppliedError',
      statusCode: 409,
      applied: ['A', 'B'],
      notApplied: ['C'],
      message:
        'Applied: A; B. Not applied: C. Reason: RBAC does not let olga patch rollouts. Check the current state before you act again.',
    });
  });

  it('what is not known is kept apart from what was not applied', () => {
    expect(
      new PartiallyAppliedError(
        { applied: ['A'], notApplied: ['C'], unknown: ['B'] },
        'the connection was cut',
      ).message,
    ).toBe(
      'Applied: A. Not known whether applied: B. Not applied: C. Reason: the connection was cut. Check the current state before you act again.',
    );
    expect(new OutcomeUnknownError('x')).toMatchObject({
      name: 'OutcomeUnknownError',
      statusCode: 504,
    });
  });

  it('each has its end in the activity record', () => {
    const parts = { applied: ['A'], notApplied: ['B'], unknown: [] };
    expect(endOfFailedWrite(new PartiallyAppliedError(parts, 'x'))).toEqual({
      outcome: 'partial',
      after: parts,
    });
    expect(endOfFailedWrite(new OutcomeUnknownError('x'))).toEqual({
      outcome: 'unknown',
    });
    expect(endOfFailedWrite(new Error('x'))).toEqual({ outcome: 'failed' });
  });
});
