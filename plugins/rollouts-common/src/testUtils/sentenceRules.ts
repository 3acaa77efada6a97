import { RolloutDetail } from '../types';
import { NumberFacts, strayNumbers } from './numbers';
import { Sentence } from './sentences';

/** What a sentence is held against. */
export interface Evidence {
  detail: RolloutDetail;
  facts: NumberFacts;
  /** Every string of the objects. */
  texts: ReadonlySet<string>;
  /** Finds what is quoted of the objects word for word. */
  quoted: RegExp | undefined;
}

/** What no user may ever read, unless an object says it. */
const NONSENSE =
  /\bundefined\b|\bNaN\b|-?\bInfinity\b|\bnull\b|\[object \w+\]|Invalid Date/g;

/** What stands in a sentence in place of a quotation. */
const QUOTATION = '…';

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * Finds strings of the objects that could be mistaken for words of the portal:
 * messages, names with digits, templates. Longest first.
 */
export function quotationsOf(texts: Iterable<string>): RegExp | undefined {
  const quoted = [...texts]
    .filter(
      text => /[\d\s{.]/.test(text) && /[^\d.]/.test(text) && text.length > 1,
    )
    .sort((a, b) => b.length - a.length);
  return quoted.length === 0
    ? undefined
    : new RegExp(
        `(?<![\\w.])(?:${quoted.map(escaped).join('|')})(?![\\w])`,
        'g',
      );
}

function formViolations(
  text: string,
  own: string,
  kind: Sentence['kind'],
  { texts, detail }: Evidence,
): string[] {
  if (text.trim() === '') return ['is empty'];
  const found: string[] = [];
  if (own !== own.trim()) found.push('starts or ends with a blank');
  if (/ {2}/.test(own)) found.push('has two blanks');
  if (kind === 'words') return found;
  // A message that is quoted to the end stands as the controller wrote it.
  const { message } = detail.core;
  const quotes =
    (message !== '' && text.endsWith(message)) ||
    (own.endsWith(QUOTATION) &&
      [...texts].some(raw => raw.includes(' ') && text.endsWith(raw)));
  if (!quotes && !/[.!?]["”’)]?$/.test(text)) {
    found.push('does not end with a period');
  }
  if (/\.\.(?!\.)/.test(own.replace(/\.\.\./g, '')) || /[;:,]\./.test(own)) {
    found.push('ends a sentence twice');
  }
  const parts = own
    .split(/(?<=[.!?])\s+/)
    .filter(part => !part.includes(QUOTATION));
  if (new Set(parts).size < parts.length) found.push('says a sentence twice');
  return found;
}

/** `{{args.limit}}` may be quoted as a template's text or be the controller's own message, never stand for a value. */
function templateViolations(text: string, message: string): string[] {
  const unquoted = (message ? text.replace(message, '') : text)
    .replace(/"[^"]*"|“[^”]*”|`[^`]*`|'[^']*'/g, '')
    // A metric whose name cannot be resolved is named as it stands.
    .replace(/\{\{[^}]*\}\}-[\w-]+/g, '');
  return /\{\{|\}\}/.test(unquoted) ? ['shows a template as a value'] : [];
}

/** Present claims about traffic say what `serving` says. */
function claimViolations(own: string, detail: RolloutDetail): string[] {
  const { shares, source, unknown } = detail.core.serving;
  const whole = shares.length === 1 && shares[0].percent === 100;
  const found: string[] = [];
  if (/(?<!\bnot )\ball traffic\b/i.test(own) && !whole) {
    found.push(`says all traffic, shares are ${JSON.stringify(shares)}`);
  }
  const havePods = detail.revisions.some(
    ({ replicas }) => replicas.available > 0,
  );
  if (
    /\b(?:nothing|no revision|no pod) serves\b/i.test(own) &&
    (shares.length > 0 ||
      unknown !== undefined ||
      // A router or a Service may send everything where no pod is.
      (source === 'pods' && havePods))
  ) {
    found.push('says that nothing serves');
  }
  return found;
}

/** Words such as `undefined` that no object says. */
export const nonsenseIn = (
  text: string,
  texts: ReadonlySet<string>,
): string[] =>
  (text.match(NONSENSE) ?? []).filter(
    word => ![...texts].some(raw => raw.includes(word)),
  );

/** What is wrong with one sentence. */
export function sentenceViolations(
  { where, text, kind }: Sentence,
  evidence: Evidence,
): string[] {
  const { detail, facts, texts, quoted } = evidence;
  const own = quoted ? text.replace(quoted, QUOTATION) : text;
  return [
    ...formViolations(text, own, kind, evidence),
    ...templateViolations(text, detail.core.message),
    ...(kind === 'statement' ? claimViolations(own, detail) : []),
    ...nonsenseIn(text, texts).map(word => `shows ${word}`),
    ...strayNumbers(own, facts).map(one => `${one} is not in the objects`),
  ].map(violation => `${where}: ${violation}: "${text}"`);
}
