import { InputError, NotAllowedError } from '@backstage/errors';
import {
  Environment,
  ResolvedEnvironment,
} from '@slipway/plugin-clusters-common';
import { ActionRisk, ActionWords } from './types';

/** How an action reaches the portal. */
export type Channel = 'portal' | 'agent';

/**
 * Whether the user types the name of the object first. The one rule for the
 * dialog and the runner. What is in no environment, a thing of the portal
 * itself, counts as production.
 */
export function needsTypedName(
  { risk }: { risk: ActionRisk },
  { environment = 'prod' }: { environment?: Environment } = {},
): boolean {
  return risk.typedIn?.includes(environment) === true;
}

/** Why the rules of production hold. */
function whyProduction(environment: ResolvedEnvironment | undefined): string {
  if (!environment) return 'This concerns the whole portal';
  return environment.source === 'undeclared'
    ? 'The environment is not declared, so the rules of production hold'
    : 'This is production';
}

/**
 * The rules of an environment for one action. Pure.
 *
 * @throws InputError when the typed name is missing or wrong
 * @throws NotAllowedError for an agent in production: it can only ask, a user confirms in the portal
 */
export function checkGuardrails(input: {
  action: { name: string; words: ActionWords; risk: ActionRisk };
  /** Absent for what is in no environment: the rules of production hold. */
  environment: ResolvedEnvironment | undefined;
  channel: Channel;
  /** Kind and name of the object. */
  kind: string;
  name: string;
  typedName: string | undefined;
  /** Address at which a user can act, where there is one. */
  link?: string;
  /** An approval is asked for and nothing is done: an agent may, and no name is typed. */
  asking?: boolean;
}): void {
  if (input.asking) return;
  const { action, environment, channel, kind, name, typedName, link } = input;
  if (channel === 'agent' && (environment?.environment ?? 'prod') === 'prod') {
    throw new NotAllowedError(
      `${whyProduction(environment)}: an agent may not ${
        action.name
      } here. A user must confirm it in the portal${link ? `: ${link}` : '.'}`,
    );
  }
  if (needsTypedName(action, environment) && typedName !== name) {
    throw new InputError(
      `confirm.name must be "${name}": ${action.words.label}${
        environment ? ' in production' : ''
      } needs the name of the ${kind.toLowerCase()} typed.`,
    );
  }
}
