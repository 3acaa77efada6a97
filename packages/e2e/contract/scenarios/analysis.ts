import assert from 'node:assert/strict';
import { ROLLOUTS } from '@slipway/plugin-rollouts-common';
import { Json } from '../lib/json';
import {
  ANALYSIS_TEMPLATES,
  analysisStep,
  analysisTemplate,
  canary,
  NEXT,
  prometheus,
  rollout,
} from '../lib/manifests';
import { Scenario } from '../lib/scenario';
import { World } from '../lib/world';

/** Starts a canary whose second step runs an analysis of one metric. */
async function startWithMetric(
  world: World,
  metric: (address: string) => Json,
  after: Json[] = [{ pause: {} }],
) {
  await world.create(
    ANALYSIS_TEMPLATES,
    analysisTemplate('probe', metric(world.target.prometheusUrl)),
  );
  await world.create(
    ROLLOUTS,
    rollout(canary([{ setWeight: 20 }, analysisStep('probe'), ...after])),
  );
  await world.untilHealthy();
  await world.setImage(NEXT);
}

const constant =
  (value: string, more: Json = {}) =>
  (address: string): Json => ({
    successCondition: 'result[0] >= 0.95',
    provider: prometheus(address, `vector(${value})`),
    interval: '1s',
    count: 3,
    ...more,
  });

/** Runs on until it is ended; the controller allows that in the background only. */
const endless = constant('0.99', { count: undefined });

export const analysisScenarios: Scenario[] = [
  {
    id: 'analysis-running',
    title: 'An analysis that runs',
    async run(world) {
      await startWithMetric(
        world,
        constant('0.99', { interval: '60s', count: 5 }),
      );
      await world.until(
        'measuring',
        (core, { detail }) =>
          core.currentStepAnalysisRunStatus?.status === 'Running' &&
          detail.analysisRuns[0]?.metrics[0].measurements.length === 1,
      );
      const { reading } = await world.compare({
        phase: 'Progressing',
        stepIndex: 1,
      });
      const [run] = reading.detail.analysisRuns;
      assert.equal(run.type, 'Step');
      assert.equal(run.stepIndex, 1);
      assert.equal(run.verdict, 'probe: 1 of 5 measurements taken.');
      assert.deepEqual(run.metrics[0].limits, [
        { kind: 'success', operator: '>=', value: 0.95 },
      ]);
      assert.equal(run.metrics[0].query, 'vector(0.99)');
      assert.deepEqual(run.metrics[0].measurements[0].numbers, [0.99]);
    },
  },
  {
    id: 'analysis-successful',
    title: 'An analysis that holds lets the canary continue',
    async run(world) {
      await startWithMetric(world, constant('0.99'));
      await world.untilPhase('Paused', core => core.stepIndex === 2);
      const { reading } = await world.compare({ stepIndex: 2 });
      assert.equal(
        reading.detail.analysisRuns[0].verdict,
        'probe held: 3 of 3 measurements at or above 0.95 (last 0.99).',
      );
    },
  },
  {
    id: 'analysis-failed',
    title:
      'A metric below its limit aborts the canary, and the reason is shown',
    async run(world) {
      await startWithMetric(world, constant('0.853', { failureLimit: 1 }));
      await world.untilPhase('Degraded', core => core.aborted);
      const { reading } = await world.compare({ setWeight: 0, stepIndex: 0 });
      assert.equal(
        reading.detail.analysisRuns[0].verdict,
        'probe failed: 2 of 2 measurements below 0.95 (last 0.853), 1 allowed.',
      );
      assert.deepEqual(
        reading.core.steps.map(step => step.state),
        ['done', 'failed', 'upcoming'],
      );
      assert.match(reading.core.message, /failed \(2\) > failureLimit \(1\)/);
    },
  },
  {
    id: 'analysis-inconclusive',
    title: 'An inconclusive analysis waits for a user, who promotes past it',
    async run(world) {
      await startWithMetric(
        world,
        constant('0.9', { failureCondition: 'result[0] < 0.8', count: 1 }),
      );
      await world.untilPhase('Paused');
      const { reading } = await world.compare({
        message: 'InconclusiveAnalysisRun',
        stepIndex: 1,
      });
      assert.equal(reading.core.attention?.reason, 'analysis-inconclusive');
      assert.match(
        String(reading.detail.analysisRuns[0].verdict),
        /^probe is inconclusive: 1 of 1 measurement /,
      );
      await world.act('promote');
      await world.until(
        'at the pause step after it',
        core =>
          core.stepIndex === 2 && core.pauses[0]?.reason === 'CanaryPauseStep',
      );
      await world.compare({ phase: 'Paused', message: 'CanaryPauseStep' });
    },
  },
  {
    id: 'analysis-error',
    title: 'A metric that cannot be measured aborts the canary',
    async run(world) {
      await startWithMetric(world, () => ({
        ...constant('1', { consecutiveErrorLimit: 1 })('http://127.0.0.1:1'),
      }));
      await world.untilPhase('Degraded', core => core.aborted);
      const { reading } = await world.compare({ stepIndex: 0 });
      const [run] = reading.detail.analysisRuns;
      assert.equal(run.phase, 'Error');
      assert.match(
        String(run.verdict),
        /^probe could not be measured: 2 errors, 1 in a row allowed \(.*refused/,
      );
    },
  },
  {
    id: 'analysis-background',
    title:
      'A background analysis beside the steps, seen while the canary waits',
    async run(world) {
      await world.create(
        ANALYSIS_TEMPLATES,
        analysisTemplate('probe', endless(world.target.prometheusUrl)),
      );
      await world.create(
        ROLLOUTS,
        rollout(
          canary([{ setWeight: 20 }, { pause: {} }], {
            analysis: { templates: [{ templateName: 'probe' }] },
          }),
        ),
      );
      await world.untilHealthy();
      await world.setImage(NEXT);
      const { detail } = await world.until(
        'measuring beside the pause',
        (core, reading) =>
          core.pauseConditions &&
          reading.detail.analysisRuns[0]?.metrics[0].measurements.length > 0,
      );
      assert.equal(detail.analysisRuns[0].type, 'Background');
      assert.deepEqual(
        detail.core.currentAnalysisRuns?.map(run => [run.type, run.status]),
        [['Background', 'Running']],
      );
      await world.act('promote');
      await world.untilHealthy();
      const ended = await world.until(
        'ended',
        (_, reading) => reading.detail.analysisRuns[0].phase === 'Successful',
      );
      assert.ok(ended.detail.analysisRuns[0].finishedAt);
      await world.compare({ phase: 'Healthy' });
    },
  },
  {
    id: 'terminate-analysis',
    title: 'An analysis ended by a user',
    async run(world) {
      await startWithMetric(world, constant('0.99', { count: 1000 }));
      const { detail } = await world.until(
        'measuring',
        (_, reading) =>
          (reading.detail.analysisRuns[0]?.metrics[0].counts.successful ?? 0) >
          0,
      );
      const [{ name, uid }] = detail.analysisRuns;
      await world.act('terminate-analysis', { analysisRun: name, uid });
      await world.untilPhase('Paused', core => core.stepIndex === 2);
      const { reading } = await world.compare({ stepIndex: 2 });
      const [run] = reading.detail.analysisRuns;
      assert.equal(run.phase, 'Successful');
      assert.match(
        String(run.verdict),
        /^probe held: \d+ of \d+ measurements? /,
      );
      await assert.rejects(
        world.plan('terminate-analysis', { analysisRun: name, uid }),
        { name: 'ConflictError', message: /has ended already/ },
      );
    },
  },
];
