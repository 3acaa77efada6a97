import { context, paused, rolloutOf } from '../__fixtures__/builders';
import { decisivePause, derivePauses, needsUser, waitWords } from './pauses';
import { deriveSummary } from './summary';

type Options = NonNullable<Parameters<typeof rolloutOf>[0]>;

const start = '2026-01-01T10:00:00Z';
const later = '2026-01-01T10:01:00Z';
/** Index of the step `pause: {duration: 10m}` and of the step `pause: {}`. */
const TIMED = 5;
const INDEFINITE = 1;

const conditions = (...reasons: string[]) => ({
  phase: 'Paused',
  message: reasons[0],
  controllerPause: true,
  pauseConditions: reasons.map((reason, index) => ({
    reason,
    startTime: index === 0 ? start : later,
  })),
});

const step = (duration: unknown) => ({
  canary: { steps: [{ setWeight: 20 }, { pause: { duration } }] },
  status: { ...conditions('CanaryPauseStep'), currentStepIndex: 1 },
});

const blueGreen = (strategy: object, status: object = {}) => ({
  strategy: { blueGreen: { activeService: 'a', ...strategy } },
  status: { ...conditions('BlueGreenPause'), ...status },
});

describe('derivePauses', () => {
  /** Case, object, which pause decides, when it ends, what it waits for. */
  it.each<[string, Options, string, string | undefined, string | undefined]>([
    [
      'an indefinite step',
      { status: { currentStepIndex: INDEFINITE, ...paused() } },
      'CanaryPauseStep',
      undefined,
      'for manual promotion',
    ],
    [
      'a step with a duration',
      { status: { currentStepIndex: TIMED, ...paused() } },
      'CanaryPauseStep',
      '2026-01-01T10:10:00.000Z',
      undefined,
    ],
    [
      'a timed step with an inconclusive analysis',
      {
        status: {
          ...conditions('CanaryPauseStep', 'InconclusiveAnalysisRun'),
          currentStepIndex: TIMED,
        },
      },
      'InconclusiveAnalysisRun',
      undefined,
      'for a decision: an analysis was inconclusive',
    ],
    [
      'the other way round',
      {
        status: {
          ...conditions('InconclusiveAnalysisRun', 'CanaryPauseStep'),
          currentStepIndex: TIMED,
        },
      },
      'InconclusiveAnalysisRun',
      undefined,
      'for a decision: an analysis was inconclusive',
    ],
    [
      'a timed step with an inconclusive experiment',
      {
        status: {
          ...conditions('CanaryPauseStep', 'InconclusiveExperiment'),
          currentStepIndex: TIMED,
        },
      },
      'InconclusiveExperiment',
      undefined,
      'for a decision: an experiment was inconclusive',
    ],
    [
      'a timed blue-green pause with an inconclusive analysis',
      {
        strategy: {
          blueGreen: { activeService: 'a', autoPromotionSeconds: 60 },
        },
        status: conditions('BlueGreenPause', 'InconclusiveAnalysisRun'),
      },
      'InconclusiveAnalysisRun',
      undefined,
      'for a decision: an analysis was inconclusive',
    ],
    [
      'a timed step that a user paused',
      {
        status: { currentStepIndex: TIMED, ...paused() },
        spec: { paused: true },
      },
      'ManuallyPaused',
      undefined,
      'to be resumed: paused manually',
    ],
    [
      'a reason of a later controller beside a timed step',
      {
        status: {
          ...conditions('CanaryPauseStep', 'WaitingForTheMoon'),
          currentStepIndex: TIMED,
        },
      },
      'WaitingForTheMoon',
      undefined,
      'at WaitingForTheMoon',
    ],
    [
      'a number',
      step(30),
      'CanaryPauseStep',
      '2026-01-01T10:00:30.000Z',
      undefined,
    ],
    [
      'a text with a number',
      step('30'),
      'CanaryPauseStep',
      '2026-01-01T10:00:30.000Z',
      undefined,
    ],
    [
      'no time at all',
      step(0),
      'CanaryPauseStep',
      '2026-01-01T10:00:00.000Z',
      undefined,
    ],
    [
      'less than a second',
      step('900ms'),
      'CanaryPauseStep',
      '2026-01-01T10:00:00.000Z',
      undefined,
    ],
    [
      'a duration that is none',
      step('10 minutes'),
      'CanaryPauseStep',
      undefined,
      ': the pause duration "10 minutes" cannot be read',
    ],
    [
      'a duration given as an argument',
      step('{{args.wait}}'),
      'CanaryPauseStep',
      undefined,
      ': the pause duration "{{args.wait}}" cannot be read',
    ],
    [
      'a negative duration',
      step(-5),
      'CanaryPauseStep',
      undefined,
      ': the pause duration "-5" cannot be read',
    ],
    [
      'blue-green with automatic promotion',
      blueGreen({ autoPromotionSeconds: 60 }),
      'BlueGreenPause',
      '2026-01-01T10:01:00.000Z',
      undefined,
    ],
    [
      'blue-green with automatic promotion switched on while it is paused',
      blueGreen({ autoPromotionEnabled: true }),
      'BlueGreenPause',
      '2026-01-01T10:00:00.000Z',
      undefined,
    ],
    [
      'blue-green with automatic promotion off ignores the seconds',
      blueGreen({ autoPromotionEnabled: false, autoPromotionSeconds: 60 }),
      'BlueGreenPause',
      undefined,
      'for manual promotion',
    ],
    [
      'blue-green past the check point before the preview is scaled up',
      blueGreen(
        { autoPromotionEnabled: false },
        { blueGreen: { scaleUpPreviewCheckPoint: true } },
      ),
      'BlueGreenPause',
      '2026-01-01T10:00:00.000Z',
      undefined,
    ],
  ])('%s', (_, options, reason, endsAt, words) => {
    const pauses = derivePauses(rolloutOf(options));
    const pause = decisivePause(pauses);
    expect(pause).toMatchObject({ reason });
    expect(pause?.endsAt).toBe(endsAt);
    if (words === undefined) return;
    expect(pauses.filter(one => one.endsAt)).toEqual([]);
    expect(pause && waitWords(pause)).toBe(words);
    expect(
      deriveSummary(rolloutOf(options), context()).attention,
    ).toBeDefined();
  });

  it('promises no end while the spec is invalid', () => {
    const pauses = derivePauses(
      rolloutOf({
        status: {
          currentStepIndex: TIMED,
          ...paused(),
          conditions: [{ type: 'InvalidSpec', status: 'True' }],
        },
      }),
    );
    expect(pauses).toEqual([
      { reason: 'CanaryPauseStep', startedAt: start, timed: true },
    ]);
    expect(decisivePause(pauses)).toEqual(pauses[0]);
    expect(needsUser(pauses[0])).toBe(false);
  });

  it.each([
    ['aborted', { abort: true }],
    ['promoted in full', { promoteFull: true }],
  ])('%s: the controller clears what it still waits for', (_, status) => {
    const options = {
      status: { currentStepIndex: INDEFINITE, ...paused(), ...status },
    };
    expect(derivePauses(rolloutOf(options))).toEqual([]);
    expect(
      derivePauses(rolloutOf({ ...options, spec: { paused: true } })),
    ).toEqual([{ reason: 'ManuallyPaused' }]);
  });

  it('takes the start of a manual pause from the condition when it stands alone', () => {
    const options = {
      spec: { paused: true },
      status: {
        conditions: [
          { type: 'Paused', status: 'True', lastTransitionTime: start },
        ],
      },
    };
    expect(derivePauses(rolloutOf(options))).toEqual([
      { reason: 'ManuallyPaused', startedAt: start },
    ]);
  });

  it('waits for nothing when nothing is paused', () => {
    expect(derivePauses(rolloutOf({}))).toEqual([]);
    expect(decisivePause([])).toBeUndefined();
  });
});
