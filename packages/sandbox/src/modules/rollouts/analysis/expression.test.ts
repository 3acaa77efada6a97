import { holds, Result, verdictOf } from './expression';

describe('conditions', () => {
  it.each<[string, Result, boolean]>([
    ['result[0] >= 0.95', [0.95], true],
    ['result[0] >= 0.95', [0.949], false],
    ['result >= 0.95', 1, true],
    ['len(result) > 0 && result[0] < 500', [], false],
    ['len(result) == 0 || result[0] < 500', [], true],
    ['len(result) == 0 or not (result[0] > 500)', [400], true],
    ['isNaN(result[0])', [NaN], true],
    ['isNaN(result[0]) || result[0] >= 0.9', [NaN], true],
    ['!isNaN(result[0]) and result[0] <= 1', [0.5], true],
    ['isInf(result)', Infinity, true],
    ['default(result, 0) == 0', 0, true],
    ['isNil(result)', [], false],
    ['result[0] - result[1] * 2 == 1', [5, 2], true],
    ['(result[0] + 1) / 2 > 2', [4], true],
    ['2 ** 3 ** 0 == 2', 0, true],
    ['-result[0] < 0', [1], true],
    ['result[-1] == 3', [1, 2, 3], true],
    ['all(result, {# > 0.9})', [0.95, 0.99], true],
    ['all(result, {# > 0.9})', [0.95, 0.8], false],
    ['any(result, {# > 1})', [0, 2], true],
    ['none(result, {# > 1})', [0, 1], true],
    ['one(result, {# > 1})', [2, 3], false],
    ['result[0] in [1, 2]', [2], true],
    ['result[0] not in [1, 2]', [2], false],
    ['result[0] > 1 ? true : false', [2], true],
    ['"a" + \'b\' == "ab"', 0, true],
    ['asInt(result[0]) == 2', [2.9], true],
    ['asFloat("1.5") == 1.5', 0, true],
    ['1e3 == 1000', 0, true],
    ['result != nil', 0, true],
    ['all(result, # > 0.9)', [0.95, 0.99], true],
    ['count(result, # > 1) == 1', [0, 2], true],
    ['len(filter(result, {# > 1})) == 2', [0, 2, 3], true],
    ['map(result, # * 2)[0] == 2', [1], true],
    ['find(result, # > 1) == 2', [1, 2], true],
    ['sum(result) == 6 && mean(result) == 2', [1, 2, 3], true],
    ['median(result) == 2 and max(result) == 3', [3, 1, 2], true],
    ['min(4, result[0]) == 1 && abs(-1) == 1', [1], true],
    ['round(1.5) == 2 && floor(1.5) == 1 && ceil(1.2) == 2', 0, true],
    ['first(result) == 1 && last(result) == 3', [1, 2, 3], true],
    ['result[0:2] == [1, 2] && result[1:] == [2, 3]', [1, 2, 3], true],
    ['int(result[0]) == 2 && float("1.5") == 1.5', [2.9], true],
    ['result[0] ^ 2 == 9', [3], true],
    ['"ab" contains "a" && "ab" startsWith "a"', 0, true],
    ['"ab" endsWith "b" && "ab" matches "^a.$"', 0, true],
    ['result[0] > 0 // at least one', [1], true],
    ['"http://x" contains "//"', 0, true],
  ])('%s of %j is %s', (condition, result, expected) => {
    expect(holds(condition, result)).toBe(expected);
  });

  it.each<[string, Result, string]>([
    ['result[0] >= 0.95', [], 'reflect: slice index out of range'],
    ['latency > 1', [1], 'unknown name latency'],
    ['result[0]', [1], 'expected bool, but got float64'],
    ['result >= 0.95', [1], 'mismatched types []float64 and float64'],
    ['isNaN(result)', [1], 'cannot use []float64 as argument'],
    ['result[0] >', [1], 'unexpected token EOF'],
    ['(result[0] > 0', [1], 'unexpected token EOF'],
    ['result[0] > 1 1', [1], 'unexpected token Number("1")'],
    ['result[0] > 0)', [1], 'unexpected token Bracket(")")'],
    ['result[0] = 1', [1], 'unexpected token Operator("=")'],
    ['result[0] & 1', [1], 'unexpected token Operator("&")'],
    ["'it''s'", [1], 'unexpected token String("s")'],
    ['$x', [1], 'unknown name $x'],
    ['foo(result)', [1], 'unknown name foo'],
    ['!result[0]', [1], 'invalid operation: ! (mismatched type float64)'],
    ['result[0] ; 1', [1], "unrecognized character: U+003B ';'"],
    ['len()', [1], 'invalid number of arguments for len (expected 1, got 0)'],
    ['{# > 1}', [1], 'a predicate stands only inside'],
    ['constructor("x")', [1], 'unknown name constructor'],
  ])('%s of %j fails: %s', (condition, result, message) => {
    expect(() => holds(condition, result)).toThrow(message);
  });
});

describe('what a measurement says', () => {
  const success = 'result[0] >= 0.9';
  const failure = 'result[0] < 0.5';
  it.each<[string, string | undefined, string | undefined, number, string]>([
    ['without conditions', undefined, undefined, 0, 'Successful'],
    ['success alone', success, undefined, 0.9, 'Successful'],
    ['success alone', success, undefined, 0.8, 'Failed'],
    ['failure alone', undefined, failure, 0.4, 'Failed'],
    ['failure alone', undefined, failure, 0.6, 'Successful'],
    ['both', success, failure, 0.95, 'Successful'],
    ['both', success, failure, 0.7, 'Inconclusive'],
    ['both', success, failure, 0.3, 'Failed'],
    ['both at once', 'true', 'true', 0, 'Failed'],
  ])('%s', (_, successCondition, failureCondition, value, expected) => {
    expect(verdictOf([value], { successCondition, failureCondition })).toBe(
      expected,
    );
  });
});
