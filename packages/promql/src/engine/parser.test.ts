import { Expression } from './ast';
import { parse, parseSelector } from './parser';

/** The tree in brackets, so that precedence can be seen. */
function shape(node: Expression): string {
  switch (node.kind) {
    case 'number':
      return String(node.value);
    case 'string':
      return JSON.stringify(node.value);
    case 'vectorSelector':
      return `${node.matchers
        .map(({ label, operator, value }) =>
          label === '__name__' ? value : `${label}${operator}${value}`,
        )
        .join(',')}${node.offsetMs ? `@-${node.offsetMs}` : ''}`;
    case 'matrixSelector':
      return `${shape(node.selector)}[${node.rangeMs}]`;
    case 'parenthesis':
      return shape(node.inner);
    case 'unary':
      return `(${node.operator}${shape(node.operand)})`;
    case 'binary':
      return `(${shape(node.left)} ${node.operator}${node.bool ? ' bool' : ''}${
        node.matching.labels.length
          ? ` ${node.matching.on ? 'on' : 'ignoring'} ${node.matching.labels}`
          : ''
      }${
        node.matching.many
          ? ` many ${node.matching.many} ${node.matching.include}`
          : ''
      } ${shape(node.right)})`;
    case 'call':
      return `${node.name}(${node.arguments.map(shape).join(', ')})`;
    case 'aggregate':
      return `${node.operator} ${node.without ? 'without' : 'by'} [${
        node.labels
      }] ${shape(node.operand)}`;
    default:
      return node satisfies never;
  }
}

