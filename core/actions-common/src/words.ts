import { Action, ActionTypes, ActionWords } from './types';

type Worded = { words: ActionWords };

const phraseOf = ({ words }: Worded) => words.phrase ?? words.label;

/** `Promote order-service`: title of the dialog and line of the activity record. */
export const titleOf = (action: Worded, name: string): string =>
  `${phraseOf(action)} ${name}`;

/** `promote order-service`, after `may`. */
export function verbOf(action: Worded, name: string): string {
  const title = titleOf(action, name);
  return `${title[0].toLowerCase()}${title.slice(1)}`;
}

/** `Promote of order-service was accepted.`: what a controller then does is not known yet. */
export const acceptedOf = ({ words }: Worded, name: string): string =>
  `${words.accepted ?? `${words.label} of ${name}`} was accepted.`;

/** What stands in a menu: `Set image…`. */
export const menuLabelOf = ({ words }: Worded): string =>
  `${words.label}${words.menuSuffix ?? ''}`;

/** Not applicable, with the reason; open otherwise. */
export function gateOf<T extends ActionTypes>(
  action: Pick<Action<T>, 'gate'>,
  subject: T['subject'],
): { enabled: boolean; reason?: string } {
  const reason = action.gate(subject);
  return reason === undefined ? { enabled: true } : { enabled: false, reason };
}
