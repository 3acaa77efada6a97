import { PromqlError } from './errors';
import { Token, TokenKind, tokenize } from './lexer';

/** Words that Prometheus names in angle brackets. */
const KEYWORDS =
  /^(?:bool|by|group_left|group_right|ignoring|offset|on|without)$/i;

const OPERATORS = /^(?:[-+*/%^<>]|==|!=|<=|>=|=~|!~)$/;

/** The tokens of one query, read from left to right, with errors that tell the place. */
export class TokenReader {
  readonly #tokens: Token[];
  #next = 0;

  constructor(readonly text: string) {
    this.#tokens = tokenize(text);
  }

  /** @throws PromqlError when there is none */
  get token(): Token {
    const token = this.#tokens[this.#next];
    if (token.kind === 'error') {
      throw this.error(token.text, token);
    }
    return token;
  }

  get following(): Token | undefined {
    return this.#tokens[this.#next + 1];
  }

  /** Where the last token that was taken ends. */
  get lastEnd(): number {
    return this.#tokens[Math.max(0, this.#next - 1)].end;
  }

  take(): Token {
    const token = this.token;
    this.#next += 1;
    return token;
  }

  is(kind: TokenKind): boolean {
    return this.token.kind === kind;
  }

  isSymbol(text: string): boolean {
    return this.token.kind === 'symbol' && this.token.text === text;
  }

  /** Keywords are read in any case. */
  isWord(...words: string[]): boolean {
    return (
      this.token.kind === 'word' &&
      words.includes(this.token.text.toLowerCase())
    );
  }

  /** Takes the symbol if it is next. */
  skip(symbol: string): boolean {
    return this.isSymbol(symbol) && Boolean(this.take());
  }

  /** @throws PromqlError when another token is next */
  symbol(text: string, context: string): Token {
    if (!this.isSymbol(text)) {
      throw this.unexpected(context, `"${text}"`);
    }
    return this.take();
  }

  error(message: string, token: { start: number } = this.token): PromqlError {
    return PromqlError.at(this.text, token.start, message);
  }

  unexpected(context = '', wanted = ''): PromqlError {
    const { kind, text } = this.token;
    const found = {
      end: 'end of input',
      error: text,
      string: `string ${JSON.stringify(text)}`,
      word: KEYWORDS.test(text)
        ? `<${text.toLowerCase()}>`
        : `identifier "${text}"`,
      number: `number "${text}"`,
      duration: `duration "${text}"`,
      symbol: OPERATORS.test(text) ? `<op:${text}>` : `"${text}"`,
    }[kind];
    return this.error(
      `unexpected ${found}${context && ` in ${context}`}${
        wanted && `, expected ${wanted}`
      }`,
    );
  }
}
