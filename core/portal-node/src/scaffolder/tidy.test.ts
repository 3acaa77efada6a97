import { tidyError, tidyMessage } from './tidy';

describe('what is reported of an error', () => {
  it.each([
    ['no path', 'no path'],
    [
      "ENOENT: no such file or directory, lstat '/tmp/dry-run-1/a/none'",
      "ENOENT: no such file or directory, lstat 'none'",
    ],
    ['see https://example.test/a/b/c', 'see https://example.test/a/b/c'],
    ['at file:///srv/portal/templates/x.yaml', 'at x.yaml'],
    ['a/b/c and 1/2', 'a/b/c and 1/2'],
    [
      'Error: broken\n    at run (/srv/a/b.js:1:2)\n    at next (c.js:3:4)',
      'Error: broken',
    ],
    ['one\n\ntwo', 'one\n\ntwo'],
  ])('%s', (message, expected) => {
    expect(tidyMessage(message)).toBe(expected);
  });

  it('keeps name and code', () => {
    const error = Object.assign(new TypeError('x'), { code: 'ENOSPC' });
    expect(tidyError(error)).toMatchObject({
      name: 'TypeError',
      message: 'x',
      code: 'ENOSPC',
    });
  });

  it('is found in time in long texts', () => {
    for (const part of ['\n', ' ', '/', '/a', ' /a', "'/", '\n at']) {
      expect(tidyMessage(part.repeat(500_000)).length).toBeGreaterThanOrEqual(
        0,
      );
    }
  });
});
