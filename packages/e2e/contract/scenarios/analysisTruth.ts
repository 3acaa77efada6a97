import assert from 'node:assert/strict';
import {
  AnalysisRunView,
  decisiveRun,
  ROLLOUTS,
  runsOfThisAttempt,
} from '@slipway/plugin-rollouts-common';
import { Json } from '../lib/json';
import {
  ANALYSIS_TEMPLATES,
  analysisStep,
  canary,
  NEXT,
  prometheus,
  rollout,
} from '../lib/manifests';
import { Scenario } from '../lib/scenario';
import { Reading, World } from '../lib/world';

/** A template of one metric named `probe` with whatever else a template has. */
const template = (metric: Json, spec: Json = {}): Json => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'AnalysisTemplate',
  metadata: { name: 'probe' },
  spec: { metrics: [{ name: 'probe', ...metric }], ...spec },
});

/** Creates the template and starts an update of a canary with these steps. */
async function start(
  world: World,
  analysis: Json,
  steps: Json[],
  more: Json = {},
): Promise<void> {
  await world.create(ANALYSIS_TEMPLATES, analysis);
  await world.create(ROLLOUTS, rollout(canary(steps, more)));
  await world.untilHealthy();
  await world.setImage(NEXT);
}

const MEASURED_STEPS = [
  { setWeight: 20 },
  analysisStep('probe'),
  { pause: {} },
];

const measuring = (world: World, query: string, more: Json = {}): Json => ({
  successCondition: 'result[0] >= 0.95',
  provider: prometheus(world.target.prometheusUrl, query),
  interval: '1s',
  count: 3,
  ...more,
});

const names = (runs: readonly AnalysisRunView[]) =>
  runs.map(({ name }) => name);

const blamed = ({ core, detail }: Reading) =>
  decisiveRun(core, detail.analysisRuns)?.name;

const aborted = (world: World) =>
  world.untilPhase('Degraded', core => core.aborted);

