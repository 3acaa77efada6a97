import { isolatedText } from '@slipway/plugin-clusters-common';
import { string } from '@slipway/plugin-clusters-common/read';
import { SEVERITIES, Severity } from '../types';

/** Longest texts that are kept, characters; what is longer ends with `…`. */
export const LONGEST = { id: 100, name: 300, title: 300, message: 1000 };

/** Control characters, but tab and line break. */
const CONTROLS = /[^\P{Cc}\t\n]/gu;

/** A text of a report: clipped, without control characters, and unable to turn the direction of what follows. */
export function text(value: unknown, longest: number): string | undefined {
  const given = string(value);
  if (!given) return undefined;
  const clipped =
    given.length > longest ? `${given.slice(0, longest - 1)}…` : given;
  return isolatedText(clipped.replace(CONTROLS, ' ')).trim() || undefined;
}

/** An address that a page may link to; others are dropped. */
export function link(value: unknown): string | undefined {
  const given = string(value);
  if (!given || given.length > 500 || !/^https?:\/\/[^\s]+$/i.test(given)) {
    return undefined;
  }
  try {
    return new URL(given).href;
  } catch {
    return undefined;
  }
}

/** In whatever case; what is not known is `unknown`. */
export function severity(value: unknown): Severity {
  const given = string(value)?.toLowerCase();
  return SEVERITIES.find(each => each === given) ?? 'unknown';
}

/** ISO time, or undefined. */
export function time(value: unknown): string | undefined {
  const at = Date.parse(string(value) ?? '');
  // Go's zero time is the year 1.
  return at > 0 ? new Date(at).toISOString() : undefined;
}
