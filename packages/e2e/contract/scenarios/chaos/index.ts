import { FaultScenario } from '../../lib/faults';
import { composedScenarios } from './composed';
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
  ...composedScenarios,
  ...selectorScenarios,
  ...refusalScenarios,
  ...kindScenarios,
];
