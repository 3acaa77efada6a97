import { CanaryStep, RouteMatch, StringMatch } from '../raw/types';
import { StepView } from '../types';
import { pauseSeconds, shortDuration } from './duration';
import { percentOf } from './weights';

const STEP_TYPES = [
  'setWeight',
  'pause',
  'analysis',
  'experiment',
  'setCanaryScale',
  'setHeaderRoute',
  'setMirrorRoute',
  'plugin',
] as const satisfies ReadonlyArray<StepView['type'] & keyof CanaryStep>;

/** What kind of step it is: its member. */
export function typeOfStep(step: CanaryStep): StepView['type'] {
  return STEP_TYPES.find(type => step[type] !== undefined) ?? 'unknown';
}

/** `0.5 %` for 5 of 1000; a weight that is no part of the maximum is quoted as it stands. */
function partLabel(weight: number, maximum: number): string {
  const percent = percentOf(weight, maximum);
  return percent === undefined
    ? `weight ${weight} of ${maximum}`
    : `${percent} %`;
}

/**
 * A canary's scale; its weight is a part of the replicas, not of the traffic.
 *
 * @see utils/replicaset/canary.go `CalculateReplicaCountsForTrafficRoutedCanary`, `trafficWeightToReplicas`
 */
function scaleLabel(
  scale: NonNullable<CanaryStep['setCanaryScale']>,
  maximum: number,
): string {
  if (scale.weight !== undefined) {
    return `scale ${partLabel(scale.weight, maximum)}`;
  }
  if (scale.replicas !== undefined) return `scale ${scale.replicas} pods`;
  return 'scale with traffic';
}

const named = (word: string, name?: string) =>
  name ? `${word} ${name}` : word;

/** `=true`, ` prefix /api`, ` regex ^v2`; without a comparison nothing. */
function matchWords(match: StringMatch | undefined): string {
  if (match?.exact !== undefined) return `=${match.exact}`;
  if (match?.prefix !== undefined) return ` prefix ${match.prefix}`;
  if (match?.regex !== undefined) return ` regex ${match.regex}`;
  return '';
}

const routeMatchWords = ({ method, path, headers = {} }: RouteMatch) =>
  [
    ...(method ? [`method${matchWords(method)}`] : []),
    ...(path ? [`path${matchWords(path)}`] : []),
    ...Object.entries(headers).map(
      ([header, match]) => `${header}${matchWords(match)}`,
    ),
  ].join(' and ');

/**
 * Without `match` the controller removes the route.
 *
 * @see rollout/trafficrouting/istio/istio.go `SetHeaderRoute`
 */
function headerRouteWords(
  route: NonNullable<CanaryStep['setHeaderRoute']>,
): string {
  if (!route.match) return named('remove header route', route.name);
  const headers = route.match
    .map(
      ({ headerName, headerValue }) =>
        `${headerName ?? 'a header without a name'}${matchWords(headerValue)}`,
    )
    .join(' or ');
  return `${named('header route', route.name)}: ${headers || 'no match'}`;
}

/**
 * Without `match` the controller removes the route; without a percentage all
 * matching requests are copied.
 *
 * @see rollout/trafficrouting/istio/istio.go `SetMirrorRoute`
 */
function mirrorRouteWords(
  route: NonNullable<CanaryStep['setMirrorRoute']>,
): string {
  if (!route.match) return named('remove mirror route', route.name);
  const share =
    route.percentage === undefined ? '' : ` ${route.percentage} % of`;
  const matches = route.match.map(routeMatchWords).filter(Boolean).join(' or ');
  return `${named('mirror route', route.name)}:${share} ${
    matches || 'all requests'
  }`;
}

function experimentWords(
  step: NonNullable<CanaryStep['experiment']>,
  maximum: number,
): string {
  const templates = (step.templates ?? []).flatMap(({ name, weight }) => {
    if (name === undefined) return [];
    return [
      weight === undefined ? name : `${name} ${partLabel(weight, maximum)}`,
    ];
  });
  const words = named('experiment', step.duration);
  return templates.length ? `${words}: ${templates.join(', ')}` : words;
}

const analysisWords = ({
  templates = [],
}: NonNullable<CanaryStep['analysis']>) =>
  named(
    'analysis',
    templates
      .flatMap(({ templateName, clusterScope }) => {
        if (templateName === undefined) return [];
        return [clusterScope ? `${templateName} (cluster)` : templateName];
      })
      .join(', '),
  );

/**
 * Words for a step: `20 %`, `pause`, `pause 10m`, `analysis success-rate`,
 * `header route beta: x-canary=true`. What cannot be read is quoted as it
 * stands, an unknown step by its key.
 *
 * @param maximum - `maxTrafficWeight`: weights are shown as percentages of it
 * @see utils/rollout/rolloututil.go `CanaryStepString`
 */
export function stepLabel(step: CanaryStep, maximum = 100): string {
  switch (typeOfStep(step)) {
    case 'setWeight':
      return partLabel(step.setWeight ?? NaN, maximum);
    case 'pause': {
      const seconds = pauseSeconds(step.pause?.duration);
      if (seconds !== undefined) return `pause ${shortDuration(seconds)}`;
      return named('pause', step.pause?.duration?.toString());
    }
    case 'analysis':
      return analysisWords(step.analysis ?? {});
    case 'experiment':
      return experimentWords(step.experiment ?? {}, maximum);
    case 'setCanaryScale':
      return scaleLabel(step.setCanaryScale ?? {}, maximum);
    case 'setHeaderRoute':
      return headerRouteWords(step.setHeaderRoute ?? {});
    case 'setMirrorRoute':
      return mirrorRouteWords(step.setMirrorRoute ?? {});
    case 'plugin':
      return named('plugin', step.plugin?.name);
    default:
      return named('unknown step', step.otherKeys?.join(', '));
  }
}
