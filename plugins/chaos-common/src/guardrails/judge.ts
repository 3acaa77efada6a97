import { ResolvedEnvironment } from '@slipway/plugin-clusters-common';
import { embeddedIn, isOneShotFault, selectsPods } from '../checks';
import { FaultDraft } from '../draft';
import { durationText, parseGoDuration } from '../duration';
import { CHAOS_KINDS, LaunchKind } from '../kinds';
import { DraftProblem, SelectionPreview, WorkloadShare } from '../preview';
import { isObject, Json, object, string, strings } from '../read';
import { readPodSelector } from '../selector';
import { EnvironmentGuardrails, Guardrails } from './types';
import { isOpenAt, windowText } from './window';

const ENVIRONMENT_WORDS = {
  dev: 'development',
  stage: 'staging',
  prod: 'production',
} as const;

/** What guardrails are judged on beside the draft. */
export interface GuardrailFacts {
  guardrails: Guardrails;
  /** Namespace of the object. */
  namespace: string;
  environmentOf(namespace: string): ResolvedEnvironment;
  /** Unix milliseconds. */
  now: number;
  selections: readonly SelectionPreview[];
  workloads: readonly WorkloadShare[];
}

/** Every namespace whose pods a draft may reach, its own among them. */
export function namespacesOf(draft: FaultDraft, own: string): string[] {
  const found = new Set<string>([own]);
  const add = (spec: Json) => {
    const { selector } = readPodSelector(spec, own);
    const named = Object.keys(selector.pods);
    (named.length > 0 ? named : selector.namespaces).forEach(each =>
      found.add(each),
    );
    // Both, so that nothing that is written there is left unjudged.
    strings(object(spec.selector).namespaces).forEach(each => found.add(each));
  };
  for (const { kind, spec } of embeddedIn(draft).faults) {
    if (selectsPods(kind)) add(spec);
    if (isObject(spec.target)) add(spec.target);
  }
  return [...found].sort();
}

