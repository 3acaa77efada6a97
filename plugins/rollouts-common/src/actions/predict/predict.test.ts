import { Json } from '@slipway/plugin-clusters-common/read';
import { deriveDetail } from '../../derive/detail';
import { projectAnalysisRun, projectReplicaSet } from '../../raw/project';
import { RolloutActionName } from '../../types';
import {
  CANARY,
  context,
  paused,
  replicaSetRaw,
  rolloutOf,
  STABLE,
} from '../../__fixtures__/builders';
import { predictAction } from '../registry';
import { Prediction, PredictionArgs } from '.';

type Options = NonNullable<Parameters<typeof rolloutOf>[0]>;

const NOW = Date.parse('2026-01-02T12:00:00Z');
const LATER = '2026-01-02T12:25:00Z';

/** Revision `n` with all its pods, or scaled down. */
const replicas = (number: number, annotations: Json = {}): Json => ({
  spec: { replicas: number },
  status: {
    replicas: number,
    readyReplicas: number,
    availableReplicas: number,
  },
  metadata: annotations,
});

function replicaSet(
  hash: string,
  revision: number,
  pods: number,
  deadline?: string,
): Json {
  const raw = replicaSetRaw(hash, revision, {
    spec: { replicas: pods },
    status: { replicas: pods, readyReplicas: pods, availableReplicas: pods },
  });
  const { metadata } = replicas(pods) as { metadata: Json };
  return {
    ...raw,
    metadata: {
      ...(raw.metadata as Json),
      ...metadata,
      annotations: {
        'rollout.argoproj.io/revision': String(revision),
        ...(deadline ? { 'scale-down-deadline': deadline } : {}),
      },
    },
  };
}

const OLD = 'old0000';

function predict(
  action: RolloutActionName,
  options: Options,
  args: PredictionArgs = {},
  objects: { replicaSets?: Json[]; runs?: Json[]; now?: number } = {},
): Prediction {
  const replicaSets = objects.replicaSets ?? [
    replicaSet(STABLE, 1, 4),
    replicaSet(CANARY, 2, 1),
  ];
  return predictAction(
    action,
    deriveDetail(rolloutOf(options), context(replicaSets), {
      replicaSets: replicaSets.map(projectReplicaSet),
      pods: [],
      analysisRuns: (objects.runs ?? []).map(projectAnalysisRun),
      events: [],
    }),
    args,
    objects.now ?? NOW,
  );
}

/** `kind step weight pauses | who serves | rule`, to read in a table. */
function brief({ rest, serves, rule, next }: Prediction): string {
  return [
    `${next ?? '-'} → ${rest.kind} ${rest.step ?? '-'} ${
      rest.setWeight ?? '-'
    } ${rest.pauses.map(pause => pause.reason).join('+') || '-'}`,
    `${serves.shares
      .map(share => `rev ${share.revision ?? '?'} ${share.percent} %`)
      .join(' ')} ${serves.when}`.trim(),
    rule ?? '-',
  ].join(' | ');
}

const at = (index: number, more: Json = {}): Json => ({
  currentStepIndex: index,
  ...more,
});
const aborted = {
  abort: true,
  abortedAt: '2026-01-01T10:00:00Z',
  phase: 'Degraded',
  message: 'RolloutAborted: x',
};
const routed = { trafficRouting: { nginx: { stableIngress: 'shop' } } };
const background = (more: Json = {}) => ({
  analysis: { templates: [{ templateName: 'errors' }], ...more },
});
const backgroundRun = (status: string) => ({
  canary: { currentBackgroundAnalysisRunStatus: { name: 'bg', status } },
});
const stable: Json = {
  stableRS: CANARY,
  currentStepIndex: 7,
  phase: 'Healthy',
};

