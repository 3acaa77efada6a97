import { InputError } from '@backstage/errors';
import { labelValueErrors, qualifiedNameErrors } from './labelRules';

type Operator = 'in' | 'notin' | 'exists' | 'absent' | 'above' | 'below';

/** One requirement of a label selector. */
interface Requirement {
  key: string;
  operator: Operator;
  values: string[];
}

/** A parsed selector: true for labels that meet all of its requirements. */
export type LabelSelector = (
  labels: Readonly<Record<string, string>>,
) => boolean;

/** A text that the API server refuses as a label selector. */
export class LabelSelectorError extends InputError {
  /**
   * @param problem - in the API server's words
   * @param position - of the character at which it was found, the first is 1
   */
  constructor(readonly problem: string, readonly position: number) {
    super(`${problem} (at character ${position})`);
  }
}

interface Token {
  /** Empty at the end of the text. */
  text: string;
  kind: 'sign' | 'word' | 'end';
  /** Of its first character; the first of the text is 1. */
  position: number;
}

/** A longer sign goes before a shorter one; blanks are those of Go's lexer. */
const TOKEN = /[ \t\r\n]*(?:(==|!=|[=!<>(),])|([^ \t\r\n=!<>(),]+))/y;
const BINARY: Record<string, Operator> = {
  '=': 'in',
  '==': 'in',
  '!=': 'notin',
  in: 'in',
  notin: 'notin',
  '>': 'above',
  '<': 'below',
};
const INT64_MAX = 2n ** 63n - 1n;

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match; match = TOKEN.exec(text)) {
    const [, sign, word] = match;
    const own = sign ?? word;
    tokens.push({
      text: own,
      kind: sign ? 'sign' : 'word',
      position: TOKEN.lastIndex - own.length + 1,
    });
  }
  tokens.push({ text: '', kind: 'end', position: text.length + 1 });
  return tokens;
}

