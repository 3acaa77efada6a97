import { loadCase } from '@slipway/field-cases';
import {
  ANALYSIS_RUNS,
  AnalysisRunView,
  decisiveRun,
} from '@slipway/plugin-rollouts-common';
import { mockCredentials } from '@backstage/backend-test-utils';
import { until } from '@slipway/test-utils';
import { startCase } from '../__testUtils__/cases';
import { CLUSTER } from '../__testUtils__/objects';

/** Verdicts of the runs of one rollout by the run's name. */
async function verdicts(name: string, rollout: string) {
  const served = await startCase(name);
  const { analysisRuns } = await served.detail(rollout);
  return Object.fromEntries(
    analysisRuns.map(({ name: run, verdict }) => [run, verdict]),
  );
}

describe('analysis cases through the API', () => {
  it('01: limits from arguments are filled in; values that nothing shows do not leave', async () => {
    const served = await startCase('01-limits-from-args', objects => {
      for (const { kind, spec } of objects) {
        if (kind === 'AnalysisRun') {
          (spec as { args: object[] }).args.push(
            { name: 'token', value: 's3cret' },
            {
              name: 'floor-secret',
              value: 's3cret',
              valueFrom: { secretKeyRef: { name: 's', key: 'k' } },
            },
          );
        }
      }
      return objects;
    });
    const answer = await served.detail('basket');
    const [run] = answer.analysisRuns;
    expect(run.verdict).toBe(
      'success-rate failed: 3 of 5 measurements below 0.95 (last 0.89), 2 allowed.',
    );
    expect(run.metrics[0]).toMatchObject({
      count: 5,
      interval: '20s',
      failureLimit: 2,
      inconclusiveLimit: 3,
      limits: [{ kind: 'success', operator: '>=', value: 0.95 }],
      template: { failureLimit: '{{args.bad-allowed}}' },
    });
    expect(run.args?.map(({ name }) => name)).toEqual([
      'floor',
      'tries',
      'bad-allowed',
      'unsure-allowed',
      'pace',
    ]);
    expect(JSON.stringify(answer)).not.toContain('s3cret');
  });

  it('03: a row of good measurements that did not come', async () => {
    expect(
      await verdicts('03-consecutive-success-limit', 'never-three'),
    ).toEqual({
      'never-three-newhash-2':
        'success-rate failed: 3 good measurements in a row were wanted; there were at most 2 in 6 measurements. 2 of 6 measurements below 0.95 (last 0.89), no failure limit.',
    });
  });

  it('05: ended before anything was measured; dry-run metrics only', async () => {
    expect(await verdicts('05-ended-before-any-measurement', 'basket')).toEqual(
      {
        'basket-newhash-2':
          'It was ended before anything was measured: this says nothing of the release.',
        'basket-newhash-2-2': 'Only dry-run metrics: p95 would have failed.',
      },
    );
  });

  it('05: nor does the activity say more', async () => {
    const served = await startCase('05-ended-before-any-measurement');
    const written = () =>
      served.activity.entries.filter(({ type }) =>
        type.startsWith('analysis-'),
      );
    await until('both runs are recorded', () => written().length === 2);
    expect(
      written()
        .map(({ summary, severity }) => [summary, severity])
        .sort(),
    ).toEqual([
      [
        'Analysis basket-newhash-2 of basket ended: It was ended before anything was measured: this says nothing of the release.',
        'info',
      ],
      [
        'Analysis basket-newhash-2-2 of basket ended: Only dry-run metrics: p95 would have failed.',
        'info',
      ],
    ]);
  });

  it('06: NaN is on no side of a limit', async () => {
    expect(await verdicts('06-nan-against-half-a-rule', 'basket')).toEqual({
      'basket-newhash-2':
        'success-rate failed: 1 of 1 measurement was no number (NaN: no requests), 0 allowed. p95 failed: 1 of 1 measurement was no number (NaN), 0 allowed.',
    });
  });

  it('18: runs of an Experiment belong to its rollout, in the detail and live', async () => {
    const served = await startCase('18-experiment-has-the-traffic');
    const { analysisRuns, events } = await served.detail('basket');
    expect(
      analysisRuns.map(({ name, experiment, podTemplateHash, verdict }) => ({
        name,
        experiment,
        podTemplateHash,
        verdict,
      })),
    ).toEqual([
      {
        name: 'basket-newhash-2-0-compare',
        experiment: 'basket-newhash-2-0',
        podTemplateHash: 'newhash',
        verdict:
          'gap failed: 1 of 1 measurement at or above 0.1 (last 0.4), 0 allowed.',
      },
    ]);
    expect(events).toEqual([]);

    const topic = await served.live.open(
      'rollouts:detail',
      { cluster: CLUSTER, namespace: 'c18', name: 'basket' },
      { credentials: mockCredentials.user('user:default/vera') },
    );
    const run = loadCase('18-experiment-has-the-traffic', {
      now: Date.now(),
    }).find(({ kind }) => kind === 'AnalysisRun');
    Object.assign(run?.status as object, { phase: 'Inconclusive' });
    served.clusters.emit(CLUSTER, ANALYSIS_RUNS, run as never);
    await topic.waitFor(({ items }) =>
      [...items.values()].some(
        value => (value as AnalysisRunView).phase === 'Inconclusive',
      ),
    );
    topic.close();
  });

  it('19: no run explains an abort that somebody asked for', async () => {
    const served = await startCase('19-earlier-attempt-blamed');
    const { core, analysisRuns } = await served.detail('basket');
    expect(analysisRuns).toHaveLength(2);
    expect(decisiveRun(core, analysisRuns)).toBeUndefined();
    expect(core.message).toBe(
      'RolloutAborted: Rollout aborted update to revision 2',
    );
  });
});
