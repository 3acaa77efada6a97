import assert from 'node:assert/strict';
import {
  ANALYSIS_RUNS,
  EXPERIMENTS,
  RolloutCore,
  ROLLOUTS,
} from '@slipway/plugin-rollouts-common';
import { at, Json } from '../lib/json';
import {
  ANALYSIS_TEMPLATES,
  canary,
  IMAGE,
  NEXT,
  podTemplate,
  prometheus,
  rollout,
  SERVICES,
} from '../lib/manifests';
import { Scenario } from '../lib/scenario';
import { Reading, World } from '../lib/world';

const LISTENING = {
  containers: [
    {
      name: 'app',
      image: IMAGE,
      ports: [{ name: 'http', containerPort: 8080 }],
    },
  ],
};

/** What the controller has just created is not yet in its own cache: it calls it missing and fails the Experiment. */
const isStale = (message: string): boolean =>
  /(replicaset\.apps|analysisrun\.argoproj\.io) "[^"]+" not found$/.test(
    message,
  );

/** Waits as `World.until`; an Experiment that failed over a stale cache is retried, as a user would. */
export async function untilPastStaleCache(
  world: World,
  what: string,
  wanted: (core: RolloutCore, reading: Reading) => boolean,
): Promise<Reading> {
  for (;;) {
    const reading = await world.until(
      what,
      (core, read) => isStale(core.message) || wanted(core, read),
    );
    if (!isStale(reading.core.message)) return reading;
    assert.ok(world.target.canOverlook, reading.core.message);
    await world.act('retry');
    await world.until('retried', core => !isStale(core.message));
  }
}

/** Starts a canary whose first step is an Experiment that asks one analysis. */
async function startExperiment(
  world: World,
  condition: Json,
  experiment: Json = {},
): Promise<void> {
  await world.create(ANALYSIS_TEMPLATES, {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AnalysisTemplate',
    metadata: { name: 'probe' },
    spec: {
      args: [{ name: 'hash' }, { name: 'note', value: 'own' }],
      metrics: [
        {
          name: 'probe',
          ...condition,
          provider: prometheus(world.target.prometheusUrl, 'vector(1)'),
        },
      ],
    },
  });
  await world.create(
    ROLLOUTS,
    rollout(
      canary([
        {
          experiment: {
            scaleDownDelaySeconds: 2,
            templates: [{ name: 'trial', specRef: 'stable', service: {} }],
            analyses: [
              {
                name: 'judge',
                templateName: 'probe',
                requiredForCompletion: true,
                args: [
                  {
                    name: 'hash',
                    value: '{{templates.trial.podTemplateHash}}',
                  },
                ],
              },
            ],
            ...experiment,
          },
        },
        { pause: {} },
      ]),
      { replicas: 1, template: podTemplate(IMAGE, LISTENING) },
    ),
  );
  await world.untilHealthy();
  await world.setImage(NEXT);
}

/** Experiments that did not end over a stale cache. */
const experimentsOf = async (world: World) =>
  (await world.api.list(EXPERIMENTS, world.namespace)).filter(
    one => !isStale(String(at(one, 'status', 'message'))),
  );

export const controllersExperimentScenarios: Scenario[] = [
  {
    id: 'experiment-analysis-failed',
    title: 'An analysis of an Experiment that fails aborts the canary',
    async run(world) {
      await startExperiment(world, { successCondition: 'result[0] > 1' });
      const isAborted = (core: RolloutCore) =>
        core.aborted && core.phase === 'Degraded';
      await untilPastStaleCache(world, 'aborted', isAborted);
      const { reading } = await world.compare({
        stepIndex: 0,
        setWeight: 0,
        stableImage: IMAGE,
      });
      assert.equal(
        reading.core.message,
        'RolloutAborted: Rollout aborted update to revision 2: Experiment analysis phase is error/failed: ' +
          'Metric "probe" assessed Failed due to failed (1) > failureLimit (0)',
      );
      const [experiment] = await experimentsOf(world);
      assert.equal(at(experiment, 'status', 'phase'), 'Failed');
      assert.equal(
        at(experiment, 'status', 'analysisRuns', 0, 'phase'),
        'Failed',
      );
      await world.act('retry');
      await untilPastStaleCache(world, 'aborted again', isAborted);
      assert.deepEqual(
        (await experimentsOf(world)).map(one => at(one, 'status', 'phase')),
        ['Failed', 'Failed'],
      );
    },
  },
  {
    id: 'experiment-analysis-successful',
    title:
      'A required analysis of an Experiment ends it and its step; its arguments, Service and pods',
    async run(world) {
      await startExperiment(world, {
        successCondition: 'result[0] == 1',
        count: 3,
        interval: '2s',
      });
      await untilPastStaleCache(
        world,
        'running',
        core => core.experiment?.status === 'Running',
      );
      const [run] = await world.api
        .list(ANALYSIS_RUNS, world.namespace)
        .then(async runs => {
          for (let look = 0; !runs.length && look < 40; look += 1) {
            await world.read();
            runs.push(
              ...(await world.api.list(ANALYSIS_RUNS, world.namespace)),
            );
          }
          return runs;
        });
      const [experiment] = await experimentsOf(world);
      const [template] = Object.values(
        at(experiment, 'status', 'templateStatuses') ?? {},
      );
      const hash = at(template, 'podTemplateHash');
      assert.match(String(hash), /^\w+$/);
      assert.deepEqual(at(run, 'spec', 'args'), [
        { name: 'hash', value: hash },
        { name: 'note', value: 'own' },
      ]);
      const name = String(at(experiment, 'metadata', 'name'));
      assert.equal(at(run, 'metadata', 'name'), `${name}-judge`);
      assert.equal(at(template, 'serviceName'), `${name}-trial`);
      const service = await world.api.get(
        SERVICES,
        world.namespace,
        `${name}-trial`,
      );
      assert.equal(
        at(service, 'spec', 'selector', 'rollouts-pod-template-hash'),
        hash,
      );
      assert.equal(at(service, 'spec', 'ports', 0, 'port'), 8080);
      await untilPastStaleCache(
        world,
        'at the pause',
        core => core.phase === 'Paused' && core.stepIndex === 1,
      );
      const [ended] = await experimentsOf(world);
      assert.equal(at(ended, 'status', 'phase'), 'Successful');
      assert.equal(
        at(ended, 'status', 'message'),
        'Required AnalysisRuns completed',
      );
      await world.compare({ stepIndex: 1, message: 'CanaryPauseStep' });
    },
  },
  {
    id: 'experiment-inconclusive',
    title:
      'An inconclusive Experiment pauses and is run again; skipping the step leaves it, and the pause after it',
    async run(world) {
      await startExperiment(world, {
        successCondition: 'result[0] > 1',
        failureCondition: 'result[0] < 1',
      });
      const again = async (count: number) => {
        await untilPastStaleCache(
          world,
          'paused at the same step again',
          core =>
            core.stepIndex === 0 &&
            core.pauses[0]?.reason === 'InconclusiveExperiment',
        );
        const experiments = await world.api.list(EXPERIMENTS, world.namespace);
        assert.ok(experiments.length >= count);
      };
      await again(1);
      // What `promote` of the plugin sends.
      await world.merge({ status: { pauseConditions: null } }, 'status');
      await again(2);
      await world.merge(
        { status: { pauseConditions: null, currentStepIndex: 1 } },
        'status',
      );
      // `controllerPause` is left true: the pause step after it counts as resumed.
      await world.untilHealthy();
      await world.compare({ stepIndex: 2, stableImage: NEXT });
    },
  },
];
