/**
 * Texts that somebody else wrote (values of a cluster, reasons, descriptions) may hold characters that turn the
 * direction of what follows them, so that the portal's own words are shown mirrored. What is here makes such a text
 * unable to act on its surroundings. It runs where answers arrive, so that no page has to think of it.
 */

/** Characters that set, override or end a direction without being seen. */
const DIRECTION_CONTROLS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
/** Letters that are written from right to left: they also move the digits and signs beside them. */
const RIGHT_TO_LEFT =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
/** JSON may write any character as its number. */
const ESCAPED_CHARACTER = /\\u/i;

const FIRST_STRONG_ISOLATE = '\u2068';
const POP_DIRECTIONAL_ISOLATE = '\u2069';

/** Shows what would turn the direction of a text: `[U+202E]` in place of the character. */
export function plainText(text: string): string {
  return text.replace(
    DIRECTION_CONTROLS,
    character =>
      `[U+${character
        .charCodeAt(0)
        .toString(16)
        .toUpperCase()
        .padStart(4, '0')}]`,
  );
}

/** {@link plainText}; each line that is written from right to left also stays apart from what stands beside it. */
export function isolatedText(text: string): string {
  const plain = plainText(text);
  if (!RIGHT_TO_LEFT.test(plain)) return plain;
  // An isolate ends with its line.
  return plain
    .split('\n')
    .map(line =>
      RIGHT_TO_LEFT.test(line)
        ? `${FIRST_STRONG_ISOLATE}${line}${POP_DIRECTIONAL_ISOLATE}`
        : line,
    )
    .join('\n');
}

/** Takes away what {@link isolatedText} adds: for what is copied or sent. */
export function withoutIsolates(text: string): string {
  return text.replace(/[\u2068\u2069]/g, '');
}

/**
 * Reads JSON in which every text is isolated.
 *
 * @throws SyntaxError as `JSON.parse` does
 */
export function parseForeign(json: string): unknown {
  // A control is no part of JSON's own syntax, so it stands in a text or a key.
  const plain = plainText(json);
  if (!RIGHT_TO_LEFT.test(plain) && !ESCAPED_CHARACTER.test(plain)) {
    return JSON.parse(plain);
  }
  return JSON.parse(plain, (_, value: unknown) =>
    typeof value === 'string' ? isolatedText(value) : value,
  );
}

/** A copy of plain data in which no text turns the direction of what follows it. */
export function plainValues<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_, each: unknown) =>
    typeof each === 'string' ? plainText(each) : each,
  );
}
