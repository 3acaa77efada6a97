import { FaultDraft } from '../draft';
import { CHAOS_KINDS, EMBEDDED_UNDER, FAULT_KINDS, FaultKind } from '../kinds';
import { isAbsent, isObject, Json, object, objects, string } from '../read';

/** Where a fault stands in the object that is launched. */
export type Within =
  /** It is the object. */
  | 'alone'
  /** A Schedule starts it. */
  | 'schedule'
  /** A Workflow starts it and ends it at the template's deadline. */
  | 'workflow'
  /** A Schedule inside of a Workflow starts it. */
  | 'workflow-schedule';

/** One fault inside of what is launched. */
export interface EmbeddedFault {
  /** Place of its spec: `spec`, `spec.podChaos`, `spec.templates[2].networkChaos`. */
  path: string;
  kind: FaultKind;
  spec: Json;
  within: Within;
  /** Place and value of the template's deadline, in Workflows. */
  deadline?: { path: string; value: unknown };
}

/** One template of a Workflow. */
export interface EmbeddedTemplate {
  path: string;
  name: string;
  type: string;
  template: Json;
}

/** One Schedule: the object itself, or a template of a Workflow. */
export interface EmbeddedSchedule {
  path: string;
  spec: Json;
  inWorkflow: boolean;
}

/** Everything inside of what is launched, however deep. */
export interface Embedded {
  faults: EmbeddedFault[];
  templates: EmbeddedTemplate[];
  schedules: EmbeddedSchedule[];
}

/**
 * Everything inside of a draft, recursively: Schedules of faults and of
 * Workflows, Workflows with faults and Schedules. A member that holds a fault is
 * found whether or not the `type` beside it names it, so that nothing passes
 * unseen. The webhook of Chaos Mesh does not look into Schedules of Workflows.
 *
 * @see api/v1alpha1/schedule_types.go, workflow_types.go
 */
export function embeddedIn({ kind, spec }: FaultDraft): Embedded {
  const found: Embedded = { faults: [], templates: [], schedules: [] };
  if (kind === 'Schedule') inSchedule(spec, 'spec', 'schedule', found);
  else if (kind === 'Workflow') inWorkflow(spec, 'spec', found);
  else found.faults.push({ path: 'spec', kind, spec, within: 'alone' });
  return found;
}

function inMembers(
  parent: Json,
  path: string,
  known: Pick<EmbeddedFault, 'within' | 'deadline'>,
  found: Embedded,
) {
  for (const kind of FAULT_KINDS) {
    const member = EMBEDDED_UNDER[kind];
    if (isAbsent(parent[member])) continue;
    found.faults.push({
      path: `${path}.${member}`,
      kind,
      spec: object(parent[member]),
      ...known,
    });
  }
}

function inSchedule(
  spec: Json,
  path: string,
  within: 'schedule' | 'workflow-schedule',
  found: Embedded,
  deadline?: EmbeddedFault['deadline'],
) {
  found.schedules.push({
    path,
    spec,
    inWorkflow: within === 'workflow-schedule',
  });
  inMembers(spec, path, { within, ...(deadline ? { deadline } : {}) }, found);
  const { workflow } = spec;
  if (isObject(workflow)) inWorkflow(workflow, `${path}.workflow`, found);
}

function inWorkflow(spec: Json, path: string, found: Embedded) {
  objects(spec.templates).forEach((template, index) => {
    const at = `${path}.templates[${index}]`;
    found.templates.push({
      path: at,
      name: string(template.name) ?? '',
      type: string(template.templateType) ?? '',
      template,
    });
    const deadline = { path: `${at}.deadline`, value: template.deadline };
    inMembers(template, at, { within: 'workflow', deadline }, found);
    if (isObject(template.schedule)) {
      inSchedule(
        template.schedule,
        `${at}.schedule`,
        'workflow-schedule',
        found,
        deadline,
      );
    }
  });
}

/** Whether a fault happens once, and then ignores duration and pause. */
export function isOneShotFault({
  kind,
  spec,
}: Pick<EmbeddedFault, 'kind' | 'spec'>): boolean {
  const action = string(spec.action);
  return action !== undefined && CHAOS_KINDS[kind].oneShot.includes(action);
}
