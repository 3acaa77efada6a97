import { labelValueErrors, qualifiedNameErrors } from './names';
import { badRequest } from './status';

export interface Requirement {
  key: string;
  operator: 'in' | 'notin' | 'exists' | '!' | '>' | '<';
  values: string[];
}

/** Only these count as blanks for Go's lexer. */
const TOKEN = /[ \t\r\n]*(==|!=|=|>|<|!|\(|\)|,|[^ \t\r\n=!<>(),]+)/y;
const SIGN = /^(?:==|!=|[=><!(),])$/;

function tokens(text: string): string[] {
  const found: string[] = [];
  let end = text.length;
  while (end > 0 && ' \t\r\n'.includes(text[end - 1])) end -= 1;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const match = TOKEN.exec(text);
    if (!match) throw badRequest(`unable to parse requirement: ${text}`);
    found.push(match[1]);
  }
  return found;
}

/**
 * Reads one label selector from left to right.
 *
 * @see apimachinery/pkg/labels/selector.go of Kubernetes
 */
class Parser {
  readonly #tokens: string[];
  #next = 0;

  constructor(text: string) {
    this.#tokens = tokens(text);
  }

  /** The next token; empty at the end. */
  get #token(): string {
    return this.#tokens[this.#next] ?? '';
  }

  get #isWord(): boolean {
    return this.#token !== '' && !SIGN.test(this.#token);
  }

  #is(...texts: string[]): boolean {
    return texts.includes(this.#token);
  }

  #take(): string {
    const token = this.#token;
    this.#next += 1;
    return token;
  }

  #found(expected: string) {
    return badRequest(`found '${this.#token}', expected: ${expected}`);
  }

  /** A failure inside a requirement. */
  #wrong(why: string) {
    return badRequest(`unable to parse requirement: ${why}`);
  }

  #expected(what: string) {
    return this.#wrong(`found '${this.#token}', expected: ${what}`);
  }

  all(): Requirement[] {
    const requirements: Requirement[] = [];
    for (;;) {
      if (this.#is('')) return requirements;
      if (!this.#isWord && !this.#is('!')) {
        throw this.#found("!, identifier, or 'end of string'");
      }
      requirements.push(this.#requirement());
      if (this.#is('')) return requirements;
      if (!this.#is(',')) throw this.#found("',' or 'end of string'");
      this.#take();
      if (!this.#isWord && !this.#is('!')) {
        throw this.#found("identifier after ','");
      }
    }
  }

  #requirement(): Requirement {
    const absent = this.#is('!');
    if (absent) this.#take();
    const key = this.#key();
    if (absent) return { key, operator: '!', values: [] };
    switch (this.#token) {
      case '':
      case ',':
        return { key, operator: 'exists', values: [] };
      case '=':
      case '==':
      case '!=': {
        const operator = this.#take() === '!=' ? 'notin' : 'in';
        return { key, operator, values: this.#checked(key, [this.#value()]) };
      }
      case '>':
      case '<': {
        const operator = this.#take() === '>' ? '>' : '<';
        const value = this.#value();
        if (toInt64(value) === undefined) {
          throw this.#wrong(
            `values[0]: Invalid value: ${JSON.stringify(
              value,
            )}: for 'Gt', 'Lt' operators, the value must be an integer`,
          );
        }
        return { key, operator, values: this.#checked(key, [value]) };
      }
      case 'in':
      case 'notin': {
        const operator = this.#take() === 'in' ? 'in' : 'notin';
        return { key, operator, values: this.#checked(key, this.#set()) };
      }
      default:
        throw this.#expected('in, notin, =, ==, !=, gt, lt');
    }
  }

  #key(): string {
    if (!this.#isWord) throw this.#expected('identifier');
    const key = this.#take();
    const errors = qualifiedNameErrors(key);
    if (errors.length > 0) {
      throw this.#wrong(
        `<nil>: Invalid value: ${JSON.stringify(key)}: ${errors.join('; ')}`,
      );
    }
    return key;
  }

  #value(): string {
    if (this.#is('', ',')) return '';
    if (!this.#isWord) throw this.#expected('identifier');
    return this.#take();
  }

  #set(): string[] {
    if (!this.#is('(')) {
      throw this.#wrong(`found '${this.#token}' expected: '('`);
    }
    this.#take();
    if (!this.#isWord && !this.#is(',', ')')) {
      throw this.#expected("',', ')' or identifier");
    }
    const values: string[] = [];
    if (this.#is(')')) {
      this.#take();
      return [''];
    }
    // As `parseIdentifiersList`, which refuses `(a,,)` and takes `(a,)`.
    for (;;) {
      if (this.#isWord) {
        values.push(this.#take());
        if (!this.#is(')', ',')) throw this.#expected("',' or ')'");
        if (this.#is(')')) break;
      } else if (this.#is(',')) {
        this.#take();
        if (values.length === 0) values.push('');
        if (this.#is(')')) {
          values.push('');
          break;
        }
        if (this.#is(',')) {
          this.#take();
          values.push('');
        }
      } else {
        throw this.#expected("',', or identifier");
      }
    }
    this.#take();
    return values;
  }

  #checked(key: string, values: string[]): string[] {
    [...values].sort().forEach((value, index) => {
      const errors = labelValueErrors(value);
      if (errors.length > 0) {
        throw this.#wrong(
          `values[${index}][${key}]: Invalid value: ${JSON.stringify(
            value,
          )}: ${errors.join('; ')}`,
        );
      }
    });
    return values;
  }
}

/** Reads `app=web,tier in (a,b),!x`. @throws ApiError 400 */
export function parseLabelSelector(text: string): Requirement[] {
  return new Parser(text).all();
}

/** As Go's `strconv.ParseInt(text, 10, 64)`. */
function toInt64(text: string): bigint | undefined {
  if (!/^[+-]?[0-9]+$/.test(text)) return undefined;
  const value = BigInt(text.replace(/^\+/, ''));
  return BigInt.asIntN(64, value) === value ? value : undefined;
}

/** Whether labels meet one requirement. */
export function meets(
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
    case '!':
      return value === undefined;
    default: {
      const own = value === undefined ? undefined : toInt64(value);
      const limit = toInt64(values[0]);
      if (own === undefined || limit === undefined) return false;
      return operator === '>' ? own > limit : own < limit;
    }
  }
}
