import { PromqlError } from './errors';

/** `word`: identifiers and keywords; keywords are told by the parser. */
export type TokenKind =
  | 'word'
  | 'number'
  | 'duration'
  | 'string'
  | 'symbol'
  | 'end';

export interface Token {
  kind: TokenKind;
  /** As written; the value for strings. */
  text: string;
  start: number;
  end: number;
}

const SPACE = /(?:\s|#[^\n]*)+/y;
const WORD = /[A-Za-z_:][A-Za-z0-9_:]*/y;
const DURATION = /(?:\d+(?:ms|[smhdwy]))+(?![A-Za-z0-9_])/y;
const NUMBER =
  /(?:0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(?![A-Za-z0-9_.])/y;
const SYMBOL = /=~|!~|==|!=|<=|>=|[-+*/%^<>=(){}[\],:@]/y;

const SIMPLE_ESCAPES: Record<string, string> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
};
const CODED_ESCAPE = /x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}/y;
const OCTAL_ESCAPE = /[0-3][0-7]{2}/y;

/**
 * The tokens of a query, the last one of kind `end`.
 *
 * @throws PromqlError with the place of what is no token
 */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;

  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    at += found?.length ?? 0;
    return found;
  };
  const push = (kind: TokenKind, start: number, value: string) =>
    tokens.push({ kind, text: value, start, end: at });

  while (at < text.length) {
    if (take(SPACE)) {
      continue;
    }
    const start = at;
    const char = text[at];
    if (char === '"' || char === "'" || char === '`') {
      const [value, end] = readString(text, at);
      at = end;
      push('string', start, value);
    } else if (/[0-9]/.test(char) || /\.[0-9]/y.test(text.slice(at, at + 2))) {
      const duration = take(DURATION);
      const number = duration ?? take(NUMBER);
      if (number === undefined) {
        const bad = /[A-Za-z0-9_.]+/.exec(text.slice(at))?.[0];
        throw PromqlError.at(
          text,
          at,
          `bad number or duration syntax: "${bad}"`,
        );
      }
      push(duration === undefined ? 'number' : 'duration', start, number);
    } else {
      const word = take(WORD);
      const symbol = word ?? take(SYMBOL);
      if (symbol === undefined) {
        throw PromqlError.at(
          text,
          at,
          `unexpected character: '${String.fromCodePoint(
            text.codePointAt(at) ?? 0,
          )}'`,
        );
      }
      // A colon begins no word between brackets or braces; there are no recording rules here either way.
      push(word === undefined ? 'symbol' : 'word', start, symbol);
    }
  }
  tokens.push({ kind: 'end', text: '', start: text.length, end: text.length });
  return tokens;
}

/** A string of Go: in `"` or `'` with escapes, in backticks as it stands. */
function readString(text: string, start: number): [string, number] {
  const quote = text[start];
  const unterminated = () =>
    PromqlError.at(
      text,
      start,
      quote === '`' ? 'unterminated raw string' : 'unterminated quoted string',
    );
  let value = '';
  let at = start + 1;
  for (;;) {
    if (at >= text.length || (text[at] === '\n' && quote !== '`')) {
      throw unterminated();
    }
    if (text[at] === quote) {
      return [value, at + 1];
    }
    if (text[at] !== '\\' || quote === '`') {
      value += text[at];
      at += 1;
      continue;
    }
    at += 1;
    const simple = SIMPLE_ESCAPES[text[at]];
    if (simple !== undefined) {
      value += simple;
      at += 1;
      continue;
    }
    const [coded, base] = escapeCode(text, at);
    const code = coded === undefined ? NaN : parseInt(coded.digits, base);
    if (coded === undefined || code > 0x10ffff) {
      throw PromqlError.at(text, at - 1, 'unknown escape sequence');
    }
    value += String.fromCodePoint(code);
    at += coded.length;
  }
}

function escapeCode(
  text: string,
  at: number,
): [{ digits: string; length: number } | undefined, number] {
  CODED_ESCAPE.lastIndex = at;
  const coded = CODED_ESCAPE.exec(text)?.[0];
  if (coded) {
    return [{ digits: coded.slice(1), length: coded.length }, 16];
  }
  OCTAL_ESCAPE.lastIndex = at;
  const octal = OCTAL_ESCAPE.exec(text)?.[0];
  return [octal ? { digits: octal, length: octal.length } : undefined, 8];
}
