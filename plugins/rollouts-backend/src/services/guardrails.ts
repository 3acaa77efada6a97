import { InputError, NotAllowedError } from '@backstage/errors';
import { ResolvedEnvironment } from '@slipway/plugin-clusters-common';
import { RolloutActionName } from '@slipway/plugin-rollouts-common';

/** Actions for which the rollout's name is typed in production. */
const TYPED_IN_PRODUCTION: ReadonlySet<RolloutActionName> = new Set([
  'promote-full',
  'undo',
  'set-image',
]);

/** True when a person must type the rollout's name before this action. Unknown environments count as production. */
export function needsTypedName(
  action: RolloutActionName,
  { environment }: ResolvedEnvironment,
): boolean {
  return environment === 'prod' && TYPED_IN_PRODUCTION.has(action);
}

/** How the action reaches the portal. */
export type Channel = 'portal' | 'agent';

/**
 * The rules of an environment for one action. Pure.
 *
 * @throws InputError when the typed name is missing or wrong
 * @throws NotAllowedError for an agent in production: it can only ask, a person confirms in the portal
 */
export function checkGuardrails(input: {
  action: RolloutActionName;
  environment: ResolvedEnvironment;
  channel: Channel;
  rolloutName: string;
  typedName: string | undefined;
  link: string;
}): void {
  const { action, environment, channel, rolloutName, typedName, link } = input;
  if (channel === 'agent' && environment.environment === 'prod') {
    throw new NotAllowedError(
      `${
        environment.source === 'undeclared'
          ? 'The environment is not declared, so the rules of production hold'
          : 'This is production'
      }: an agent may not ${action} here. A person must confirm it in the portal: ${link}`,
    );
  }
  if (!needsTypedName(action, environment)) return;
  if (typedName !== rolloutName) {
    throw new InputError(
      `confirm.name must be "${rolloutName}": ${action} in production needs the rollout's name typed.`,
    );
  }
}