/** What the portal says of analyses, held against what the controller did. */
export const analysisTruthScenarios: Scenario[] = [
  {
    id: 'analysis-arguments',
    title: 'Limits, counts, intervals and conditions from arguments',
    async run(world) {
      await start(
        world,
        template(
          measuring(world, 'vector({{ args.value }})', {
            count: '{{args.tries}}',
            interval: '{{args.pace}}',
            failureLimit: '{{args.allowed}}',
            successCondition: 'result[0] >= {{args.floor}}',
          }),
          {
            args: [
              { name: 'value', value: '0.853' },
              { name: 'tries', value: '4' },
              { name: 'pace', value: '1s' },
              { name: 'allowed', value: '1' },
              { name: 'floor', value: '0.95' },
            ],
          },
        ),
        MEASURED_STEPS,
      );
      const reading = await aborted(world);
      const [run] = reading.detail.analysisRuns;
      assert.equal(
        run.verdict,
        'probe failed: 2 of 2 measurements below 0.95 (last 0.853), 1 allowed.',
      );
      assert.match(reading.core.message, /failed \(2\) > failureLimit \(1\)/);
      const [metric] = run.metrics;
      assert.deepEqual(
        [metric.count, metric.interval, metric.failureLimit, metric.query],
        [4, '1s', 1, 'vector(0.853)'],
      );
      assert.equal(metric.template?.failureLimit, '{{args.allowed}}');
      assert.equal(blamed(reading), run.name);
    },
  },
  {
    id: 'analysis-row',
    title:
      'Good measurements in a row that do not come, without a failure limit',
    async run(world) {
      await start(
        world,
        template(
          measuring(world, 'vector(0.9)', {
            consecutiveSuccessLimit: 2,
            failureLimit: -1,
          }),
        ),
        MEASURED_STEPS,
      );
      const reading = await aborted(world);
      const [run] = reading.detail.analysisRuns;
      assert.equal(run.phase, 'Failed');
      assert.equal(
        run.verdict,
        'probe failed: 2 good measurements in a row were wanted; there were at most 0 in 3 measurements. 3 of 3 measurements below 0.95 (last 0.9), no failure limit.',
      );
      // The run has no message of its own; the controller names its kind only.
      assert.equal(run.message, undefined);
      assert.match(
        reading.core.message,
        /: Step-based analysis phase error\/failed$/,
      );
      assert.equal(blamed(reading), run.name);
    },
  },
  {
    id: 'analysis-row-came',
    title: 'Good measurements in a row end an analysis before its count',
    async run(world) {
      await start(
        world,
        template(
          measuring(world, 'vector(0.99)', {
            consecutiveSuccessLimit: 2,
            failureLimit: -1,
            count: 30,
          }),
        ),
        MEASURED_STEPS,
      );
      const { detail } = await world.untilPhase(
        'Paused',
        core => core.stepIndex === 2,
      );
      const [run] = detail.analysisRuns;
      assert.equal(
        run.verdict,
        'probe held: 2 good measurements in a row, 2 wanted; 2 of 2 measurements at or above 0.95 (last 0.99).',
      );
    },
  },
  {
    id: 'analysis-ended-before',
    title: 'A background analysis that is ended before its first measurement',
    async run(world) {
      await start(
        world,
        template(
          measuring(world, 'vector(0.99)', {
            count: undefined,
            initialDelay: '10m',
          }),
        ),
        [{ setWeight: 20 }, { pause: {} }],
        { analysis: { templates: [{ templateName: 'probe' }] } },
      );
      const { detail } = await world.until(
        'waiting to measure',
        (core, reading) =>
          core.pauseConditions &&
          reading.detail.analysisRuns[0]?.phase === 'Running',
      );
      const [waiting] = detail.analysisRuns;
      const first = Date.parse(waiting.metrics[0].firstMeasurementAt ?? '');
      assert.equal(first - Date.parse(waiting.startedAt ?? ''), 600_000);
      await world.act('promote-full');
      await world.untilHealthy();
      const ended = await world.until(
        'ended',
        (_, reading) => reading.detail.analysisRuns[0].phase === 'Successful',
      );
      const [run] = ended.detail.analysisRuns;
      assert.equal(run.message, 'Run Terminated');
      assert.equal(
        run.verdict,
        'It was ended before anything was measured: this says nothing of the release.',
      );
      assert.equal(run.inconsequential, 'nothing-measured');
    },
  },
  {
    id: 'analysis-dry-run',
    title:
      'Metrics in dry-run mode, chosen by a regular expression, do not count',
    async run(world) {
      await start(
        world,
        template(measuring(world, 'vector(0.9)', { count: 1 }), {
          dryRun: [{ metricName: 'pr.*' }],
        }),
        MEASURED_STEPS,
      );
      const { detail } = await world.untilPhase(
        'Paused',
        core => core.stepIndex === 2,
      );
      const [run] = detail.analysisRuns;
      assert.equal(run.phase, 'Successful');
      assert.equal(run.metrics[0].phase, 'Failed');
      assert.equal(
        run.verdict,
        'Only dry-run metrics: probe would have failed.',
      );
    },
  },
  {
    id: 'analysis-nan',
    title: 'A ratio without requests is no number, and on no side of a limit',
    async run(world) {
      await start(
        world,
        template(
          measuring(world, 'vector(0) / vector(0)', {
            failureCondition: 'isNaN(result[0]) || result[0] < 0.5',
          }),
        ),
        MEASURED_STEPS,
      );
      const reading = await aborted(world);
      const [run] = reading.detail.analysisRuns;
      assert.equal(run.metrics[0].measurements[0].value, '[NaN]');
      assert.equal(
        run.verdict,
        'probe failed: 1 of 1 measurement was no number (NaN: no requests), 0 allowed.',
      );
      assert.equal(blamed(reading), run.name);
    },
  },
  {
    id: 'analysis-empty',
    title: 'An answer without series is empty',
    async run(world) {
      await start(
        world,
        template(
          measuring(world, 'nothing_of_this_name', {
            successCondition: 'len(result) > 0 && result[0] >= 0.95',
          }),
        ),
        MEASURED_STEPS,
      );
      const [run] = (await aborted(world)).detail.analysisRuns;
      assert.equal(run.metrics[0].measurements[0].value, '[]');
      assert.equal(
        run.verdict,
        'probe failed: 1 of 1 measurement was empty, 0 allowed.',
      );
    },
  },
  {
    id: 'analysis-of-attempts',
    title:
      'A user aborts the second attempt after an analysis aborted the first',
    async run(world) {
      await start(
        world,
        template(measuring(world, 'vector(0.9)', { count: 1 })),
        [
          { setWeight: 20 },
          { pause: {} },
          analysisStep('probe'),
          { pause: {} },
        ],
      );
      const paused = () =>
        world.until(
          'at the first pause',
          core => core.stepIndex === 1 && core.pauseConditions,
        );
      await paused();
      await world.act('promote');
      const first = await aborted(world);
      const [run] = first.detail.analysisRuns;
      assert.equal(blamed(first), run.name);

      await world.act('retry');
      const second = await paused();
      assert.deepEqual(
        names(runsOfThisAttempt(second.core, second.detail.analysisRuns)),
        [],
      );
      await world.act('abort');
      const byUser = await aborted(world);
      assert.equal(
        byUser.core.message,
        'RolloutAborted: Rollout aborted update to revision 2',
      );
      assert.deepEqual(names(byUser.detail.analysisRuns), [run.name]);
      assert.equal(blamed(byUser), undefined);

      await world.act('retry');
      await paused();
      await world.act('promote');
      const third = await aborted(world);
      assert.equal(third.detail.analysisRuns.length, 2);
      assert.equal(blamed(third), `${run.name}.1`);
    },
  },
  {
    id: 'analysis-of-experiment',
    title:
      'The analysis of an Experiment is the rollout’s, and explains its abort',
    async run(world) {
      await start(
        world,
        template(measuring(world, 'vector(0.9)', { count: 1 })),
        [
          {
            experiment: {
              templates: [{ name: 'trial', specRef: 'canary' }],
              analyses: [{ name: 'compare', templateName: 'probe' }],
            },
          },
          { pause: {} },
        ],
      );
      const reading = await aborted(world);
      const [run] = reading.detail.analysisRuns;
      assert.match(String(run.experiment), /^shop-/);
      assert.equal(
        run.verdict,
        'probe failed: 1 of 1 measurement below 0.95 (last 0.9), 0 allowed.',
      );
      assert.match(reading.core.message, /Experiment analysis phase is/);
      assert.equal(blamed(reading), run.name);
    },
  },
];
