import { JsonObject } from '@backstage/types';
import { ActionStop } from '@slipway/plugin-actions-common';
import { Passed } from './CheckDesk';

/** Most items of one rule that a record holds. */
const MOST_ITEMS = 50;
/** Most characters of a line of the activity record. */
const MOST_SUMMARY = 1_000;

/** Rules and what they stopped an action for, as records keep them. */
export function stopsInRecord(stops: readonly ActionStop[]): JsonObject {
  return {
    stops: stops.map(({ rule, reason, items }) => ({
      rule,
      reason,
      items: items.slice(0, MOST_ITEMS).map(({ text }) => text),
      ...(items.length > MOST_ITEMS ? { more: items.length - MOST_ITEMS } : {}),
    })),
  };
}

/** What is recorded of the rules that an action passed; empty where none had anything to say. */
export function passedInRecord({
  overridden,
  reason,
  notes,
}: Passed): JsonObject {
  return {
    ...(reason === undefined
      ? {}
      : { ...stopsInRecord(overridden), overrideReason: reason }),
    ...(notes.length ? { notes } : {}),
  };
}

/** The line of the activity record of an action that was done although rules stop it. */
export function overriddenSummary(
  summary: string,
  { overridden, reason }: Passed,
): string {
  if (reason === undefined) return summary;
  const rules = overridden.map(({ rule }) => `"${rule}"`).join(', ');
  const texts = overridden.flatMap(({ items }) => items.map(each => each.text));
  const line = `${summary}, overriding the ${
    overridden.length === 1 ? 'rule' : 'rules'
  } ${rules}: ${reason}${texts.length ? ` (${texts.join('; ')})` : ''}`;
  return line.length > MOST_SUMMARY
    ? `${line.slice(0, MOST_SUMMARY - 1)}…`
    : line;
}