/** Whether a name fits a pattern in which `*` is any text. */
export function fitsPattern(pattern: string, name: string): boolean {
  const parts = pattern
    .split('*')
    .map(part => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(name);
}

type Add = (path: string, rule: string, message: string) => void;

/** The rules of one environment, for the whole draft. */
function judgeFor(
  draft: FaultDraft,
  rules: EnvironmentGuardrails,
  where: string,
  add: Add,
) {
  const { faults, templates, schedules } = embeddedIn(draft);
  const kind = (name: LaunchKind, path: string) => {
    if (!rules.kinds.includes(name)) {
      add(
        path,
        'kind',
        `${CHAOS_KINDS[name].title} faults (${name}) may not be launched in ${where}.`,
      );
    }
  };
  if (draft.kind === 'Schedule' || draft.kind === 'Workflow') {
    kind(draft.kind, 'spec');
  }
  schedules
    .filter(({ inWorkflow }) => inWorkflow)
    .forEach(({ path }) => kind('Schedule', path));
  if (draft.kind === 'Schedule' && isObject(draft.spec.workflow)) {
    kind('Workflow', 'spec.workflow');
  }
  for (const { path, template, type } of templates) {
    if (!rules.allowTasks && (type === 'Task' || isObject(template.task))) {
      add(
        type === 'Task' ? `${path}.templateType` : `${path}.task`,
        'task',
        `Task steps run a container of their own, and what it does cannot be checked here: they are not allowed in ${where}. To wait until something holds, use a status check. Operators allow tasks with allowTasks.`,
      );
    }
    judgeLength(template.deadline, `${path}.deadline`, rules, where, add);
  }
  for (const fault of faults) {
    kind(fault.kind, fault.path);
    if (!rules.allowRemoteCluster && string(fault.spec.remoteCluster)) {
      add(
        `${fault.path}.remoteCluster`,
        'remote-cluster',
        'sends the fault to another cluster, whose rules are not checked here.',
      );
    }
    if (!isOneShotFault(fault)) {
      const { duration } = fault.spec;
      judgeLength(duration, `${fault.path}.duration`, rules, where, add);
    }
  }
}

function judgeLength(
  value: unknown,
  path: string,
  { maxDurationSeconds }: EnvironmentGuardrails,
  where: string,
  add: Add,
) {
  const length = parseGoDuration(string(value) ?? '');
  if (length !== undefined && length > maxDurationSeconds * 1000) {
    add(
      path,
      'duration',
      `is longer than ${durationText(
        maxDurationSeconds * 1000,
      )}, the longest in ${where}.`,
    );
  }
}

/** How much of each workload, and how many pods in all. */
function judgeShares(
  { selections, workloads }: GuardrailFacts,
  rules: EnvironmentGuardrails,
  where: string,
  add: Add,
) {
  for (const { workload, pods, most } of workloads) {
    const share = pods === 0 ? 0 : (most * 100) / pods;
    if (share > rules.maxSharePercent) {
      add(
        'spec.mode',
        'share',
        `may hit ${most} of ${pods} pods of ${workload} (${Math.round(
          share,
        )} %): at most ${rules.maxSharePercent} % in ${where}.`,
      );
    }
  }
  const all = selections
    .filter(({ side }) => side === 'source')
    .reduce((sum, { picked }) => sum + picked.most, 0);
  if (all > rules.maxPods) {
    add(
      'spec.mode',
      'pods',
      `may hit ${all} pods: at most ${rules.maxPods} in ${where}.`,
    );
  }
}

/** Goes before what holds in production, where that is only because nobody declared another environment. */
function undeclared(source: ResolvedEnvironment['source']): string {
  return source === 'undeclared'
    ? 'The environment is not declared, so the rules of production hold. '
    : '';
}

/** Why somebody else must allow a launch, for each namespace that it may reach; undefined when nobody must. */
export function approvalReason(
  draft: FaultDraft,
  facts: Pick<GuardrailFacts, 'guardrails' | 'namespace' | 'environmentOf'>,
): string | undefined {
  const reasons = namespacesOf(draft, facts.namespace).flatMap(namespace => {
    const { environment, source } = facts.environmentOf(namespace);
    if (!facts.guardrails[environment].approval) return [];
    return [
      source === 'undeclared'
        ? `The environment of ${namespace} is not declared, so the rules of production hold.`
        : `${namespace} is ${ENVIRONMENT_WORDS[environment]}.`,
    ];
  });
  return reasons.length > 0 ? reasons.join(' ') : undefined;
}

/**
 * What the rules of this portal forbid, on the final object and recursively:
 * kinds, durations and deadlines, tasks, other clusters, namespaces, shares,
 * times of day. Every namespace that the draft may reach is judged by its own
 * environment, so that a fault of dev cannot reach into production.
 */
export function judgeGuardrails(
  draft: FaultDraft,
  facts: GuardrailFacts,
): DraftProblem[] {
  const found = new Map<string, DraftProblem>();
  const add: Add = (path, rule, message) => {
    found.set(`${path} ${rule}`, {
      path,
      rule: `guardrail.${rule}`,
      origin: 'guardrail',
      severity: 'refused',
      message,
    });
  };
  const judged = new Set<string>();
  for (const namespace of namespacesOf(draft, facts.namespace)) {
    const { environment, source } = facts.environmentOf(namespace);
    const rules = facts.guardrails[environment];
    const where =
      source === 'undeclared'
        ? `${namespace}, whose environment is not declared and counts as production`
        : environment;
    if (rules.refused !== undefined) {
      add('', 'environment', `${undeclared(source)}${rules.refused}`);
      continue;
    }
    if (
      rules.namespaces &&
      !rules.namespaces.some(pattern => fitsPattern(pattern, namespace))
    ) {
      add(
        'spec.selector.namespaces',
        'namespace',
        `${namespace} is not among the namespaces in which faults are allowed in ${environment}.`,
      );
    }
    if (judged.has(environment)) continue;
    judged.add(environment);
    judgeFor(draft, rules, where, add);
    judgeShares(facts, rules, where, add);
    if (
      rules.windows &&
      !rules.windows.some(window => isOpenAt(window, facts.now))
    ) {
      add(
        '',
        'window',
        `Faults may be launched in ${environment} only at these times: ${rules.windows
          .map(windowText)
          .join('; ')}.`,
      );
    }
  }
  return [...found.values()];
}
