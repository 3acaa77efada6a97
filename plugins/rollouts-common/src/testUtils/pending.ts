/** Violations that are known and being corrected; each entry goes with its correction. */
const PENDING: RegExp[] = [
  // Arguments of templates are resolved or quoted.
  /shows a template as a value/,
  // Warnings about analyses.
  /(?:was aborted|is degraded|all traffic): "$/,
  /Analysis [\w-]+: \w+"$/,
];

/** Whether a violation is on the list of those that are being corrected. */
export const isPending = (violation: string) =>
  PENDING.some(pattern => pattern.test(violation));
