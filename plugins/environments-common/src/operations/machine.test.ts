import { environment, NOW, operation } from '../__fixtures__/builders';
import { HeldLock, Operation, OperationKind, StepName } from '../types';
import {
  afterRestart,
  currentStep,
  environmentStateOf,
  finished,
  JobFinding,
  retried,
  retryMode,
  started,
  StepResult,
} from './machine';

const OK: StepResult = { state: 'succeeded' };
const lock: HeldLock = {
  id: 'l1',
  who: 'omar@laptop',
  since: NOW,
  operation: 'OperationTypeApply',
  explained: 'The state is locked.',
  mayUnlock: false,
  reason: 'Not ours.',
  command: 'terraform force-unlock l1',
};

/** Carries out the next steps with these results; an apply is asked for where the plan is ready. */
function after(results: readonly StepResult[], start: Operation): Operation {
  return results.reduce((now, result) => {
    const ready: Operation =
      now.state === 'waiting' ? { ...now, state: 'applying' } : now;
    const step = currentStep(ready);
    if (!step) throw new Error(`${ready.state}: no step is next`);
    return finished(started(ready, step, NOW, undefined), step, result, NOW);
  }, start);
}

const statesOf = ({ steps }: Operation) => steps.map(({ state }) => state);

describe('operations', () => {
  it.each<[OperationKind, number, number]>([
    ['create', 2, 4],
    ['change', 2, 4],
    ['reconcile', 2, 4],
    ['accept-drift', 1, 3],
    ['destroy', 1, 3],
  ])('%s plans in %d steps, waits, and applies in %d', (kind, plan, apply) => {
    const planned = after(Array(plan).fill(OK), operation({ kind }));
    expect(planned.state).toBe('waiting');
    expect(currentStep(planned)).toBeUndefined();
    const done = after(Array(apply).fill(OK), planned);
    expect(done).toMatchObject({ state: 'succeeded', endedAt: NOW });
  });

  it('uninstalls before it destroys', () => {
    expect(
      operation({ kind: 'destroy' }).steps.map(({ name }) => name),
    ).toEqual<StepName[]>([
      'terraform:plan',
      'helmfile:destroy',
      'terraform:apply',
      'environment:register',
    ]);
  });

  it('a check for drift ends with its plan', () => {
    expect(after([OK], operation({ kind: 'check-drift' })).state).toBe(
      'succeeded',
    );
  });

  it('a plan without changes needs no apply', () => {
    const planned = after([OK], operation({ kind: 'reconcile' }));
    const step = currentStep(planned)!;
    const done = finished(planned, step, OK, NOW, true);
    expect(done.state).toBe('succeeded');
    expect(statesOf(done).slice(2)).toEqual(Array(4).fill('skipped'));
  });

  it.each<[StepResult, Operation['state']]>([
    [{ state: 'failed', reason: 'Exit code 1.' }, 'failed'],
    [{ state: 'unknown', reason: 'Not known.' }, 'failed'],
    [{ state: 'cancelled', reason: 'By olga.' }, 'cancelled'],
    [{ state: 'lock-held', lock }, 'lock-held'],
  ])('%j ends it as %s', (result, state) => {
    const ended = after([OK, OK, result], operation());
    expect(ended).toMatchObject({ state, endedAt: NOW });
    expect(statesOf(ended).slice(3)).toEqual(Array(3).fill('pending'));
    expect(currentStep(ended)).toBeUndefined();
  });
});

describe('afterRestart', () => {
  it.each<[JobFinding, unknown]>([
    [{ is: 'never-started' }, 'start'],
    [{ is: 'running' }, 'follow'],
    [{ is: 'ended', exitCode: 1 }, 'finish'],
  ])('%j: %s', (finding, expected) => {
    expect(afterRestart({ name: 'terraform:apply' }, finding)).toBe(expected);
  });

  it('never guesses', () => {
    expect(
      afterRestart(
        { name: 'terraform:apply' },
        { is: 'unknown', reason: 'Its supervisor was killed.' },
      ),
    ).toEqual({
      state: 'unknown',
      reason:
        'It is not known how terraform:apply ended: Its supervisor was killed. Retry makes a plan that says what is left.',
    });
  });
});

describe('retry', () => {
  const failed: StepResult = { state: 'failed', reason: 'x' };

  it('plans again where the apply did not succeed', () => {
    const broken = after([OK, OK, failed], operation());
    expect(retryMode(broken)).toEqual({ mode: 'plan' });
    const again = retried(
      { ...broken, approvalId: 'a', appliedBy: 'user:default/olga' },
      'plan',
    );
    expect(again.state).toBe('planning');
    expect(new Set(statesOf(again))).toEqual(new Set(['pending']));
    expect(again).not.toHaveProperty('approvalId');
    expect(again).not.toHaveProperty('endedAt');
    // The fencing number only grows.
    expect(again.steps[2].attempt).toBe(1);
  });

  it('continues from the step that failed after it', () => {
    const broken = after([OK, OK, OK, OK, failed], operation());
    expect(retryMode(broken)).toEqual({ mode: 'continue' });
    const again = retried(broken, 'continue');
    expect(again.state).toBe('applying');
    expect(currentStep(again)?.name).toBe('helmfile:sync');
  });

  it.each<[Partial<Operation>, object]>([
    [{ state: 'applying' }, { refused: 'It is still running.' }],
    [{ state: 'succeeded' }, { refused: 'It succeeded.' }],
    [{ state: 'waiting' }, { refused: 'Its plan is ready to be applied.' }],
    [
      {
        state: 'waiting',
        plan: {
          hash: '',
          counts: {
            create: 1,
            update: 0,
            replace: 0,
            delete: 0,
            read: 0,
            releases: 0,
          },
          destroys: [],
          expiresAt: NOW,
          stale: 'The plan expired.',
          simulated: false,
        },
      },
      { mode: 'plan' },
    ],
  ])('%j: %j', (change, expected) => {
    expect(retryMode(operation(change))).toEqual(expected);
  });
});

describe('environmentStateOf', () => {
  const never = environment({ appliedAt: undefined, state: 'planning' });
  const once = environment();
  const failed: StepResult = { state: 'failed', reason: 'x' };
  it.each([
    ['planning', operation(), never, 'planning'],
    ['a plan', after([OK, OK], operation()), never, 'waiting'],
    ['applying', operation({ state: 'applying' }), never, 'applying'],
    [
      'destroying',
      operation({ kind: 'destroy', state: 'applying' }),
      once,
      'destroying',
    ],
    ['done', operation({ state: 'succeeded' }), never, 'ready'],
    [
      'destroyed',
      operation({ kind: 'destroy', state: 'succeeded' }),
      once,
      'destroyed',
    ],
    ['first plan failed', after([failed], operation()), never, 'failed'],
    ['later plan failed', after([failed], operation()), once, 'ready'],
    [
      'later apply failed',
      after([OK, OK, failed], operation({ kind: 'change' })),
      once,
      'failed',
    ],
    ['locked', operation({ state: 'lock-held' }), once, 'lock-held'],
    ['drift check', operation({ kind: 'check-drift' }), once, 'ready'],
  ] as const)('%s', (_, of, before, expected) => {
    expect(environmentStateOf(of, before)).toBe(expected);
  });
});
