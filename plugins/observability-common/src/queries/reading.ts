/** One figure of the table, or why there is none. */
export type Reading =
  | { state: 'measured'; value: number }
  | { state: 'no-traffic' }
  | { state: 'unknown'; reason: string };

/** What came of one query: its only value, none, or an error. */
export type Answered = { value: number | undefined } | { error: string };

/**
 * What the answer to a query about traffic means. A proxy drops series that
 * were idle for 10 minutes, so an empty answer is no traffic only where a proxy
 * of the workload is scraped; else nothing is known. NaN is a division by no
 * requests.
 *
 * @param proxies - answer of the query `proxies` for the same target
 * @see https://github.com/linkerd/linkerd2-proxy `metrics_retain_idle`
 */
export function readingOf(answer: Answered, proxies: Answered): Reading {
  if ('error' in answer) return { state: 'unknown', reason: answer.error };
  const { value } = answer;
  if (value !== undefined && Number.isFinite(value)) {
    return { state: 'measured', value };
  }
  if (value !== undefined) return { state: 'no-traffic' };
  if ('error' in proxies) return { state: 'unknown', reason: proxies.error };
  return (proxies.value ?? 0) > 0
    ? { state: 'no-traffic' }
    : { state: 'unknown', reason: 'No Linkerd proxy of it is scraped' };
}
