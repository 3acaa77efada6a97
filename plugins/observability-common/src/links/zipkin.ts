import { LinkRange, LinkSubject, ZipkinSource } from './sources';

/**
 * Traces of a service in a range. A trace has the name of the service and
 * nothing of cluster or revision.
 *
 * @see https://github.com/openzipkin/zipkin `zipkin-lens` DiscoverPageContent, query parameters
 */
export function zipkinUrl(
  { baseUrl }: ZipkinSource,
  subject: Pick<LinkSubject, 'workload'>,
  range: LinkRange,
): string {
  const search = new URLSearchParams({
    serviceName: subject.workload.toLowerCase(),
    lookback: 'range',
    startTs: String(range.from),
    endTs: String(range.to),
    limit: '50',
  });
  return `${baseUrl}/?${search}`;
}
