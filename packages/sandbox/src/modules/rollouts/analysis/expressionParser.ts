/** Syntax of conditions: the part of expr-lang that AnalysisTemplates use. */
export type Expression =
  | { kind: 'literal'; value: number | string | boolean | null }
  | { kind: 'name'; name: string }
  | { kind: 'item' }
  | { kind: 'list'; items: Expression[] }
  | { kind: 'index'; of: Expression; index: Expression }
  | { kind: 'slice'; of: Expression; from?: Expression; to?: Expression }
  | { kind: 'call'; name: string; args: Expression[] }
  | { kind: 'closure'; body: Expression }
  | { kind: 'unary'; operator: string; operand: Expression }
  | { kind: 'binary'; operator: string; left: Expression; right: Expression }
  | { kind: 'choice'; test: Expression; yes: Expression; no: Expression };

type Token = { kind: 'number' | 'string' | 'name' | 'operator'; text: string };

const TOKEN =
  /\s*(?:(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|([A-Za-z_$]\w*)|(\*\*|&&|\|\||==|!=|<=|>=|[-+*/%^<>!=&|()[\]{},.?:#]))/y;

/** A comment up to the end of its line, but not inside a string. */
const COMMENT = /("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|\/\/[^\n]*/g;

/** A token as errors of expr-lang name it. */
const nameOf = (token: Token | undefined): string => {
  if (!token) return 'EOF';
  const kinds = {
    number: 'Number',
    string: 'String',
    name: 'Identifier',
    operator: /[()[\]{}]/.test(token.text) ? 'Bracket' : 'Operator',
  };
  const text = token.kind === 'string' ? token.text.slice(1, -1) : token.text;
  return `${kinds[token.kind]}(${JSON.stringify(text)})`;
};

function tokens(text: string): Token[] {
  const found: Token[] = [];
  const source = text.replace(COMMENT, '$1').trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(source);
    if (!match) {
      const [letter] = source.slice(at).trim();
      const code = letter.codePointAt(0)?.toString(16).toUpperCase() ?? '';
      throw new Error(
        `unrecognized character: U+${code.padStart(4, '0')} '${letter}'`,
      );
    }
    const [, number, string, name, operator] = match;
    if (number !== undefined) found.push({ kind: 'number', text: number });
    else if (string !== undefined) found.push({ kind: 'string', text: string });
    else if (name !== undefined) found.push({ kind: 'name', text: name });
    else found.push({ kind: 'operator', text: operator });
  }
  return found;
}

/** How strongly an operator binds. */
const BINARY = new Map([
  ['or', 1],
  ['||', 1],
  ['and', 2],
  ['&&', 2],
  ['==', 3],
  ['!=', 3],
  ['<', 3],
  ['<=', 3],
  ['>', 3],
  ['>=', 3],
  ['in', 3],
  ['contains', 3],
  ['startsWith', 3],
  ['endsWith', 3],
  ['matches', 3],
  ['+', 5],
  ['-', 5],
  ['*', 6],
  ['/', 6],
  ['%', 6],
  ['**', 8],
  ['^', 8],
]);

const WORDS = new Map<string, boolean | null>([
  ['true', true],
  ['false', false],
  ['nil', null],
]);

const ESCAPES = new Map([
  ['n', '\n'],
  ['t', '\t'],
]);

class Parser {
  #at = 0;

  constructor(private readonly all: Token[]) {}

  get #next(): Token | undefined {
    return this.all[this.#at];
  }

  #is(text: string): boolean {
    return this.#next?.kind !== 'string' && this.#next?.text === text;
  }

  #skip(text: string): boolean {
    if (!this.#is(text)) return false;
    this.#at += 1;
    return true;
  }

  #expect(text: string): void {
    if (this.#skip(text)) return;
    throw new Error(`unexpected token ${nameOf(this.#next)}`);
  }

  whole(): Expression {
    const expression = this.#expression();
    if (this.#next) {
      throw new Error(`unexpected token ${nameOf(this.#next)}`);
    }
    return expression;
  }

  #expression(): Expression {
    const test = this.#binary(0);
    if (!this.#skip('?')) return test;
    const yes = this.#expression();
    this.#expect(':');
    return { kind: 'choice', test, yes, no: this.#expression() };
  }

  #binary(least: number): Expression {
    let left = this.#unary();
    for (;;) {
      const operator = this.#next;
      if (!operator || operator.kind === 'string') return left;
      const { text } = operator;
      const negated = text === 'not' && this.all[this.#at + 1]?.text === 'in';
      const strength = BINARY.get(negated ? 'in' : text);
      if (strength === undefined || strength <= least) return left;
      this.#at += negated ? 2 : 1;
      // Powers are grouped from the right.
      const right = this.#binary(
        text === '**' || text === '^' ? strength - 1 : strength,
      );
      left = {
        kind: 'binary',
        operator: negated ? 'in' : text,
        left,
        right,
      };
      if (negated) left = { kind: 'unary', operator: '!', operand: left };
    }
  }

  #unary(): Expression {
    for (const operator of ['!', 'not', '-', '+']) {
      if (this.#skip(operator)) {
        const strength = operator === 'not' || operator === '!' ? 4 : 7;
        return {
          kind: 'unary',
          operator: operator === 'not' ? '!' : operator,
          operand: this.#binary(strength),
        };
      }
    }
    return this.#postfix(this.#primary());
  }

  #postfix(of: Expression): Expression {
    if (this.#skip('[')) {
      const from = this.#is(':') ? undefined : this.#expression();
      if (this.#skip(':')) {
        const to = this.#is(']') ? undefined : this.#expression();
        this.#expect(']');
        return this.#postfix({ kind: 'slice', of, from, to });
      }
      this.#expect(']');
      return from ? this.#postfix({ kind: 'index', of, index: from }) : of;
    }
    if (this.#skip('.')) {
      const name = this.#next;
      if (name?.kind !== 'name') throw new Error('expected name');
      this.#at += 1;
      const index: Expression = { kind: 'literal', value: name.text };
      return this.#postfix({ kind: 'index', of, index });
    }
    return of;
  }

  #list(end: string): Expression[] {
    const items: Expression[] = [];
    while (!this.#skip(end)) {
      if (items.length) this.#expect(',');
      items.push(this.#expression());
    }
    return items;
  }

  #primary(): Expression {
    const token = this.#next;
    if (!token) throw new Error('unexpected token EOF');
    this.#at += 1;
    if (token.kind === 'number') {
      return { kind: 'literal', value: Number(token.text) };
    }
    if (token.kind === 'string') {
      const value = token.text
        .slice(1, -1)
        .replace(
          /\\(.)/g,
          (_, letter: string) => ESCAPES.get(letter) ?? letter,
        );
      return { kind: 'literal', value };
    }
    if (token.kind === 'name') {
      const word = WORDS.get(token.text);
      if (word !== undefined) return { kind: 'literal', value: word };
      return this.#skip('(')
        ? { kind: 'call', name: token.text, args: this.#list(')') }
        : { kind: 'name', name: token.text };
    }
    if (token.text === '(') {
      const inner = this.#expression();
      this.#expect(')');
      return inner;
    }
    if (token.text === '[') return { kind: 'list', items: this.#list(']') };
    if (token.text === '#') return { kind: 'item' };
    if (token.text === '{') {
      const body = this.#expression();
      this.#expect('}');
      return { kind: 'closure', body };
    }
    throw new Error(`unexpected token ${nameOf(token)}`);
  }
}

/** @throws with the place of what is no condition, or the name of what is not supported */
export const parseExpression = (text: string): Expression =>
  new Parser(tokens(text)).whole();