/** Recursive descent over the tokens, one method for each function of the original. */
class Parser {
  #next = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  /** @see `(*Parser).parse` */
  parse(): Requirement[] {
    const requirements: Requirement[] = [];
    for (;;) {
      const token = this.#look();
      if (token.kind === 'end') return requirements;
      if (!startsRequirement(token)) {
        throw found(token, "expected: !, identifier, or 'end of string'");
      }
      requirements.push(this.#requirement());
      const after = this.#take();
      if (after.kind === 'end') return requirements;
      if (after.text !== ',') {
        throw found(after, "expected: ',' or 'end of string'");
      }
      if (!startsRequirement(this.#look())) {
        throw found(this.#look(), "expected: identifier after ','");
      }
    }
  }

  #look(): Token {
    return this.tokens[Math.min(this.#next, this.tokens.length - 1)];
  }

  #take(): Token {
    const token = this.#look();
    this.#next += 1;
    return token;
  }

  /** @see `(*Parser).parseRequirement`, `parseKeyAndInferOperator`, `parseOperator` */
  #requirement(): Requirement {
    const absent = this.#look().text === '!';
    if (absent) this.#take();
    const name = this.#take();
    if (name.kind !== 'word') throw found(name, 'expected: identifier');
    const key = name.text;
    check(qualifiedNameErrors(key), key, name.position);
    if (absent) return { key, operator: 'absent', values: [] };
    const next = this.#look();
    if (next.kind === 'end' || next.text === ',') {
      return { key, operator: 'exists', values: [] };
    }
    const sign = this.#take();
    const operator = Object.hasOwn(BINARY, sign.text)
      ? BINARY[sign.text]
      : undefined;
    if (!operator) {
      throw found(sign, 'expected: in, notin, =, ==, !=, gt, lt');
    }
    const set = sign.kind === 'word';
    const values = set ? this.#set() : [this.#exactValue()];
    for (const { text, position } of values) {
      if (operator === 'above' || operator === 'below') {
        if (toInt64(text) === undefined) {
          throw new LabelSelectorError(
            `Invalid value: ${JSON.stringify(
              text,
            )}: for 'Gt', 'Lt' operators, the value must be an integer`,
            position,
          );
        }
      }
      check(labelValueErrors(text), text, position);
    }
    return { key, operator, values: values.map(({ text }) => text) };
  }

  /** @see `(*Parser).parseExactValue` */
  #exactValue(): Token {
    const token = this.#look();
    if (token.kind === 'end' || token.text === ',') return empty(token);
    if (token.kind !== 'word') throw found(token, 'expected: identifier');
    return this.#take();
  }

  /** @see `(*Parser).parseValues` */
  #set(): Token[] {
    const open = this.#take();
    if (open.text !== '(')
      throw new LabelSelectorError(
        `found '${open.text}' expected: '('`,
        open.position,
      );
    const first = this.#look();
    if (first.text === ')') return [empty(this.#take())];
    if (first.kind !== 'word' && first.text !== ',') {
      throw found(first, "expected: ',', ')' or identifier");
    }
    const values = this.#identifiers();
    this.#take();
    return values;
  }

  /** Up to the closing parenthesis. `(a,,)` is refused, `(a,)` and `(a,,b)` are not. @see `(*Parser).parseIdentifiersList` */
  #identifiers(): Token[] {
    const values: Token[] = [];
    for (;;) {
      const token = this.#take();
      if (token.kind === 'word') {
        values.push(token);
        const after = this.#look();
        if (after.text === ')') return values;
        if (after.text !== ',') throw found(after, "expected: ',' or ')'");
      } else if (token.text === ',') {
        if (values.length === 0) values.push(empty(token));
        const after = this.#look();
        if (after.text === ')') return [...values, empty(after)];
        if (after.text === ',') values.push(empty(this.#take()));
      } else {
        throw found(token, "expected: ',', or identifier");
      }
    }
  }
}

function startsRequirement({ kind, text }: Token): boolean {
  return kind === 'word' || text === '!';
}

/** The empty value at a place. */
function empty({ position }: Token): Token {
  return { text: '', kind: 'word', position };
}

function found({ text, position }: Token, expected: string) {
  return new LabelSelectorError(`found '${text}', ${expected}`, position);
}

function check(errors: string[], text: string, position: number) {
  if (errors.length > 0) {
    throw new LabelSelectorError(
      `Invalid value: ${quote(text)}: ${errors.join('; ')}`,
      position,
    );
  }
}

/** In quotes, with characters that nobody sees written out. */
function quote(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u00a0\u00ad\u200b-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]/g,
    sign => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** As Go's `strconv.ParseInt(text, 10, 64)`. */
function toInt64(text: string): bigint | undefined {
  if (!/^[+-]?[0-9]+$/.test(text)) return undefined;
  const value = BigInt(text.replace(/^\+/, ''));
  return value <= INT64_MAX && value >= -INT64_MAX - 1n ? value : undefined;
}

/** @see `(*Requirement).Matches` */
function holds(
  { key, operator, values }: Requirement,
  labels: Readonly<Record<string, string>>,
): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'in':
      return value !== undefined && values.includes(value);
    case 'notin':
      return value === undefined || !values.includes(value);
    case 'exists':
      return value !== undefined;
    case 'absent':
      return value === undefined;
    default: {
      const own = value === undefined ? undefined : toInt64(value);
      const limit = toInt64(values[0]);
      if (own === undefined || limit === undefined) return false;
      return operator === 'above' ? own > limit : own < limit;
    }
  }
}

/**
 * Parses a label selector as the API server does with `labelSelector=`:
 * `a=b, c!=d, e in (f,g), !h, tier>1`. An empty text selects everything.
 *
 * @throws LabelSelectorError where the API server answers 400
 * @see k8s.io/apimachinery/pkg/labels/selector.go `Parse`
 */
export function parseLabelSelector(text: string): LabelSelector {
  const requirements = new Parser(tokensOf(text)).parse();
  return labels => requirements.every(each => holds(each, labels));
}
