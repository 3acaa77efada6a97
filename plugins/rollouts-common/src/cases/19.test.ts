import { RawObject } from '@slipway/field-cases';
import { Json, object } from '@slipway/plugin-clusters-common/read';
import { decisiveRun, runsOfThisAttempt } from '../derive';
import { caseDetails, NOW } from './__testUtils__/runs';

const CASE = '19-earlier-attempt-blamed';
const ABORTED = 'Rollout aborted update to revision 2';
const METRIC =
  'Metric "success-rate" assessed Failed due to failed (1) > failureLimit (0)';

const ago = (minutes: number) =>
  new Date(NOW - minutes * 60_000).toISOString().replace('.000', '');

interface Change {
  /** What the controller says after `Rollout aborted update to revision 2`. */
  reason?: string;
  rollout?: Json;
  /** Changes of the second run's status and metadata. */
  second?: { status?: Json; metadata?: Json; drop?: boolean };
  first?: { status?: Json; metadata?: Json };
}

function attempt(change: Change) {
  const edit = (raw: RawObject) => {
    if (raw.kind === 'Rollout') {
      const status = object(raw.status);
      if (change.reason !== undefined) {
        const message = `${ABORTED}${change.reason}`;
        status.message = `RolloutAborted: ${message}`;
        object((status.conditions as Json[])[0]).message = message;
      }
      Object.assign(status, change.rollout);
    }
    const over = raw.metadata.name.endsWith('.1')
      ? change.second
      : change.first;
    if (raw.kind === 'AnalysisRun' && over) {
      Object.assign(object(raw.status), over.status);
      Object.assign(raw.metadata, over.metadata);
    }
  };
  const { core, analysisRuns } = caseDetails(CASE, edit).basket;
  return {
    runs: runsOfThisAttempt(core, analysisRuns).map(run => run.name),
    decisive: decisiveRun(core, analysisRuns)?.name,
  };
}

const FAILED = {
  phase: 'Failed',
  message: METRIC,
  completedAt: ago(2),
};

describe('19: the attempt that is meant', () => {
  it('blames no run for an abort that somebody asked for', () => {
    expect(attempt({})).toEqual({
      runs: ['basket-newhash-2.1'],
      decisive: undefined,
    });
  });

  it.each<[string, Change, string | undefined]>([
    [
      'the second failed as the first did',
      { reason: `: ${METRIC}`, second: { status: FAILED } },
      'basket-newhash-2.1',
    ],
    [
      'the controller of today names the kind',
      {
        reason: `: Background analysis phase error/failed: ${METRIC}`,
        second: { status: FAILED },
      },
      'basket-newhash-2.1',
    ],
    [
      'the kind alone, of a run without a message',
      {
        reason: ': Background analysis phase error/failed',
        second: { status: { ...FAILED, message: undefined } },
      },
      'basket-newhash-2.1',
    ],
    [
      'another kind',
      {
        reason: ': Step-based analysis phase error/failed',
        second: { status: { ...FAILED, message: undefined } },
      },
      undefined,
    ],
    [
      'somebody was faster than a run that failed afterwards',
      { reason: '', second: { status: FAILED } },
      undefined,
    ],
    [
      'no progress',
      { reason: ': ReplicaSet "basket-newhash" has timed out progressing.' },
      undefined,
    ],
    [
      'a failed plugin step',
      { reason: ': Step Plugin 1 (org/check) failed: no' },
      undefined,
    ],
    [
      'the run of this attempt is gone, an earlier one said the same',
      {
        reason: `: ${METRIC}`,
        second: { metadata: { ownerReferences: [] } },
      },
      undefined,
    ],
    [
      'the first attempt, seen from its own abort',
      {
        reason: `: ${METRIC}`,
        rollout: { abortedAt: ago(178) },
        second: { metadata: { ownerReferences: [] } },
      },
      'basket-newhash-2',
    ],
    [
      'instants in another zone',
      {
        reason: `: ${METRIC}`,
        rollout: { abortedAt: '2026-03-02T13:58:00+02:00' },
        second: { status: FAILED },
      },
      'basket-newhash-2.1',
    ],
    [
      'a run of an earlier revision with the same template',
      {
        reason: `: ${METRIC}`,
        second: {
          status: FAILED,
          metadata: { annotations: { 'rollout.argoproj.io/revision': '1' } },
        },
      },
      undefined,
    ],
    ['not aborted', { rollout: { abort: false } }, undefined],
  ])('%s', (_, change, expected) => {
    expect(attempt(change).decisive).toBe(expected);
  });

  it('a run of a step that is still to come is of an earlier attempt', () => {
    const { runs } = attempt({
      rollout: {
        abort: false,
        abortedAt: undefined,
        phase: 'Paused',
        currentStepIndex: 1,
        conditions: [],
      },
      first: {
        status: { phase: 'Inconclusive' },
        metadata: {
          labels: {
            'rollout-type': 'Step',
            'step-index': '2',
            'rollouts-pod-template-hash': 'newhash',
          },
        },
      },
    });
    expect(runs).toEqual(['basket-newhash-2.1']);
  });

  it('keeps runs of an attempt before a retry apart while the second runs', () => {
    const { runs } = attempt({
      rollout: {
        abort: false,
        abortedAt: undefined,
        phase: 'Progressing',
        message: 'more replicas need to be updated',
        conditions: [],
        canary: {
          currentBackgroundAnalysisRunStatus: {
            name: 'basket-newhash-2.1',
            status: 'Running',
          },
        },
      },
      second: { status: { phase: 'Running', completedAt: undefined } },
    });
    expect(runs).toEqual(['basket-newhash-2.1']);
  });
});
