/** `word`: identifiers and keywords; keywords are recognised by the parser. */
export type TokenKind =
  | 'word'
  | 'number'
  | 'duration'
  | 'string'
  | 'symbol'
  /** No token: what is wrong there, reported when the parser comes to it. */
  | 'error'
  | 'end';

export interface Token {
  kind: TokenKind;
  /** As written; the value for strings, the message for errors. */
  text: string;
  start: number;
  end: number;
}

const SPACE = /(?:\s|#[^\n]*)+/y;
const WORD = /[A-Za-z_:][A-Za-z0-9_:]*/y;
const LABEL = /[A-Za-z_][A-Za-z0-9_]*/y;
const DURATION = /(?:\d+(?:ms|[smhdwy]))+(?![A-Za-z0-9_])/y;
const NUMBER =
  /(?:0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(?![A-Za-z0-9_.])/y;
const SYMBOL = /=~|!~|==|!=|<=|>=|[-+*/%^<>=(){[\],:@]/y;
const SYMBOL_INSIDE_BRACES = /=~|!~|!=|[=,}]/y;

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

/** What is open while a query is read. */
interface Open {
  parentheses: number;
  bracket: boolean;
  brace: boolean;
}

/** Why a query cannot end here; undefined when it can. */
function unclosed({ parentheses, bracket, brace }: Open): string | undefined {
  if (brace) return 'unexpected end of input inside braces';
  if (parentheses > 0) return 'unclosed left parenthesis';
  return bracket ? 'unclosed left bracket' : undefined;
}

/** Why no token begins with this character. */
function noToken(text: string, at: number, brace: boolean): string {
  const quoted = (index: number) => {
    const code = text.codePointAt(index);
    return code === undefined
      ? 'end of input'
      : `'${String.fromCodePoint(code)}'`;
  };
  const where = brace ? ' inside braces' : '';
  if (text[at] === '!') {
    return `unexpected character after '!'${where}: ${quoted(at + 1)}`;
  }
  return text[at] === '{'
    ? `unexpected left brace ${quoted(at)}`
    : `unexpected character${where}: ${quoted(at)}`;
}

/** Keeps account of what a symbol opens and closes. @returns what is wrong with it */
function follow(open: Open, symbol: string): string | undefined {
  switch (symbol) {
    case '(':
      open.parentheses += 1;
      return undefined;
    case ')':
      open.parentheses -= 1;
      return open.parentheses < 0
        ? "unexpected right parenthesis ')'"
        : undefined;
    case '[':
      open.bracket = true;
      return undefined;
    case ']':
      if (!open.bracket) return "unexpected right bracket ']'";
      open.bracket = false;
      return undefined;
    case '{':
      open.brace = true;
      return undefined;
    case '}':
      open.brace = false;
      return undefined;
    default:
      return undefined;
  }
}

/**
 * The tokens of a query. The last one is of kind `end`, or of kind `error`
 * where no token can be read or something is left open.
 *
 * @see promql/parser/lex.go of Prometheus
 */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  const open: Open = { parentheses: 0, bracket: false, brace: false };
  let at = 0;

  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    at += found?.length ?? 0;
    return found;
  };
  const push = (kind: TokenKind, start: number, value: string) =>
    tokens.push({ kind, text: value, start, end: at });
  const failed = (start: number, message: string) => {
    push('error', start, message);
    return tokens;
  };

  while (at < text.length) {
    if (take(SPACE)) {
      continue;
    }
    const start = at;
    const char = text[at];
    const before = tokens[tokens.length - 1];
    if (char === '"' || char === "'" || char === '`') {
      const string = readString(text, at);
      if ('problem' in string) {
        return failed(string.at, string.problem);
      }
      at = string.end;
      push('string', start, string.value);
    } else if (before?.kind === 'symbol' && before.text === '[') {
      const duration = take(DURATION);
      if (duration === undefined) {
        const digits = /^\d*/.exec(text.slice(at))?.[0] ?? '';
        return failed(
          start,
          /^[^A-Za-z0-9_]?$/.test(text[at + digits.length] ?? '')
            ? 'missing unit character in duration'
            : `bad duration syntax: "${digits}"`,
        );
      }
      push('duration', start, duration);
    } else if (
      !open.brace &&
      /^(?:[0-9]|\.[0-9])/.test(text.slice(at, at + 2))
    ) {
      const duration = take(DURATION);
      const number = duration ?? take(NUMBER);
      if (number === undefined) {
        const bad = /^[0-9.]+/.exec(text.slice(at))?.[0];
        return failed(at, `bad number or duration syntax: "${bad}"`);
      }
      push(duration === undefined ? 'number' : 'duration', start, number);
    } else {
      const word = take(open.brace ? LABEL : WORD);
      const symbol = word ?? take(open.brace ? SYMBOL_INSIDE_BRACES : SYMBOL);
      if (symbol === undefined) {
        return failed(at, noToken(text, at, open.brace));
      }
      const problem = word === undefined ? follow(open, symbol) : undefined;
      if (problem !== undefined) {
        return failed(symbol === ')' ? at : start, problem);
      }
      // A colon begins no word between brackets; there are no recording rules here either way.
      push(word === undefined ? 'symbol' : 'word', start, symbol);
    }
  }
  const problem = unclosed(open);
  push(problem === undefined ? 'end' : 'error', text.length, problem ?? '');
  return tokens;
}

type ReadString =
  | { value: string; end: number }
  | { problem: string; at: number };

function unknownEscape(text: string, at: number): string {
  const code = text.codePointAt(at);
  if (code === undefined) return 'escape sequence not terminated';
  const hex = code.toString(16).toUpperCase().padStart(4, '0');
  return `unknown escape sequence U+${hex} '${String.fromCodePoint(code)}'`;
}

/** A string of Go: in `"` or `'` with escapes, in backticks as it stands. */
function readString(text: string, start: number): ReadString {
  const quote = text[start];
  let value = '';
  let at = start + 1;
  for (;;) {
    if (at >= text.length || (text[at] === '\n' && quote !== '`')) {
      return {
        problem:
          quote === '`'
            ? 'unterminated raw string'
            : 'unterminated quoted string',
        at: start,
      };
    }
    if (text[at] === quote) {
      return { value, end: at + 1 };
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
      return { problem: unknownEscape(text, at), at: start };
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