describe('a canary', () => {
  it.each<[string, RolloutActionName, Options, string]>([
    [
      'promote at a pause: the next setWeight, then the analysis',
      'promote',
      { status: at(1, paused()) },
      '2 → analysis 3 40 - | rev 1 60 % rev 2 40 % with-pods | -',
    ],
    [
      'promote in the middle of a step',
      'promote',
      { status: at(3) },
      '4 → pause 5 60 CanaryPauseStep | rev 2 60 % rev 1 40 % with-pods | -',
    ],
    [
      'promote of the last step',
      'promote',
      { status: at(6) },
      '7 → finished 7 100 - | rev 2 100 % with-pods | -',
    ],
    [
      'promote at an inconclusive analysis of the step',
      'promote',
      {
        status: {
          ...at(3, paused('InconclusiveAnalysisRun')),
          canary: {
            currentStepAnalysisRunStatus: { name: 'a', status: 'Inconclusive' },
          },
        },
      },
      '4 → pause 5 60 CanaryPauseStep | rev 2 60 % rev 1 40 % with-pods | -',
    ],
    [
      'promote with two pause conditions ends both, the analysis runs again',
      'promote',
      {
        canary: background(),
        status: {
          ...at(5, paused()),
          pauseConditions: [
            { reason: 'CanaryPauseStep', startTime: '2026-01-01T10:00:00Z' },
            {
              reason: 'InconclusiveAnalysisRun',
              startTime: '2026-01-01T10:01:00Z',
            },
          ],
          ...backgroundRun('Inconclusive'),
        },
      },
      '6 → finished 7 100 - | rev 2 100 % with-pods | analysis-again',
    ],
    [
      'promote at an inconclusive background analysis between pauses: the step is resumed',
      'promote',
      {
        canary: background(),
        status: {
          ...at(2, paused('InconclusiveAnalysisRun')),
          ...backgroundRun('Inconclusive'),
        },
      },
      '2 → analysis 3 40 - | rev 1 60 % rev 2 40 % with-pods | analysis-again',
    ],
    [
      'skip step at an inconclusive background analysis pauses again',
      'skip-step',
      {
        canary: background(),
        status: {
          ...at(2, paused('InconclusiveAnalysisRun')),
          ...backgroundRun('Inconclusive'),
        },
      },
      '3 → pause 3 40 InconclusiveAnalysisRun | unchanged | pauses-again',
    ],
    [
      'promote at an inconclusive experiment does nothing',
      'promote',
      { status: at(1, paused('InconclusiveExperiment')) },
      '1 → pause 1 20 InconclusiveExperiment | unchanged | -',
    ],
    [
      'skip step of what a user paused stays paused',
      'skip-step',
      { spec: { paused: true }, status: at(1) },
      '2 → held 2 40 ManuallyPaused | unchanged | -',
    ],
    [
      'promote full',
      'promote-full',
      { status: at(2) },
      '7 → finished 7 100 - | rev 2 100 % with-pods | promote-full',
    ],
    [
      'promote full with a router',
      'promote-full',
      { canary: routed, status: at(2) },
      '7 → finished 7 100 - | rev 2 100 % when-ready | promote-full',
    ],
    [
      'abort without a router',
      'abort',
      { status: at(2) },
      '0 → aborted 0 0 - | rev 1 100 % with-pods | -',
    ],
    [
      'abort with a router, the stable revision has not all its pods',
      'abort',
      {
        canary: routed,
        status: at(2, { canary: { weights: { canary: { weight: 40 } } } }),
      },
      '0 → aborted 0 0 - | rev 1 100 % when-ready | -',
    ],
    [
      'abort with dynamicStableScale',
      'abort',
      {
        canary: { ...routed, dynamicStableScale: true },
        status: at(2, { canary: { weights: { canary: { weight: 40 } } } }),
      },
      '0 → aborted 0 0 - | rev 1 100 % with-pods | -',
    ],
    [
      'abort while paused by a user: no pod is scaled',
      'abort',
      { spec: { paused: true }, status: at(2) },
      '0 → aborted 0 0 - | rev 1 100 % after-resume | -',
    ],
    [
      'abort of nothing',
      'abort',
      { status: stable },
      '7 → finished 7 100 - | unchanged | -',
    ],
    [
      'retry',
      'retry',
      { status: at(0, aborted) },
      '0 → pause 1 20 CanaryPauseStep | rev 1 80 % rev 2 20 % with-pods | -',
    ],
    [
      'pause',
      'pause',
      { status: at(2) },
      '2 → held 2 40 ManuallyPaused | unchanged | -',
    ],
    [
      'resume at a pause step whose time is not over',
      'resume',
      {
        spec: { paused: true },
        status: {
          ...at(5, paused()),
          pauseConditions: [
            { reason: 'CanaryPauseStep', startTime: '2026-01-02T11:55:00Z' },
          ],
        },
      },
      '5 → pause 5 60 CanaryPauseStep | unchanged | -',
    ],
    [
      'resume at a pause step whose time is over',
      'resume',
      { spec: { paused: true }, status: at(5, paused()) },
      '6 → finished 7 100 - | rev 2 100 % with-pods | -',
    ],
    [
      'restart changes no step',
      'restart',
      { status: at(1, paused()) },
      '1 → pause 1 20 CanaryPauseStep | unchanged | -',
    ],
  ])('%s', (_, action, options, expected) => {
    expect(brief(predict(action, options))).toBe(expected);
  });

  it('is aborted again by the analysis that failed, while its pods are kept', () => {
    const replicaSets = [
      replicaSet(STABLE, 1, 5),
      replicaSet(CANARY, 2, 1, LATER),
    ];
    const options = {
      canary: { ...routed, ...background() },
      status: at(0, { ...aborted, ...backgroundRun('Failed') }),
    };
    expect(brief(predict('retry', options, {}, { replicaSets }))).toBe(
      '0 → aborted 0 0 - | unchanged | fails-again',
    );
    const scaledDown = [replicaSet(STABLE, 1, 5), replicaSet(CANARY, 2, 0)];
    expect(
      predict('retry', options, {}, { replicaSets: scaledDown }).rest.kind,
    ).toBe('pause');
  });

  it('names the runs that are terminated, and those that are skipped', () => {
    const options = {
      canary: background(),
      status: {
        ...at(3),
        canary: {
          currentStepAnalysisRunStatus: { name: 'step', status: 'Running' },
          currentBackgroundAnalysisRunStatus: { name: 'bg', status: 'Running' },
        },
      },
    };
    const outcomes = (action: RolloutActionName) =>
      predict(action, options).analyses.map(
        ({ type, outcome, name }) => `${type} ${outcome} ${name ?? ''}`,
      );
    expect(outcomes('promote')).toEqual(['Step terminated step']);
    expect(outcomes('abort')).toEqual([
      'Step terminated step',
      'Background terminated bg',
    ]);
    expect(predict('abort', options).lost).toEqual([
      { what: 'analysis', name: 'step' },
      { what: 'analysis', name: 'bg' },
    ]);
  });
});

