import { number, string, strings } from '../read';
import { Check } from './check';

/** @see api/v1alpha1/podchaos_types.go, podchaos_webhook.go */
export const checkPodChaos: Check = ({ spec }, report) => {
  const action = string(spec.action);
  if (
    action === 'container-kill' &&
    strings(spec.containerNames).length === 0
  ) {
    report.refuse(
      'containerNames',
      'containers.missing',
      'must name the containers to kill.',
    );
  }
  if (action !== 'container-kill' && strings(spec.containerNames).length > 0) {
    report.warn(
      'containerNames',
      'containers.ignored',
      `is ignored: ${action ?? 'this action'} is for whole pods.`,
    );
  }
  const grace = spec.gracePeriod;
  if (grace !== undefined && ((number(grace) ?? -1) < 0 || grace === null)) {
    report.refuse(
      'gracePeriod',
      'grace-period.range',
      'must be a number of seconds, 0 or more.',
    );
  }
};
