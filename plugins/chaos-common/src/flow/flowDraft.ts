import { JsonObject, JsonValue } from '@backstage/types';
import { Experiment, EXPERIMENTS, startSpec } from '../experiments';
import { EMBEDDED_UNDER, FaultKind, isFaultKind } from '../kinds';
import { isObject, string, strings } from '../read';
import { isOneShotFault } from '../checks/embedded';

/** Types of steps that hold others. */
export const LANES = ['Serial', 'Parallel'] as const;
export type LaneType = (typeof LANES)[number];

export const isLane = (type: string): type is LaneType =>
  type === 'Serial' || type === 'Parallel';

/** What can be added to a lane. A Task runs a container of its own and is not offered. */
export type NewStep =
  | { type: LaneType | 'Suspend' | 'StatusCheck' }
  | { type: 'Fault'; experiment: Experiment };

/** Where faults of a flow look for pods. */
export interface FlowPlace {
  namespace: string;
  /** Labels of the pods of the service. */
  labels: Record<string, string>;
}

const isJson = (value: JsonValue | undefined): value is JsonObject =>
  isObject(value);

/** The templates of the spec of a Workflow. */
export const templatesOf = ({ templates }: JsonObject): JsonObject[] =>
  Array.isArray(templates) ? templates.filter(isJson) : [];

/** The template of a name, with its place in the list; undefined when there is none. */
export function templateOf(
  spec: JsonObject,
  name: string,
): { template: JsonObject; index: number } | undefined {
  const templates = templatesOf(spec);
  const index = templates.findIndex(each => each.name === name);
  return index < 0 ? undefined : { template: templates[index], index };
}

/** A name that no template has: `pod-kill`, `pod-kill-2`. */
function freeName(spec: JsonObject, base: string): string {
  const taken = new Set(templatesOf(spec).map(({ name }) => name));
  let name = base;
  for (let count = 2; taken.has(name); count++) name = `${base}-${count}`;
  return name;
}

const change = (
  spec: JsonObject,
  name: string,
  edit: (template: JsonObject) => JsonObject,
): JsonObject => ({
  ...spec,
  templates: templatesOf(spec).map(each =>
    each.name === name ? edit(each) : each,
  ),
});

/** A template whose members are replaced; its name with all places that name it. */
export function editStep(
  spec: JsonObject,
  name: string,
  next: JsonObject,
): JsonObject {
  const renamed = string(next.name) ?? name;
  const edited = change(spec, name, () => next);
  if (renamed === name) return edited;
  return {
    ...edited,
    ...(spec.entry === name ? { entry: renamed } : {}),
    templates: templatesOf(edited).map(each =>
      Array.isArray(each.children)
        ? {
            ...each,
            children: strings(each.children).map(child =>
              child === name ? renamed : child,
            ),
          }
        : each,
    ),
  };
}

/** A step as it is added: with a deadline, because without one it may never end. */
function newTemplate(
  spec: JsonObject,
  step: NewStep,
  { namespace, labels }: FlowPlace,
): JsonObject {
  if (step.type === 'Fault') {
    const { experiment } = step;
    const { kind } = experiment;
    const { duration, ...fault } = startSpec(experiment, namespace, labels);
    const once = isFaultKind(kind) && isOneShotFault({ kind, spec: fault });
    return {
      name: freeName(spec, experiment.id),
      templateType: kind,
      // A fault that happens once keeps its step until the deadline all the same.
      deadline: once ? '30s' : string(duration) ?? '1m',
      ...(isFaultKind(kind) ? { [EMBEDDED_UNDER[kind]]: fault } : {}),
    };
  }
  switch (step.type) {
    case 'Suspend':
      return {
        name: freeName(spec, 'wait'),
        templateType: 'Suspend',
        deadline: '30s',
      };
    case 'StatusCheck':
      return {
        name: freeName(spec, 'check'),
        templateType: 'StatusCheck',
        deadline: '1m',
        abortWithStatusCheck: true,
        statusCheck: {
          type: 'HTTP',
          mode: 'Synchronous',
          intervalSeconds: 5,
          timeoutSeconds: 1,
          failureThreshold: 3,
          successThreshold: 1,
          http: { url: '', method: 'GET', criteria: { statusCode: '200' } },
        },
      };
    default:
      return {
        name: freeName(spec, step.type === 'Serial' ? 'series' : 'branches'),
        templateType: step.type,
        deadline: '5m',
        children: [],
      };
  }
}

