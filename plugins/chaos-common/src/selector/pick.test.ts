import { parseGoInt, pick } from './pick';

describe('pick', () => {
  it.each<[string, string, number, number, number, string | undefined]>([
    ['one', '', 3, 1, 1, undefined],
    ['one', '', 1, 1, 1, undefined],
    ['all', '', 3, 3, 3, undefined],
    ['fixed', '2', 3, 2, 2, undefined],
    ['fixed', '9', 3, 3, 3, undefined],
    ['fixed', '0', 3, 0, 0, 'greater than 0'],
    ['fixed', 'two', 3, 0, 0, 'whole number'],
    ['fixed-percent', '10', 3, 1, 1, undefined],
    ['fixed-percent', '50', 3, 2, 2, undefined],
    ['fixed-percent', '100', 3, 3, 3, undefined],
    ['fixed-percent', '101', 3, 0, 0, '1 to 100'],
    ['fixed-percent', '33.3', 3, 0, 0, 'whole number'],
    ['fixed-percent', '50%', 3, 0, 0, 'whole number'],
    ['random-max-percent', '50', 3, 0, 2, undefined],
    ['random-max-percent', '0', 3, 0, 0, '1 to 100'],
    ['some', '', 3, 0, 0, 'mode some is not supported'],
    ['', '', 3, 0, 0, 'mode is missing'],
    ['all', '', 0, 0, 0, 'No pod matches'],
  ])('%s %j of %d: %d to %d', (mode, value, count, least, most, failure) => {
    const picked = pick(mode, value, count);
    expect(picked.range).toMatchObject({ least, most });
    expect(picked.failure ?? 'picked').toContain(failure ?? 'picked');
  });

  it('says that a percentage is rounded up', () => {
    expect(pick('fixed-percent', '10', 3).range.text).toBe(
      '1 of 3 pods, picked at random. 10 % of 3 is rounded up to 1, which is 33 %.',
    );
    expect(pick('random-max-percent', '50', 2).range.text).toContain(
      'it may pick none',
    );
  });
});

describe('parseGoInt', () => {
  it.each<[string, number | undefined]>([
    ['2', 2],
    ['+2', 2],
    ['-2', -2],
    ['007', 7],
    [' 2', undefined],
    ['2.0', undefined],
    ['1e3', undefined],
    ['', undefined],
  ])('%j: %s', (text, expected) => {
    expect(parseGoInt(text)).toBe(expected);
  });
});
