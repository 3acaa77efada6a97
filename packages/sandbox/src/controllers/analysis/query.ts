/**
 * Answers an instant query of an AnalysisRun.
 *
 * @param address - the metric's `provider.prometheus.address`
 * @param query - with its arguments filled in
 * @returns the values of a vector in order, or one number of a scalar
 * @throws with the text of the failure, which becomes the measurement's message
 */
export type InstantQuery = (
  address: string,
  query: string,
) => Promise<
  { type: 'vector'; values: number[] } | { type: 'scalar'; value: number }
>;