/** Adds a step at the end of a lane, and says how it is called. */
export function addStep(
  spec: JsonObject,
  lane: string,
  step: NewStep,
  place: FlowPlace,
): { spec: JsonObject; name: string } {
  const template = newTemplate(spec, step, place);
  const name = String(template.name);
  const grown = change(spec, lane, each => ({
    ...each,
    children: [...strings(each.children), name],
  }));
  return {
    name,
    spec: { ...grown, templates: [...templatesOf(grown), template] },
  };
}

/** Names of templates that can be reached from the entry. */
function reachable(spec: JsonObject): Set<string> {
  const found = new Set<string>();
  const visit = (name: string) => {
    if (found.has(name)) return;
    found.add(name);
    strings(templateOf(spec, name)?.template.children).forEach(visit);
  };
  visit(string(spec.entry) ?? '');
  return found;
}

/** Takes a step out of a lane, and templates that nothing starts any more with it. */
export function removeStep(
  spec: JsonObject,
  lane: string,
  index: number,
): JsonObject {
  const less = change(spec, lane, each => ({
    ...each,
    children: strings(each.children).filter((_, at) => at !== index),
  }));
  const kept = reachable(less);
  return {
    ...less,
    templates: templatesOf(less).filter(({ name }) => kept.has(String(name))),
  };
}

/** Moves a step of a lane to another place in it; the same spec when there is no such place. */
export function moveStep(
  spec: JsonObject,
  lane: string,
  from: number,
  to: number,
): JsonObject {
  return change(spec, lane, each => {
    const children = strings(each.children);
    if (to < 0 || to >= children.length) return each;
    const [moved] = children.splice(from, 1);
    children.splice(to, 0, moved);
    return { ...each, children };
  });
}

/** A Workflow to start from: one series with one fault in it. */
export function startWorkflow(
  experiment: Experiment,
  place: FlowPlace,
): JsonObject {
  const empty: JsonObject = {
    entry: 'steps',
    templates: [
      { name: 'steps', templateType: 'Serial', deadline: '5m', children: [] },
    ],
  };
  return addStep(empty, 'steps', { type: 'Fault', experiment }, place).spec;
}

/** What a Schedule starts: one fault, or a Workflow to start from. */
function scheduledSpec(
  experiment: Experiment,
  place: FlowPlace,
): JsonObject | undefined {
  const { kind } = experiment;
  if (kind === 'Workflow') {
    const [first] = EXPERIMENTS;
    return { [EMBEDDED_UNDER.Workflow]: startWorkflow(first, place) };
  }
  return isFaultKind(kind)
    ? {
        [EMBEDDED_UNDER[kind]]: startSpec(
          experiment,
          place.namespace,
          place.labels,
        ),
      }
    : undefined;
}

/** A Schedule to start from: everything set that surprises where it is left out. */
export function startSchedule(
  experiment: Experiment,
  place: FlowPlace,
): JsonObject {
  return {
    schedule: '0 10 * * 1-5',
    concurrencyPolicy: 'Forbid',
    historyLimit: 5,
    startingDeadlineSeconds: 300,
    type: experiment.kind,
    ...scheduledSpec(experiment, place),
  };
}

/** Makes a Schedule start something else; all else of it stays. */
export function withScheduled(
  spec: JsonObject,
  experiment: Experiment,
  place: FlowPlace,
): JsonObject {
  const { schedule, concurrencyPolicy, historyLimit, startingDeadlineSeconds } =
    spec;
  const kept = Object.entries({
    schedule,
    concurrencyPolicy,
    historyLimit,
    startingDeadlineSeconds,
  }).filter(([, value]) => value !== undefined);
  return {
    ...startSchedule(experiment, place),
    ...Object.fromEntries(kept),
  };
}

/** The spec of the Workflow that a Schedule holds by its type; undefined for Schedules of faults. */
export function embeddedWorkflow(schedule: JsonObject): JsonObject | undefined {
  if (schedule.type !== 'Workflow') return undefined;
  const spec = schedule[EMBEDDED_UNDER.Workflow];
  return isJson(spec) ? spec : {};
}

/** Member and spec of the fault that a template or a Schedule holds by its type; undefined for others. */
export function embeddedFault(
  holder: JsonObject,
  type: string,
): { kind: FaultKind; member: string; spec: JsonObject } | undefined {
  if (!isFaultKind(type)) return undefined;
  const member = EMBEDDED_UNDER[type];
  const spec = holder[member];
  return { kind: type, member, spec: isJson(spec) ? spec : {} };
}