describe('parse', () => {
  it.each([
    ['1 + 2 * 3', '(1 + (2 * 3))'],
    ['1 - 2 - 3', '((1 - 2) - 3)'],
    ['2 ^ 3 ^ 2', '(2 ^ (3 ^ 2))'],
    ['-2 ^ 2', '(-(2 ^ 2))'],
    ['-a * b', '((-a) * b)'],
    ['2 ^ -1 * 3', '((2 ^ -1) * 3)'],
    ['(1 + 2) * 3', '((1 + 2) * 3)'],
    ['a or b and c', '(a or (b and c))'],
    ['a and b unless c', '((a and b) unless c)'],
    ['a > b + 1', '(a > (b + 1))'],
    ['a > bool 1', '(a > bool 1)'],
    ['a == on (x, y) b', '(a == on x,y b)'],
    ['a * ignoring (x) group_left (y) b', '(a * ignoring x many left y b)'],
    ['a * on (x) group_right b', '(a * on x many right  b)'],
    ['sum by (x) (a)', 'sum by [x] a'],
    ['SUM(a) WITHOUT (x, y,)', 'sum without [x,y] a'],
    ['sum', 'sum'],
    ['by + offset', '(by + offset)'],
    ['a{x="1",y!="2",z=~"3.*",w!~`4`,}', 'x=1,y!=2,z=~3.*,w!~4,a'],
    ['{on="x"}', 'on=x'],
    ['rate(a[1h30m] offset 90s)', 'rate(a@-90000[5400000])'],
    ['a offset -1m', 'a@--60000'],
    ['"a\\n\\x41\\u00e4\\101"', '"a\\nAäA"'],
    ["'it\\'s'", '"it\'s"'],
    ['0x10 + .5 + 1e3 + 5.', '(((16 + 0.5) + 1000) + 5)'],
    ['inf + NaN', '(Infinity + NaN)'],
    ['a # said\n + b', '(a + b)'],
    ['job:rate:sum{x="1"}', 'x=1,job:rate:sum'],
  ])('reads %s', (text, expected) => {
    expect(shape(parse(text))).toBe(expected);
  });

  it.each([
    ['', '1:1: parse error: no expression found in input'],
    ['sum(', '1:5: parse error: unclosed left parenthesis'],
    ['a +\n  )', "2:4: parse error: unexpected right parenthesis ')'"],
    ['x]', "1:2: parse error: unexpected right bracket ']'"],
    ['x}', "1:2: parse error: unexpected character: '}'"],
    ['x[5m', '1:5: parse error: unclosed left bracket'],
    ['x[a]', '1:3: parse error: bad duration syntax: ""'],
    ['x[-5m]', '1:3: parse error: missing unit character in duration'],
    ['x{a!"b"}', "unexpected character after '!' inside braces: '\"'"],
    ['x{{', "1:3: parse error: unexpected left brace '{'"],
    ['x $ $', "1:3: parse error: unexpected character: '$'"],
    ['a b $', '1:3: parse error: unexpected identifier "b"'],
    ['x % % y', '1:5: parse error: unexpected <op:%>'],
    ['5 bool 3', '1:3: parse error: unexpected <bool>'],
    ['"\\q"', "1:1: parse error: unknown escape sequence U+0071 'q'"],
    ['sum()', '1:1: parse error: no arguments for aggregate expression'],
    ['by(x)', '1:3: parse error: unexpected "("'],
    ['a b', '1:3: parse error: unexpected identifier "b"'],
    ['a{x="1"', '1:8: parse error: unexpected end of input inside braces'],
    ['a{x=1}', "1:5: parse error: unexpected character inside braces: '1'"],
    ['a{x="1', '1:5: parse error: unterminated quoted string'],
    ['a{x=~"("}', '1:3: parse error: error parsing regexp'],
    ['a{x=~"(?=b)"}', '1:3: parse error: error parsing regexp: (?='],
    ['a{x=~"\\\\Qb"}', '1:3: parse error: error parsing regexp: \\Q'],
    ['a ! b', "1:3: parse error: unexpected character after '!': ' '"],
    ['rate(a[5])', '1:8: parse error: missing unit character in duration'],
    ['rate(a[5s1m])', '1:8: parse error: not a valid duration string: "5s1m"'],
    ['rate(a[0s])', '1:8: parse error: duration must be greater than 0'],
    ['rate(a)', '1:6: parse error: expected type range vector in call'],
    ['clamp_min(a)', 'expected 2 argument(s) in call to "clamp_min", got 1'],
    ['round()', 'expected at least 1 argument(s) in call to "round", got 0'],
    ['round(a, 1, 2)', 'expected at most 2 argument(s) in call to "round"'],
    ['abs(a,)', '1:6: parse error: trailing commas not allowed'],
    [
      '1 > 2',
      '1:3: parse error: comparisons between scalars must use BOOL modifier',
    ],
    ['a + bool b', 'bool modifier can only be used on comparison operators'],
    ['a and 1', 'set operator "and" not allowed in binary scalar expression'],
    ['a and on (x) group_left b', 'no grouping allowed for "and" operation'],
    ['a * on (x) group_left (x) b', 'label "x" must not occur in ON and GROUP'],
    ['a + on (x) 1', 'vector matching only allowed between instant vectors'],
    ['-"a"', 'unary expression only allowed on'],
    ['{}', 'vector selector must contain at least one non-empty matcher'],
    ['{x=~".*"}', 'vector selector must contain at least one non-empty'],
    ['a{__name__="b"}', 'metric name must not be set twice: "a" or "b"'],
    ['a[1m][1m]', 'ranges only allowed for vector selectors'],
    ['a offset 1m [1m]', 'no offset modifiers allowed before range'],
    ['a offset 1m offset 1m', 'offset may not be set multiple times'],
    ['(a) offset 1m', 'offset modifier must be preceded by'],
    ['sum(a, b)', 'wrong number of arguments for aggregate expression'],
    ['1m', 'unexpected duration "1m"'],
    ['1foo', '1:1: parse error: bad number or duration syntax: "1"'],
  ])('refuses %s', (text, message) => {
    expect(() => parse(text)).toThrow(message);
  });

  it.each([
    ['no_such(a)', 'unknown function with name "no_such"'],
    ['predict_linear(a[1m], 1)', 'unknown function with name "predict_linear"'],
    ['topk(1, a)', 'aggregation operator "topk" is not supported'],
    ['quantile by (x) (0.5, a)', 'aggregation operator "quantile" is not'],
    ['rate(a[1m])[5m:1m]', 'subqueries are not supported'],
    ['a[5m:]', 'subqueries are not supported'],
    ['a @ 1', 'the @ modifier is not supported'],
    ['a atan2 b', 'operator "atan2" is not supported'],
    ['constructor(a)', 'unknown function with name "constructor"'],
  ])('names what is not supported in %s', (text, message) => {
    expect(() => parse(text)).toThrow(message);
  });
});

describe('expressions without end', () => {
  it.each(['(', '-', '1^', 'abs('])('%s', part => {
    expect(() => parse(part.repeat(50_000))).toThrow(
      'the expression is nested too deeply',
    );
  });

  it.each([
    ['(a+)+\\\\1', '\\1 is not supported'],
    ['(a{1,20}){1,40}', 'repetitions within repetitions is not supported'],
    ['(?i)(a+)+$', 'repetitions within repetitions is not supported'],
  ])('refuses the expression %s', (pattern, message) => {
    expect(() => parse(`a{b=~"${pattern}"}`)).toThrow(message);
  });
});

describe('parseSelector', () => {
  it('gives matchers of a selector alone', () => {
    expect(parseSelector('up{job="x"}')).toEqual([
      { label: 'job', operator: '=', value: 'x' },
      { label: '__name__', operator: '=', value: 'up' },
    ]);
    expect(() => parseSelector('sum(up)')).toThrow(
      '1:4: parse error: unexpected "("',
    );
    expect(() => parseSelector('up offset 5m')).toThrow('unexpected <offset>');
    expect(() => parseSelector('{}')).toThrow(
      'match[] must contain at least one non-empty matcher',
    );
  });
});
