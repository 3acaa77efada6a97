import { ScanningScenario } from '../../lib/scanning';
import { accessScenarios } from './access';
import { contentScenarios } from './contents';
import { digestScenarios } from './digests';
import { lifeScenarios } from './life';
import { releaseScenarios } from './releases';

export { installationScenarios } from './installation';

/** Every scenario about findings; those that take longest come first. */
export const scanningScenarios: ScanningScenario[] = [
  ...releaseScenarios,
  ...lifeScenarios,
  ...digestScenarios,
  ...contentScenarios,
  ...accessScenarios,
];
