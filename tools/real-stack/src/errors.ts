/**
 * A failure that its message explains fully: what is wrong and what to do. The
 * command line prints the message alone, without a stack.
 */
export class ExplainedError extends Error {
  override name = 'ExplainedError';
}
