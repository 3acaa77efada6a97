/**
 * Conditions of metrics as a syntax tree. Only the part of the language is read
 * that templates use most; anything else is not read at all, so that nobody
 * guesses what it means.
 *
 * @see utils/evaluate/evaluate.go `EvalCondition`; github.com/antonmedv/expr
 */
export type Node = {
  /** Where it stands in the text. */
  start: number;
  end: number;
} & (
  | { is: 'literal'; value: number | string | boolean | null }
  | { is: 'name'; name: string }
  | { is: 'element' }
  | { is: 'member'; of: Node; key: Node }
  | { is: 'call'; name: string; args: Node[] }
  | { is: 'unary'; operator: '!' | '-'; of: Node }
  | { is: 'binary'; operator: string; left: Node; right: Node }
);

interface Token {
  kind: 'number' | 'string' | 'name' | 'operator';
  text: string;
  start: number;
  end: number;
}

class Unreadable extends Error {}

const LEXEMES =
  /\s+|(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+)|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|([A-Za-z_][A-Za-z0-9_]*)|(&&|\|\||==|!=|<=|>=|[-+*/%<>!()[\]{}.,#])/y;

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  LEXEMES.lastIndex = 0;
  while (LEXEMES.lastIndex < text.length) {
    const start = LEXEMES.lastIndex;
    const match = LEXEMES.exec(text);
    if (!match) throw new Unreadable();
    const [whole, digits, quoted, word, operator] = match;
    const end = start + whole.length;
    if (digits) tokens.push({ kind: 'number', text: digits, start, end });
    else if (quoted) tokens.push({ kind: 'string', text: quoted, start, end });
    else if (operator) {
      tokens.push({ kind: 'operator', text: operator, start, end });
    } else if (word) {
      const text_ = { and: '&&', or: '||', not: '!' }[word];
      tokens.push(
        text_
          ? { kind: 'operator', text: text_, start, end }
          : { kind: 'name', text: word, start, end },
      );
    }
  }
  return tokens;
}

/** From the loosest to the tightest. */
const LEVELS = [
  ['||'],
  ['&&'],
  ['==', '!=', '<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/', '%'],
];

const CONSTANTS = new Map<string, boolean | null>([
  ['true', true],
  ['false', false],
  ['nil', null],
  ['null', null],
]);

/** Deeper than anybody nests, and far from what a call stack holds. */
const DEEPEST = 50;

class Parser {
  #at = 0;
  #depth = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  whole(): Node {
    const node = this.#binary(0);
    if (this.#at < this.tokens.length) throw new Unreadable();
    return node;
  }

  #operator(...texts: string[]): Token | undefined {
    const token = this.tokens[this.#at];
    if (token?.kind !== 'operator' || !texts.includes(token.text)) {
      return undefined;
    }
    this.#at += 1;
    return token;
  }

  #need(text: string): Token {
    const token = this.#operator(text);
    if (!token) throw new Unreadable();
    return token;
  }

  #binary(level: number): Node {
    if (level === LEVELS.length) return this.#unary();
    let left = this.#binary(level + 1);
    for (;;) {
      const operator = this.#operator(...LEVELS[level]);
      if (!operator) return left;
      const right = this.#binary(level + 1);
      left = {
        is: 'binary',
        operator: operator.text,
        left,
        right,
        start: left.start,
        end: right.end,
      };
    }
  }

  #unary(): Node {
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw new Unreadable();
    const node = this.#signed();
    this.#depth -= 1;
    return node;
  }

  #signed(): Node {
    const token = this.#operator('!', '-', '+');
    if (!token) return this.#postfix(this.#primary());
    const of = this.#unary();
    if (token.text === '+') return of;
    const operator = token.text === '!' ? '!' : '-';
    return { is: 'unary', operator, of, start: token.start, end: of.end };
  }

  #postfix(of: Node): Node {
    if (this.#operator('.')) {
      const name = this.tokens[this.#at];
      if (name?.kind !== 'name') throw new Unreadable();
      this.#at += 1;
      const { start, end } = name;
      const key: Node = { is: 'literal', value: name.text, start, end };
      return this.#postfix({
        is: 'member',
        of,
        key,
        start: of.start,
        end: name.end,
      });
    }
    if (this.#operator('[')) {
      const key = this.#binary(0);
      const { end } = this.#need(']');
      return this.#postfix({ is: 'member', of, key, start: of.start, end });
    }
    return of;
  }

  #primary(): Node {
    const open = this.#operator('(');
    if (open) {
      const inner = this.#binary(0);
      const { end } = this.#need(')');
      return { ...inner, start: open.start, end };
    }
    const element = this.#operator('#');
    if (element)
      return { is: 'element', start: element.start, end: element.end };
    const token = this.tokens[this.#at];
    if (!token || token.kind === 'operator') throw new Unreadable();
    this.#at += 1;
    const { start, end, text } = token;
    if (token.kind === 'number') {
      return { is: 'literal', value: Number(text), start, end };
    }
    if (token.kind === 'string') {
      const value = text.slice(1, -1).replace(/\\(.)/g, '$1');
      return { is: 'literal', value, start, end };
    }
    const constant = CONSTANTS.get(text);
    if (constant !== undefined) {
      return { is: 'literal', value: constant, start, end };
    }
    if (this.#operator('(')) return this.#call(text, start);
    return { is: 'name', name: text, start, end };
  }

  #call(name: string, start: number): Node {
    const args: Node[] = [];
    let close = this.#operator(')');
    while (!close) {
      if (args.length) this.#need(',');
      args.push(this.#argument());
      close = this.#operator(')');
    }
    return { is: 'call', name, args, start, end: close.end };
  }

  /** An expression, or one in braces about each element: `{# > 3}`. */
  #argument(): Node {
    if (!this.#operator('{')) return this.#binary(0);
    const body = this.#binary(0);
    this.#need('}');
    return body;
  }
}

/** Trees that were read last, by text: each measurement of each run asks for the same few. */
const TREES = new Map<string, Node | undefined>();
const MOST_TREES = 500;
/** No condition that users write is longer; one that is would only cost time to read. */
const LONGEST = 2_000;

function readCondition(text: string): Node | undefined {
  if (text.length > LONGEST) return undefined;
  try {
    return new Parser(tokensOf(text)).whole();
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

/**
 * The tree of a condition; undefined when it is not of the part that is read,
 * over 2000 characters long, or nested more than 50 deep. Trees are shared:
 * nobody changes one.
 *
 * @see utils/evaluate/evaluate.go `EvalCondition`
 */
export function parseCondition(text: string): Node | undefined {
  if (TREES.has(text)) return TREES.get(text);
  const tree = readCondition(text);
  if (TREES.size >= MOST_TREES) TREES.clear();
  TREES.set(text, tree);
  return tree;
}

/** The parts that `&&` (or `||`) joins, in order; the node itself when it joins none. */
export function partsOf(node: Node, operator: '&&' | '||'): Node[] {
  return node.is === 'binary' && node.operator === operator
    ? [...partsOf(node.left, operator), ...partsOf(node.right, operator)]
    : [node];
}
