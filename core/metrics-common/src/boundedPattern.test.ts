import { setFlagsFromString } from 'node:v8';
import { whyUnbounded } from './boundedPattern';

describe('patterns of others', () => {
  it.each<[string, string | undefined]>([
    ['', undefined],
    ['success-rate', undefined],
    ['.*', undefined],
    ['5..', undefined],
    ['[0-9]{3}', undefined],
    ['(a|b)+-[^)(]*', undefined],
    ['^(a+)+$', undefined],
    ['[\\]\\[(]+\\(', undefined],
    ['(?:get|post){1,16}', undefined],
    ['x{100}y{3,}', undefined],
    ['(a+)+\\1', 'a back reference'],
    ['(?<n>a)\\k<n>', 'a back reference'],
    ['(?=a+)b', 'a lookaround'],
    ['(?!a+)b', 'a lookaround'],
    ['(?<=a+)b', 'a lookaround'],
    ['(?<!a+)b', 'a lookaround'],
    ['(a{1,20}){1,40}', 'repetitions within repetitions'],
    ['(a{100}){100}', 'more than 1000 repetitions'],
    ['(a?){30}a{30}', 'repetitions within repetitions'],
    ['a{17}.*.*.*.*b', 'repetitions within repetitions'],
    ['(?P<name>a+)+', 'repetitions within repetitions'],
    ['a'.repeat(1001), 'a pattern of more than 1000 characters'],
  ])('%s', (pattern, why) => {
    expect(whyUnbounded(pattern)).toBe(why);
  });

  it('ignored case is harmless only without repetitions within repetitions', () => {
    expect(whyUnbounded('success.*', true)).toBeUndefined();
    expect(whyUnbounded('(a+)+$', true)).toBe('repetitions within repetitions');
  });

  it.each([
    '^(a+)+$',
    '(a|aa)+$',
    '^(a|a?)+$',
    '^(a*)*$',
    '^(([a-z])+.)+[A-Z]$',
    '(.*a){12}$',
  ])('what may run ends, with the flag that the portal sets: %s', pattern => {
    setFlagsFromString(
      '--enable-experimental-regexp-engine-on-excessive-backtracks',
    );
    expect(whyUnbounded(pattern)).toBeUndefined();
    // Without the linear engine each of these takes longer than anybody waits.
    expect(new RegExp(pattern).test(`${'a'.repeat(60)}!`)).toBe(false);
  });
});