describe('another template of a canary', () => {
  const three = [
    replicaSet(OLD, 1, 0),
    replicaSet(STABLE, 2, 0),
    replicaSet(CANARY, 3, 5),
  ];
  const healthy = (more: Options = {}): Options => ({
    ...more,
    status: stable,
  });

  it.each<[string, Options, PredictionArgs, string]>([
    [
      'undo to an older revision: step by step',
      healthy(),
      { toRevision: 2 },
      '0 → pause 1 20 CanaryPauseStep | rev 3 80 % rev 2 20 % with-pods | -',
    ],
    [
      'undo within the rollback window',
      healthy({ spec: { rollbackWindow: { revisions: 1 } } }),
      { toRevision: 2 },
      '0 → finished 7 100 - | rev 2 100 % with-pods | rollback-window',
    ],
    [
      'undo outside of the rollback window',
      healthy({ spec: { rollbackWindow: { revisions: 1 } } }),
      { toRevision: 1 },
      '0 → pause 1 20 CanaryPauseStep | rev 3 80 % rev 1 20 % with-pods | -',
    ],
    [
      'undo further within a wider window',
      healthy({ spec: { rollbackWindow: { revisions: 2 } } }),
      { toRevision: 1 },
      '0 → finished 7 100 - | rev 1 100 % with-pods | rollback-window',
    ],
    [
      'undo to what is current',
      healthy(),
      { toRevision: 3 },
      '7 → finished 7 100 - | unchanged | -',
    ],
    [
      'undo while paused by a user',
      healthy({ spec: { paused: true } }),
      { toRevision: 2 },
      '0 → held 0 20 ManuallyPaused | unchanged | -',
    ],
  ])('%s', (_, options, args, expected) => {
    expect(brief(predict('undo', options, args, { replicaSets: three }))).toBe(
      expected,
    );
  });

  it('counts revisions newer than the stable one as no rollback', () => {
    const options = {
      spec: { rollbackWindow: { revisions: 3 } },
      status: at(2, { stableRS: STABLE, currentPodHash: OLD }),
    };
    const undo = predict(
      'undo',
      options,
      { toRevision: 3 },
      {
        replicaSets: three,
      },
    );
    expect(undo.rule).toBeUndefined();
    expect(undo.lost).toContainEqual({ what: 'update', revision: 2, step: 2 });
  });

  it('keeps no abort of a rollback within the window', () => {
    const options = {
      spec: { rollbackWindow: { revisions: 3 } },
      status: at(7, { stableRS: CANARY, currentPodHash: STABLE }),
    };
    expect(
      predict('abort', options, {}, { replicaSets: three }).nothing,
    ).toContain('rollback window');
  });

  it('goes back to stable in the middle of an update', () => {
    expect(brief(predict('undo', { status: at(3) }, { toRevision: 1 }))).toBe(
      '7 → finished 7 100 - | rev 1 100 % with-pods | stable',
    );
    expect(
      brief(
        predict('undo', { canary: routed, status: at(3) }, { toRevision: 1 }),
      ),
    ).toBe('7 → finished 7 100 - | rev 1 100 % at-once | stable');
  });

  it('set image to the images of a revision is that revision', () => {
    const images = (image: string) => ({
      images: [{ container: 'order-service', image }],
    });
    expect(
      brief(predict('set-image', { status: at(3) }, images('order:1'))),
    ).toBe('7 → finished 7 100 - | rev 1 100 % with-pods | stable');
    expect(
      predict('set-image', { status: at(3) }, images('order:1')).uncertain,
    ).toContain('template');
    expect(
      predict('set-image', { status: at(3) }, images('order:2')).nothing,
    ).toContain('these images already');
    expect(
      brief(predict('set-image', { status: at(3) }, images('order:9'))),
    ).toBe(
      '0 → pause 1 20 CanaryPauseStep | rev 1 80 % rev ? 20 % with-pods | -',
    );
  });
});

