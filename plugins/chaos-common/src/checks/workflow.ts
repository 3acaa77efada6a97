import { FaultDraft } from '../draft';
import { durationText, parseGoDuration } from '../duration';
import { EMBEDDED_UNDER, isFaultKind } from '../kinds';
import {
  isAbsent,
  isObject,
  Json,
  number,
  object,
  objects,
  string,
  strings,
} from '../read';
import { checkDeadline } from './duration';
import { EmbeddedTemplate } from './embedded';
import { Report } from './report';

const FLOW = [
  'Serial',
  'Parallel',
  'Suspend',
  'Task',
  'StatusCheck',
  'Schedule',
];

/** The Workflow of a draft with its place: the object itself, or what a Schedule starts. */
export function workflowsIn({
  kind,
  spec,
}: FaultDraft): Array<{ path: string; spec: Json }> {
  if (kind === 'Workflow') return [{ path: 'spec', spec }];
  return kind === 'Schedule' && isObject(spec.workflow)
    ? [{ path: 'spec.workflow', spec: spec.workflow }]
    : [];
}

/**
 * Entry and names of a Workflow, and that it comes to an end: a template that is
 * below itself would start again for ever, which the webhook does not look for.
 *
 * @see api/v1alpha1/workflow_webhook.go `entryMustExists`, `validateTemplates`
 */
export function checkWorkflow(spec: Json, report: Report) {
  const templates = objects(spec.templates);
  const names = templates.map(({ name }) => string(name) ?? '');
  const entry = string(spec.entry) ?? '';
  if (templates.length === 0) {
    report.refuse('templates', 'workflow.templates', 'must not be empty.');
  }
  if (!names.includes(entry)) {
    report.refuse(
      'entry',
      'workflow.entry',
      entry === ''
        ? 'is missing: the name of the template to start with.'
        : `There is no template "${entry}".`,
    );
  }
  for (const name of new Set(names)) {
    if (names.filter(each => each === name).length > 1) {
      report.refuse(
        'templates',
        'workflow.name-twice',
        `Two templates have the name "${name}".`,
      );
    }
  }
  const looping = findLoop(templates);
  if (looping) {
    report.trap(
      'templates',
      'workflow.loop',
      `Template "${looping}" is below itself: the workflow would never end.`,
    );
  }
}

function childrenOf(template: Json): string[] {
  return [
    ...strings(template.children),
    ...objects(template.conditionalBranches).map(
      ({ target }) => string(target) ?? '',
    ),
  ];
}

/** Name of a template that is reached from itself. */
function findLoop(templates: readonly Json[]): string | undefined {
  const children = new Map(
    templates.map(each => [string(each.name) ?? '', childrenOf(each)]),
  );
  const done = new Set<string>();
  const above = new Set<string>();
  const visit = (name: string): string | undefined => {
    if (above.has(name)) return name;
    if (done.has(name)) return undefined;
    above.add(name);
    for (const child of children.get(name) ?? []) {
      const loop = visit(child);
      if (loop !== undefined) return loop;
    }
    above.delete(name);
    done.add(name);
    return undefined;
  };
  for (const name of children.keys()) {
    const loop = visit(name);
    if (loop !== undefined) return loop;
  }
  return undefined;
}

/**
 * One template. Templates that start faults, and those that wait, need a
 * deadline; members of other types are refused.
 *
 * @see api/v1alpha1/workflow_webhook.go `validateTemplate`
 */
export function checkTemplate(
  { name, type, template }: EmbeddedTemplate,
  names: readonly string[],
  report: Report,
) {
  if (!/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(name)) {
    report.refuse(
      'name',
      'workflow.name',
      'must be a Kubernetes name: small letters, digits, "-" and ".".',
    );
  }
  if (!FLOW.includes(type) && !isFaultKind(type)) {
    report.refuse(
      'templateType',
      'workflow.type',
      `must be ${FLOW.join(', ')} or a kind of fault.`,
    );
    return;
  }
  if (type !== 'Serial' && type !== 'Parallel') {
    checkDeadline(template.deadline, report);
  }
  checkMembers(type, template, report);
  strings(template.children).forEach((child, index) => {
    if (!names.includes(child)) {
      report.refuse(
        `children[${index}]`,
        'workflow.child',
        `There is no template "${child}".`,
      );
    }
  });
  if (type === 'StatusCheck') checkStatusCheck(template, report);
}

/** Only the members of its own type. */
function checkMembers(type: string, template: Json, report: Report) {
  const own: Readonly<Record<string, readonly string[]>> = {
    Serial: ['children'],
    Parallel: ['children'],
    Task: ['task', 'conditionalBranches'],
    StatusCheck: ['statusCheck'],
    Schedule: ['schedule'],
  };
  const needed = isFaultKind(type) ? [EMBEDDED_UNDER[type]] : own[type] ?? [];
  const [first] = needed;
  if (first !== undefined && isAbsent(template[first])) {
    report.refuse(
      first,
      'workflow.spec',
      `is missing: the type of the template is ${type}.`,
    );
  }
  const known = [
    'children',
    'task',
    'conditionalBranches',
    'statusCheck',
    'schedule',
    ...Object.values(EMBEDDED_UNDER),
  ];
  for (const member of known) {
    const value = template[member];
    const empty = Array.isArray(value) ? value.length === 0 : isAbsent(value);
    if (!needed.includes(member) && !empty) {
      report.refuse(
        member,
        'workflow.other-spec',
        `does not belong to a template of the type ${type}.`,
      );
    }
  }
}

/** Continuous checks never succeed by themselves: their deadline ends them. @see controllers/statuscheck/worker.go */
function checkStatusCheck(template: Json, report: Report) {
  const check = object(template.statusCheck);
  const at = report.at('statusCheck');
  const http = object(check.http);
  const url = string(http.url) ?? '';
  if (!/^https?:\/\/\S+$/.test(url)) {
    at.refuse('http.url', 'status-check.url', 'must be an http or https URL.');
  }
  if (!string(object(http.criteria).statusCode)) {
    at.refuse(
      'http.criteria.statusCode',
      'status-check.code',
      'is missing: a status code, as "200", or a range, as "200-299".',
    );
  }
  const interval = (number(check.intervalSeconds) ?? 10) * 1000;
  const deadline = parseGoDuration(string(template.deadline) ?? '');
  if (deadline !== undefined && deadline > 0 && deadline <= interval) {
    report.trap(
      'deadline',
      'status-check.deadline',
      `must be longer than ${durationText(
        interval,
      )}: the first check runs after one interval.`,
    );
  }
  if (check.mode === 'Continuous' && !string(check.duration)) {
    at.warn(
      'duration',
      'status-check.continuous',
      'is not given: the check never succeeds by itself, the deadline of the template ends it.',
    );
  }
}
