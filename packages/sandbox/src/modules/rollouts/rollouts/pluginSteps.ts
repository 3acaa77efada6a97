import { RolloutContext } from './RolloutContext';
import { currentStep } from './spec';

/** How soon a plugin step that had an error is looked at again, ms. */
const ERROR_RETRY = 30_000;

/**
 * Steps of plugins. No plugin is configured, as in a controller that was
 * installed without any: the step is never completed, and an Event says why.
 *
 * @see rollout/stepplugin.go reconcile, handleError
 */
export function reconcilePluginStep(context: RolloutContext): void {
  const { rollout, pause, services } = context;
  const { step, index } = currentStep(rollout);
  if (
    pause.aborted ||
    rollout.status.promoteFull ||
    rollout.status.stableRS === rollout.status.currentPodHash ||
    !step?.plugin ||
    rollout.status.phase !== 'Progressing'
  ) {
    return;
  }
  const { name = '' } = step.plugin;
  context.event(
    'Warning',
    'ReconciliationError',
    `Reconciliation failed with error: could not create step plugin at index ${index} : failed to get step plugin ${name}: unable to start plugin system: unable to find plugin (${name}): plugin ${name} not configured in configmap`,
  );
  services.requeueAfter(ERROR_RETRY);
}
