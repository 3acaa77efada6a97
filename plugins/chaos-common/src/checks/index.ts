import { FaultDraft } from '../draft';
import { CHAOS_KINDS, FaultKind } from '../kinds';
import { DraftProblem } from '../preview';
import { string } from '../read';
import { Check } from './check';
import {
  checkAwsChaos,
  checkAzureChaos,
  checkGcpChaos,
  checkPhysicalMachineChaos,
} from './cloudKinds';
import { checkDuration } from './duration';
import { EmbeddedFault, embeddedIn } from './embedded';
import { checkHttpChaos } from './httpChaos';
import { checkNetworkChaos } from './networkChaos';
import { checkPodChaos } from './podChaos';
import {
  checkBlockChaos,
  checkDnsChaos,
  checkIoChaos,
  checkJvmChaos,
  checkKernelChaos,
  checkStressChaos,
  checkTimeChaos,
} from './processKinds';
import { Report, reportTo } from './report';
import { checkSchedule } from './schedule';
import { checkSelector, selectsPods } from './selector';
import { checkTemplate, checkWorkflow, workflowsIn } from './workflow';

export { embeddedIn, isOneShotFault } from './embedded';
export type {
  Embedded,
  EmbeddedFault,
  EmbeddedSchedule,
  EmbeddedTemplate,
  Within,
} from './embedded';
export { selectsPods } from './selector';

const CHECKS: Readonly<Record<FaultKind, Check>> = {
  PodChaos: checkPodChaos,
  NetworkChaos: checkNetworkChaos,
  StressChaos: checkStressChaos,
  HTTPChaos: checkHttpChaos,
  JVMChaos: checkJvmChaos,
  DNSChaos: checkDnsChaos,
  IOChaos: checkIoChaos,
  TimeChaos: checkTimeChaos,
  KernelChaos: checkKernelChaos,
  BlockChaos: checkBlockChaos,
  AWSChaos: checkAwsChaos,
  GCPChaos: checkGcpChaos,
  AzureChaos: checkAzureChaos,
  PhysicalMachineChaos: checkPhysicalMachineChaos,
};

function checkFault(fault: EmbeddedFault, report: Report) {
  const { actions } = CHAOS_KINDS[fault.kind];
  const action = string(fault.spec.action) ?? '';
  if (actions.length > 0 && !actions.includes(action)) {
    report.refuse(
      'action',
      'action.unknown',
      `must be one of ${actions.join(', ')}.`,
    );
    return;
  }
  checkDuration(fault, report);
  if (selectsPods(fault.kind)) checkSelector(fault.spec, report);
  CHECKS[fault.kind](fault, report);
}

/**
 * What is wrong with a fault that is to be launched, at the field that it is
 * wrong at: what the webhook of Chaos Mesh refuses, and what it accepts although
 * it does something else than it says. Recursive. Without a look at a cluster:
 * which pods match, and what is allowed where, is judged by others.
 */
export function checkDraft(draft: FaultDraft): DraftProblem[] {
  const problems: DraftProblem[] = [];
  const { faults, templates, schedules } = embeddedIn(draft);
  for (const { path, spec } of workflowsIn(draft)) {
    checkWorkflow(spec, reportTo(problems, path));
  }
  for (const schedule of schedules) {
    checkSchedule(schedule, reportTo(problems, schedule.path));
  }
  const names = templates.map(({ name }) => name);
  for (const template of templates) {
    checkTemplate(template, names, reportTo(problems, template.path));
  }
  for (const fault of faults) {
    checkFault(fault, reportTo(problems, fault.path));
  }
  return problems;
}
