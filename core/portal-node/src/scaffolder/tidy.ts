/** Names of files keep their last part: where the portal keeps its files is nobody's business. */
const ABSOLUTE_PATH = /(?<![\w:/.])(?:file:\/\/)?\/(?:[^\s/'"`]+\/)+/g;
const STACK_LINE = /\n[ \t]+at [^\n]*/g;

/** A message without stack and without the portal's own paths. */
export function tidyMessage(message: string): string {
  return message.replace(STACK_LINE, '').replace(ABSOLUTE_PATH, '');
}

/** The same error with a message that may be shown. */
export function tidyError(error: Error): Error {
  const tidy = new Error(tidyMessage(error.message));
  tidy.name = error.name;
  tidy.stack = undefined;
  return Object.assign(tidy, { code: codeOf(error) });
}

/** The code of an error of the system, such as `ENOENT`. */
export function codeOf(error: Error): string | undefined {
  return 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}
