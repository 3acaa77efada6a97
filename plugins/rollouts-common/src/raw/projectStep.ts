import {
  boolean,
  compact,
  intOrString,
  isObject,
  Json,
  list,
  number,
  object,
  optionalObject,
  string,
} from '@slipway/plugin-clusters-common/read';
import { CanaryStep, RouteMatch, StringMatch } from './types';

const KNOWN: readonly string[] = [
  'setWeight',
  'pause',
  'analysis',
  'experiment',
  'setCanaryScale',
  'setHeaderRoute',
  'setMirrorRoute',
  'plugin',
] satisfies ReadonlyArray<keyof CanaryStep>;

function stringMatch(value: unknown): StringMatch | undefined {
  const match = optionalObject(value);
  return (
    match &&
    compact({
      exact: string(match.exact),
      prefix: string(match.prefix),
      regex: string(match.regex),
    })
  );
}

const routeMatch = (raw: Json): RouteMatch =>
  compact({
    method: stringMatch(raw.method),
    path: stringMatch(raw.path),
    headers: isObject(raw.headers)
      ? Object.fromEntries(
          Object.entries(raw.headers).map(([header, match]) => [
            header,
            stringMatch(match) ?? {},
          ]),
        )
      : undefined,
  });

function headerRoute(raw: Json): CanaryStep['setHeaderRoute'] {
  return compact({
    name: string(raw.name),
    match: Array.isArray(raw.match)
      ? list(raw.match).map(match =>
          compact({
            headerName: string(match.headerName),
            headerValue: stringMatch(match.headerValue),
          }),
        )
      : undefined,
  });
}

function mirrorRoute(raw: Json): CanaryStep['setMirrorRoute'] {
  return compact({
    name: string(raw.name),
    match: Array.isArray(raw.match)
      ? list(raw.match).map(routeMatch)
      : undefined,
    percentage: number(raw.percentage),
  });
}

function experiment(raw: Json): CanaryStep['experiment'] {
  const analyses = list(raw.analyses).flatMap(analysis => {
    const name = string(analysis.name) ?? string(analysis.templateName);
    return name === undefined ? [] : [name];
  });
  return compact({
    duration: string(raw.duration),
    templates: list(raw.templates).map(template =>
      compact({
        name: string(template.name),
        specRef: string(template.specRef),
        weight: number(template.weight),
        serviceName: string(object(template.service).name),
      }),
    ),
    analyses: analyses.length ? analyses : undefined,
  });
}

/** Trims a step of a canary. Configuration of plugins and arguments of analyses are dropped. */
export function projectStep(raw: Json): CanaryStep {
  const member = <T>(value: unknown, of: (known: Json) => T) => {
    const known = optionalObject(value);
    return known && of(known);
  };
  const otherKeys = Object.keys(raw).filter(key => !KNOWN.includes(key));
  return compact({
    setWeight: number(raw.setWeight),
    pause: member(raw.pause, pause =>
      compact({ duration: intOrString(pause.duration) }),
    ),
    analysis: member(raw.analysis, analysis => ({
      templates: list(analysis.templates).map(template =>
        compact({
          templateName: string(template.templateName),
          clusterScope: boolean(template.clusterScope),
        }),
      ),
    })),
    experiment: member(raw.experiment, experiment),
    setCanaryScale: member(raw.setCanaryScale, scale =>
      compact({
        weight: number(scale.weight),
        replicas: number(scale.replicas),
        matchTrafficWeight: boolean(scale.matchTrafficWeight),
      }),
    ),
    setHeaderRoute: member(raw.setHeaderRoute, headerRoute),
    setMirrorRoute: member(raw.setMirrorRoute, mirrorRoute),
    plugin: member(raw.plugin, plugin =>
      compact({ name: string(plugin.name) }),
    ),
    otherKeys: otherKeys.length ? otherKeys : undefined,
  });
}
