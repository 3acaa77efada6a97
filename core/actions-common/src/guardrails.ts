import { InputError, NotAllowedError } from '@backstage/errors';
import { ResolvedEnvironment } from '@slipway/plugin-clusters-common';
import { ActionRisk, ActionWords } from './types';

/** How an action reaches the portal. */
export type Channel = 'portal' | 'agent';

/** Whether the user types the name of the object first. The one rule for the dialog and the runner. */
export function needsTypedName(
  { risk }: { risk: ActionRisk },
  { environment }: Pick<ResolvedEnvironment, 'environment'>,
): boolean {
  return risk.typedIn?.includes(environment) === true;
}

/**
 * The rules of an environment for one action. Pure.
 *
 * @throws InputError when the typed name is missing or wrong
 * @throws NotAllowedError for an agent in production: it can only ask, a user confirms in the portal
 */
export function checkGuardrails(input: {
  action: { name: string; words: ActionWords; risk: ActionRisk };
  environment: ResolvedEnvironment;
  channel: Channel;
  /** Kind and name of the object. */
  kind: string;
  name: string;
  typedName: string | undefined;
  /** Address at which a user can act. */
  link: string;
}): void {
  const { action, environment, channel, kind, name, typedName, link } = input;
  if (channel === 'agent' && environment.environment === 'prod') {
    throw new NotAllowedError(
      `${
        environment.source === 'undeclared'
          ? 'The environment is not declared, so the rules of production hold'
          : 'This is production'
      }: an agent may not ${
        action.name
      } here. A user must confirm it in the portal: ${link}`,
    );
  }
  if (needsTypedName(action, environment) && typedName !== name) {
    throw new InputError(
      `confirm.name must be "${name}": ${
        action.words.label
      } in production needs the name of the ${kind.toLowerCase()} typed.`,
    );
  }
}
