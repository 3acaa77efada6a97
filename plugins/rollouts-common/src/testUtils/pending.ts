/** Violations that are known and being corrected; each entry goes with its correction. */
const PENDING: RegExp[] = [
  /is aborted: (?:CanaryPauseStep|BlueGreenPause)/,
  /was aborted: (?:CanaryPauseStep|BlueGreenPause)/,
  /(?:250|500|1000|\b5)\b.*(?:is not in the objects|percentage)/,
  /percentage: (?:250|1000)/,
  /shows a template as a value/,
];

/** Whether a violation is on the list of those that are being corrected. */
export const isPending = (violation: string) =>
  PENDING.some(pattern => pattern.test(violation));
