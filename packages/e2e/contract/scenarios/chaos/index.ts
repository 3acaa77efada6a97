import { FaultScenario } from '../../lib/faults';
import { scheduleScenarios } from './schedules';
import { workflowScenarios } from './workflows';
import { controlScenarios } from './control';
import { kindScenarios } from './kinds';
import { networkScenarios } from './network';
import { podScenarios } from './pods';
import { refusalScenarios } from './refusals';
import { selectorScenarios } from './selectors';

/** Every scenario about faults; those that take longest come first. */
export const faultScenarios: FaultScenario[] = [
  ...podScenarios,
  ...networkScenarios,
  ...controlScenarios,
  ...workflowScenarios,
  ...scheduleScenarios,
  ...selectorScenarios,
  ...refusalScenarios,
  ...kindScenarios,
];
