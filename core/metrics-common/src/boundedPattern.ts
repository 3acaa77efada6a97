/** What V8's linear engine repeats at most. */
const LINEAR_COUNT = 16;
/** What RE2 repeats at most. */
const RE2_COUNT = 1000;
/** Unbounded repetitions side by side, where the linear engine cannot help: the work is the text's length to this power. */
const SIDE_BY_SIDE = 3;
/** Longer ones are none that a user wrote. */
const MAX_LENGTH = 1000;

interface Group {
  /** Something in it is repeated. */
  repeats: boolean;
  /** The largest product of counts in it. */
  count: number;
}

/**
 * Why a pattern that somebody else wrote may not run here; undefined when it may.
 *
 * Such patterns are written for Go's RE2, which needs time in proportion to the text. Here they run on V8, whose engine
 * goes back and tries again. The processes of the portal let V8 change to its linear engine when that takes long
 * (`--enable-experimental-regexp-engine-on-excessive-backtracks`). It cannot for lookarounds and back references, which RE2
 * does not know either, and not for large counts, names of groups and ignored case: of those, only what is harmless
 * anyway may run.
 */
export function whyUnbounded(
  pattern: string,
  ignoreCase = false,
): string | undefined {
  if (pattern.length > MAX_LENGTH) {
    return `a pattern of more than ${MAX_LENGTH} characters`;
  }
  const groups: Group[] = [{ repeats: false, count: 1 }];
  let unbounded = 0;
  let nested = false;
  let linear = !ignoreCase;
  // One token each: escape, class, opening, closing, repetition, or a plain character.
  const tokens =
    /\\k|\\[\s\S]?|\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]?|\(\?(?:<[=!]|[=!]|P?<|:)?|\(|\)|[*+?]\??|\{\d+(?:,\d*)?\}\??|[\s\S]/g;
  let last: Group | undefined;
  for (const [token] of pattern.matchAll(tokens)) {
    const repetition = countOf(token);
    if (/^\\[1-9k]/.test(token)) return 'a back reference';
    if (/^\(\?<?[=!]/.test(token)) return 'a lookaround';
    if (token.startsWith('(')) {
      if (token.endsWith('<')) linear = false;
      groups.push({ repeats: false, count: 1 });
      last = undefined;
    } else if (token === ')') {
      last = groups.length > 1 ? groups.pop() : undefined;
      if (last) merge(groups[groups.length - 1], last);
    } else if (repetition) {
      if (repetition.unbounded) unbounded += 1;
      const count = repetition.count * (last?.count ?? 1);
      if (count > RE2_COUNT) return `more than ${RE2_COUNT} repetitions`;
      if (count > LINEAR_COUNT) linear = false;
      if (last?.repeats) nested = true;
      merge(groups[groups.length - 1], { repeats: true, count });
      last = undefined;
    } else last = undefined;
  }
  if (!linear && (nested || unbounded > SIDE_BY_SIDE)) {
    return 'repetitions within repetitions';
  }
  return undefined;
}

function merge(into: Group, group: Group): void {
  into.repeats ||= group.repeats;
  into.count = Math.max(into.count, group.count);
}

function countOf(
  token: string,
): { unbounded: boolean; count: number } | undefined {
  if (/^[*+]/.test(token)) return { unbounded: true, count: 1 };
  if (/^\?/.test(token)) return { unbounded: false, count: 1 };
  const counted = /^\{(\d+)(,)?(\d*)\}/.exec(token);
  if (!counted) return undefined;
  const [, least, open, most] = counted;
  return {
    unbounded: open !== undefined && most === '',
    count: Math.max(1, Number(least), Number(most)),
  };
}
