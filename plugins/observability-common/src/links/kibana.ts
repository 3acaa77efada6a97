import { kqlAll } from './kql';
import { encodeRison } from './rison';
import { KibanaSource, LinkRange, LinkSubject } from './sources';

/** What log lines of a subject are found by. */
export function logQuery(
  { fields }: Pick<KibanaSource, 'fields'>,
  subject: LinkSubject,
): string {
  const { cluster, namespace, workload, revision } = subject;
  return kqlAll([
    ...(fields.cluster ? [[fields.cluster, cluster] as const] : []),
    [fields.namespace, namespace],
    [fields.workload, workload],
    ...(revision ? [[fields.revision, revision] as const] : []),
  ]);
}

/**
 * Discover with the log lines of a subject in a range.
 *
 * @param more - further clauses of KQL, whose values are escaped
 * @see https://github.com/elastic/kibana `src/platform/plugins/shared/discover/common/app_locator.ts`
 */
export function kibanaDiscoverUrl(
  source: KibanaSource,
  subject: LinkSubject,
  range: LinkRange,
  more: readonly string[] = [],
): string {
  const iso = (ms: number) => new Date(ms).toISOString();
  const global = encodeRison({
    time: { from: iso(range.from), to: iso(range.to) },
  });
  const app = encodeRison({
    dataSource: { dataViewId: source.dataViewId, type: 'dataView' },
    query: {
      language: 'kuery',
      query: [logQuery(source, subject), ...more].join(' and '),
    },
  });
  const space = source.space ? `/s/${encodeURIComponent(source.space)}` : '';
  return `${source.baseUrl}${space}/app/discover#/?_g=${encodeURIComponent(
    global,
  )}&_a=${encodeURIComponent(app)}`;
}
