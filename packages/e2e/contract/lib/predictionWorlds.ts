import { ROLLOUTS } from '@slipway/plugin-rollouts-common';
import { Json } from './json';
import {
  ANALYSIS_TEMPLATES,
  analysisTemplate,
  canary,
  ingress,
  INGRESSES,
  prometheus,
  rollout,
  service,
  SERVICES,
} from './manifests';
import { World } from './world';

/** What an analysis of the scenarios gives: it runs on, or ends at once without a verdict. */
const ANALYSES = {
  /** One measurement, then a minute until the next: still running when it is looked at. */
  slow: { value: '1', interval: '60s', count: 5 },
  /** Neither good nor bad, after a moment. */
  unclear: { value: '0.9', interval: '1s', count: 1, initialDelay: '2s' },
  /** The same, when the canary surely waits at its first pause. */
  later: { value: '0.9', interval: '1s', count: 1, initialDelay: '8s' },
  /** Fails after a moment. */
  failing: { value: '0.1', interval: '1s', count: 1, initialDelay: '4s' },
} as const;

/** Creates an AnalysisTemplate of this name. */
export async function analysis(
  world: World,
  name: keyof typeof ANALYSES,
): Promise<void> {
  const { value, ...more } = ANALYSES[name];
  await world.create(
    ANALYSIS_TEMPLATES,
    analysisTemplate(name, {
      successCondition: 'result[0] >= 0.95',
      failureCondition: 'result[0] < 0.8',
      provider: prometheus(world.target.prometheusUrl, `vector(${value})`),
      ...more,
    }),
  );
}

export const templates = (templateName: keyof typeof ANALYSES): Json => ({
  templates: [{ templateName }],
});

/** A canary of five pods, healthy on its first revision. */
export async function canaryWorld(
  world: World,
  steps: Json[],
  more: Json = {},
  spec: Json = {},
): Promise<void> {
  await world.create(ROLLOUTS, rollout(canary(steps, more), spec));
  await world.untilHealthy();
}

/** The same with an nginx Ingress that holds the weight. */
export async function routedWorld(
  world: World,
  steps: Json[],
  more: Json = {},
  spec: Json = {},
): Promise<void> {
  await world.create(SERVICES, service('stable'), service('canary'));
  await world.create(INGRESSES, ingress('shop', 'stable'));
  await canaryWorld(
    world,
    steps,
    {
      stableService: 'stable',
      canaryService: 'canary',
      trafficRouting: { nginx: { stableIngress: 'shop' } },
      ...more,
    },
    spec,
  );
}

/** A blue-green rollout of two pods that waits for manual promotion, healthy on its first revision. */
export async function blueGreenWorld(
  world: World,
  more: Json = {},
  spec: Json = {},
): Promise<void> {
  await world.create(SERVICES, service('active'), service('preview'));
  await world.create(
    ROLLOUTS,
    rollout(
      {
        blueGreen: {
          activeService: 'active',
          previewService: 'preview',
          autoPromotionEnabled: false,
          ...more,
        },
      },
      { replicas: 2, ...spec },
    ),
  );
  await world.untilHealthy();
}

/** Revisions differ by whole seconds: the next one must not be made in the same. */
export const aSecondLater = (world: World) =>
  world.until(
    'a second later',
    (_, { detail }) =>
      Date.now() - Date.parse(detail.revisions[0].createdAt) > 1_100,
  );

/** The arguments to set the image of the container `app`. */
export const image = (name: string) => ({
  images: [{ container: 'app', image: name }],
});

/** The arguments to end the first run that has not ended. */
export async function runningRun(world: World) {
  const { detail } = await world.until('measuring', (_, reading) =>
    reading.detail.analysisRuns.some(
      run =>
        run.phase === 'Running' &&
        run.metrics.some(metric => metric.measurements.length > 0),
    ),
  );
  const run = detail.analysisRuns.find(({ phase }) => phase === 'Running');
  return { analysisRun: run?.name ?? '', uid: run?.uid ?? '' };
}
