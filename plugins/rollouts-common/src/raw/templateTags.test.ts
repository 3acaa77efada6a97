import { goDurationSeconds } from '../derive/duration';
import { replaceTags, tagsOf } from './templateTags';

describe('tags of a template', () => {
  it.each<[string, string[]]>([
    ['', []],
    ['no tag', []],
    ['{{args.a}} and {{ args.b }}', ['args.a', ' args.b ']],
    ['{{ without end', []],
    ['}}{{a}}', ['a']],
    ['{{{a}}}', ['{a']],
    ['{{a\nb}}', ['a\nb']],
    ['{{}}', ['']],
  ])('%s', (text, expected) => {
    expect(tagsOf(text)).toEqual(expected);
  });

  it('are replaced once', () => {
    expect(replaceTags('a{{b}}c{{d}}e', (_, inner) => `{{${inner}}}!`)).toBe(
      'a{{b}}!c{{d}}!e',
    );
  });

  it('a text of an object is read in time, however it is made', () => {
    // Megabytes, so that time in proportion to the square would never end.
    expect(tagsOf('{{'.repeat(2_000_000))).toEqual([]);
    expect(goDurationSeconds(`${'11h'.repeat(1000)}!`)).toBeUndefined();
  });
});
