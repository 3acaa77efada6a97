import { parseCondition } from './condition';

describe('parseCondition', () => {
  it.each([
    ['parentheses', '('.repeat(100_000)],
    ['parentheses that close', `${'('.repeat(60)}1${')'.repeat(60)} > 0`],
    ['signs', `${'-'.repeat(1_000)}1 > 0`],
    ['negations', `${'!'.repeat(1_000)}true`],
    ['members', `result${'[0'.repeat(900)}`],
    ['calls', `${'len('.repeat(400)}result`],
    ['a long sum', `${'1 + '.repeat(10_000)}1 > 0`],
  ])('does not read %s without end', (_, text) => {
    expect(parseCondition(text)).toBeUndefined();
  });

  it('reads what users write, however often it is asked', () => {
    const text = '(((result[0] >= 0.95 && !isNaN(result[0]))))';
    const [first, again] = [parseCondition(text), parseCondition(text)];
    expect(first).toMatchObject({ is: 'binary', operator: '&&' });
    expect(again).toEqual(first);
  });
});