describe('blue-green', () => {
  const strategy = (more: Json = {}, options: Options = {}): Options => ({
    ...options,
    strategy: {
      blueGreen: {
        activeService: 'active',
        previewService: 'preview',
        autoPromotionEnabled: false,
        ...more,
      },
    },
  });
  const both = [replicaSet(STABLE, 1, 5), replicaSet(CANARY, 2, 5)];
  const preview = (more: Json = {}): Json => ({
    currentStepIndex: undefined,
    blueGreen: { activeSelector: STABLE, previewSelector: CANARY, ...more },
  });
  const cutOver = (more: Json = {}): Json => ({
    currentStepIndex: undefined,
    blueGreen: {
      activeSelector: CANARY,
      previewSelector: CANARY,
      postPromotionAnalysisRunStatus: { name: 'post', status: 'Running' },
      ...more,
    },
  });
  const analysis = (name: string) => ({ templates: [{ templateName: name }] });
  const pre = { prePromotionAnalysis: analysis('smoke') };
  const post = { postPromotionAnalysis: analysis('load') };

  it.each<[string, RolloutActionName, Options, string]>([
    [
      'promote',
      'promote',
      strategy({}, { status: { ...preview(), ...paused('BlueGreenPause') } }),
      '- → finished - - - | rev 2 100 % when-ready | -',
    ],
    [
      'promote with an analysis after it',
      'promote',
      strategy(post, { status: { ...preview(), ...paused('BlueGreenPause') } }),
      '- → analysis - - - | rev 2 100 % when-ready | -',
    ],
    [
      'promote while the countdown runs starts it again',
      'promote',
      strategy(
        { autoPromotionEnabled: true, autoPromotionSeconds: 60 },
        { status: { ...preview(), ...paused('BlueGreenPause') } },
      ),
      '- → pause - - BlueGreenPause | unchanged | restarts-countdown',
    ],
    [
      'promote of an inconclusive analysis: it runs again',
      'promote',
      strategy(pre, {
        status: {
          ...preview({
            prePromotionAnalysisRunStatus: {
              name: 'p',
              status: 'Inconclusive',
            },
          }),
          ...paused('InconclusiveAnalysisRun'),
        },
      }),
      '- → analysis - - - | unchanged | analysis-again',
    ],
    [
      'promote full',
      'promote-full',
      strategy({ ...pre, ...post }, { status: preview() }),
      '- → finished - - - | rev 2 100 % when-ready | promote-full',
    ],
    [
      'promote full after the cutover',
      'promote-full',
      strategy(post, { status: cutOver() }),
      '- → finished - - - | unchanged | promote-full',
    ],
    [
      'abort before the cutover',
      'abort',
      strategy({}, { status: preview() }),
      '- → aborted - - - | unchanged | -',
    ],
    [
      'abort after the cutover',
      'abort',
      strategy(post, { status: cutOver() }),
      '- → aborted - - - | rev 1 100 % at-once | -',
    ],
    [
      'abort after the cutover while paused by a user',
      'abort',
      strategy(post, { spec: { paused: true }, status: cutOver() }),
      '- → aborted - - - | rev 1 100 % after-resume | -',
    ],
    [
      'retry: analysis and pause again',
      'retry',
      strategy(pre, { status: { ...preview(), ...aborted } }),
      '- → analysis - - - | unchanged | -',
    ],
  ])('%s', (_, action, options, expected) => {
    expect(brief(predict(action, options, {}, { replicaSets: both }))).toBe(
      expected,
    );
  });

  it('aborts after the cutover only when the new pods are ready', () => {
    const broken = [
      replicaSet(STABLE, 1, 5),
      {
        ...replicaSet(CANARY, 2, 5),
        status: { replicas: 5, readyReplicas: 3, availableReplicas: 3 },
      },
    ];
    expect(
      predict(
        'abort',
        strategy(post, { status: cutOver() }),
        {},
        { replicaSets: broken },
      ).serves,
    ).toMatchObject({ when: 'when-ready', waitsFor: 2 });
  });

  it('is fast-tracked by a retry while its pods are kept', () => {
    const kept = [replicaSet(STABLE, 1, 5), replicaSet(CANARY, 2, 5, LATER)];
    const options = strategy(pre, { status: { ...preview(), ...aborted } });
    const retry = (now: number) =>
      brief(predict('retry', options, {}, { replicaSets: kept, now }));
    expect(retry(NOW)).toBe(
      '- → finished - - - | rev 2 100 % at-once | fast-track',
    );
    expect(retry(Date.parse(LATER) + 1)).toBe(
      '- → analysis - - - | unchanged | -',
    );
  });

  const done: Json = {
    ...stable,
    currentStepIndex: undefined,
    blueGreen: { activeSelector: CANARY, previewSelector: CANARY },
  };
  const undo = (options: Options, old: Json, now = NOW) =>
    brief(
      predict(
        'undo',
        options,
        { toRevision: 1 },
        { replicaSets: [old, replicaSet(CANARY, 2, 5)], now },
      ),
    );

  it.each<[string, Options, Json, number, string]>([
    [
      'kept: fast-tracked',
      strategy({ ...pre, ...post }, { status: done }),
      replicaSet(STABLE, 1, 5, LATER),
      NOW,
      '- → finished - - - | rev 1 100 % at-once | fast-track',
    ],
    [
      'its time is over: analysis before promotion',
      strategy(pre, { status: done }),
      replicaSet(STABLE, 1, 5, LATER),
      Date.parse(LATER),
      '- → analysis - - - | unchanged | -',
    ],
    [
      'not all of its pods: pause',
      strategy({}, { status: done }),
      replicaSet(STABLE, 1, 3, LATER),
      NOW,
      '- → pause - - BlueGreenPause | unchanged | -',
    ],
    [
      'with a small preview: not fast-tracked',
      strategy({ previewReplicaCount: 1 }, { status: done }),
      replicaSet(STABLE, 1, 5, LATER),
      NOW,
      '- → pause - - BlueGreenPause | unchanged | -',
    ],
    [
      'paused by a user: not fast-tracked',
      strategy({}, { spec: { paused: true }, status: done }),
      replicaSet(STABLE, 1, 5, LATER),
      NOW,
      '- → held - - ManuallyPaused | unchanged | -',
    ],
    [
      'scaled down, promotes by itself',
      strategy({ autoPromotionEnabled: true }, { status: done }),
      replicaSet(STABLE, 1, 0),
      NOW,
      '- → finished - - - | rev 1 100 % when-ready | -',
    ],
    [
      'rollback window, promotes by itself',
      strategy(
        { autoPromotionEnabled: true },
        { status: done, spec: { rollbackWindow: { revisions: 1 } } },
      ),
      replicaSet(STABLE, 1, 0),
      NOW,
      '- → finished - - - | rev 1 100 % when-ready | rollback-window',
    ],
    [
      'rollback window, waits for a promotion that never comes',
      strategy(
        {},
        { status: done, spec: { rollbackWindow: { revisions: 1 } } },
      ),
      replicaSet(STABLE, 1, 0),
      NOW,
      '- → stuck - - - | unchanged | rollback-window',
    ],
  ])('undo, %s', (_, options, old, now, expected) => {
    expect(undo(options, old, now)).toBe(expected);
  });

  it.each<[string, Json, Json, string]>([
    [
      'before the cutover',
      {},
      preview(),
      '- → finished - - - | unchanged | stable',
    ],
    [
      'after it, manual promotion',
      {},
      cutOver(),
      '- → pause - - BlueGreenPause | unchanged | stable',
    ],
    [
      'after it, with an analysis before promotion',
      pre,
      cutOver(),
      '- → stuck - - - | unchanged | stable',
    ],
    [
      'after it, promotes by itself',
      { autoPromotionEnabled: true },
      cutOver(),
      '- → finished - - - | rev 1 100 % when-ready | stable',
    ],
  ])('undo to stable %s', (_, more, status, expected) => {
    expect(
      brief(
        predict(
          'undo',
          strategy(more, { status }),
          { toRevision: 1 },
          { replicaSets: both },
        ),
      ),
    ).toBe(expected);
  });
});
