import { ResolvedEnvironment } from '@slipway/plugin-clusters-common';
import { checkDraft, embeddedIn, selectsPods } from '../checks';
import { draftEffect } from '../checks/effect';
import { FaultDraft } from '../draft';
import { sameNameProblems, stepOfPath } from '../flow/sameName';
import { approvalReason, Guardrails, judgeGuardrails } from '../guardrails';
import {
  BlastRadius,
  CallerPreview,
  DraftProblem,
  RunningThere,
} from '../preview';
import { SelectorFacts } from '../selector';
import { FaultRef } from '../types';
import { draftYaml } from './manifest';
import {
  canariesAmong,
  CanaryFacts,
  Selection,
  selectionsOf,
  sharesOf,
} from './selections';

/** Everything that a preview is made of. */
export interface BlastRadiusFacts extends SelectorFacts, CanaryFacts {
  namespace: string;
  /** Entity that the fault is for. */
  entityRef: string;
  environmentOf(namespace: string): ResolvedEnvironment;
  guardrails: Guardrails;
  /** Unix milliseconds. */
  now: number;
  callers: readonly CallerPreview[];
  running: readonly RunningThere[];
  /** Schedules that the cluster has. */
  schedules?: readonly FaultRef[];
  /** Why new faults are blocked; undefined when they are not. */
  halted?: string;
  /** What could not be read, one sentence each. */
  unknown: readonly string[];
}

/** What the cluster says about the targets: none, a selector that cannot be used, a canary among them. */
function targetProblems(
  draft: FaultDraft,
  selections: readonly Selection[],
): DraftProblem[] {
  const problems = selections
    .filter(({ preview }) => preview.failure !== undefined)
    .map(
      ({ preview }): DraftProblem => ({
        path: `${preview.path}.selector`,
        rule: 'selector.no-target',
        origin: 'controller',
        severity: 'refused',
        message: preview.failure ?? '',
      }),
    );
  const { faults } = embeddedIn(draft);
  if (faults.length === 0) {
    problems.push({
      path: 'spec',
      rule: 'draft.no-fault',
      origin: 'controller',
      severity: 'refused',
      message: 'There is no fault in it: nothing would happen.',
    });
  }
  return problems;
}

/** A warning at each selector that a canary is among the targets of. */
function canaryWarnings(
  draft: FaultDraft,
  selections: readonly Selection[],
  facts: CanaryFacts,
): DraftProblem[] {
  return selections.flatMap(({ preview, pods }) => {
    if (preview.side !== 'source') return [];
    const step = stepOfPath(draft, preview.path);
    return canariesAmong(pods, facts).map(
      ({ workload, count }): DraftProblem => ({
        path: `${preview.path}.selector`,
        rule: 'targets.canary',
        origin: 'trap',
        severity: 'warning',
        message: `${
          step === undefined ? 'The' : `Step ${step}: the`
        } canary of ${workload} is among the targets (${count} of its pods). It is being rolled out, and its analysis may fail because of the fault.`,
      }),
    );
  });
}

/** Names of the pods that match, `<namespace>/<name>`, each once, sorted. */
export function matchedNames(selections: readonly Selection[]): string[] {
  const names = selections
    .filter(({ preview }) => preview.side === 'source')
    .flatMap(({ pods }) =>
      pods.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`),
    );
  return [...new Set(names)].sort();
}

/**
 * What a fault would hit if it were launched now, and everything that speaks
 * against it. Pure: the same facts give the same picture, in a preview and
 * when it is launched.
 */
export function blastRadius(
  draft: FaultDraft,
  facts: BlastRadiusFacts,
): { radius: BlastRadius; selections: Selection[] } {
  const { namespace, entityRef } = facts;
  const selections = selectionsOf(draft, namespace, facts);
  const previews = selections.map(({ preview }) => {
    const step = stepOfPath(draft, preview.path);
    return step === undefined ? preview : { ...preview, step };
  });
  const workloads = sharesOf(selections, facts.pods, facts);
  const problems: DraftProblem[] = [
    ...(facts.halted
      ? [
          {
            path: '',
            rule: 'halted',
            origin: 'guardrail' as const,
            severity: 'refused' as const,
            message: facts.halted,
          },
        ]
      : []),
    ...checkDraft(draft),
    ...targetProblems(draft, selections),
    ...judgeGuardrails(draft, { ...facts, selections: previews, workloads }),
    ...canaryWarnings(draft, selections, facts),
    ...sameNameProblems(draft, namespace, facts.schedules ?? []),
  ];
  const approval = approvalReason(draft, facts);
  return {
    selections,
    radius: {
      kind: draft.kind,
      environment: facts.environmentOf(namespace),
      effect: draftEffect(draft),
      selections: previews,
      workloads,
      callers: [...facts.callers],
      unknown: [...facts.unknown],
      running: [...facts.running],
      problems,
      ...(approval === undefined ? {} : { approval }),
      launchable: problems.every(({ severity }) => severity !== 'refused'),
      yaml: draftYaml(draft, { namespace, entityRef }),
      command: `kubectl create -f ${draft.name}.yaml`,
      seen: { matched: matchedNames(selections) },
    },
  };
}

/** Whether a draft reaches pods at all. Clouds and machines do not. */
export function reachesPods(draft: FaultDraft): boolean {
  return embeddedIn(draft).faults.some(({ kind }) => selectsPods(kind));
}
