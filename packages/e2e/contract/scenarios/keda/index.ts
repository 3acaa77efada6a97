import { ScalingScenario } from '../../lib/scaling';
import { deletionScenarios } from './deletion';
import { failureScenarios } from './failures';
import { autoscalerScenarios } from './autoscalers';
import { loadRunScenarios } from './loadRuns';
import { pauseScenarios } from './pauses';
import { refusalScenarios } from './refusals';
import { valueScenarios } from './values';

/** Every scenario about scaling; those that take longest come first. */
export const scalingScenarios: ScalingScenario[] = [
  ...loadRunScenarios,
  ...valueScenarios,
  ...pauseScenarios,
  ...failureScenarios,
  ...deletionScenarios,
  ...autoscalerScenarios,
  ...refusalScenarios,
];
