import {
  GrafanaDashboard,
  GrafanaSource,
  LinkRange,
  LinkSubject,
  LinkVariable,
} from './sources';

const UID = /^[A-Za-z0-9_-]{1,64}$/;
const SLUG = /^[A-Za-z0-9_.-]{1,200}$/;

/**
 * A dashboard with this range and these variables.
 *
 * @see https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/create-dashboard-url-variables/
 */
export function grafanaDashboardUrl(
  source: Pick<GrafanaSource, 'baseUrl' | 'orgId'>,
  dashboard: GrafanaDashboard,
  subject: LinkSubject,
  range: LinkRange,
): string {
  const search = new URLSearchParams({
    orgId: String(source.orgId),
    from: String(range.from),
    to: String(range.to),
  });
  const values: Record<LinkVariable, string | undefined> = {
    ...subject,
    revision: subject.revision,
  };
  for (const [of, name] of Object.entries(dashboard.variables)) {
    const value = values[of as LinkVariable];
    if (name && value !== undefined) search.set(`var-${name}`, value);
  }
  const path = [
    'd',
    dashboard.uid,
    ...(dashboard.slug ? [dashboard.slug] : []),
  ];
  return `${source.baseUrl}/${path
    .map(encodeURIComponent)
    .join('/')}?${search}`;
}

/**
 * Explore with one query. The range stands in it as strings: of numbers Grafana
 * makes its default range and says nothing.
 *
 * @see https://grafana.com/docs/grafana/latest/explore/get-started-with-explore/#generate-explore-urls-from-external-tools
 */
export function grafanaExploreUrl(
  source: Pick<GrafanaSource, 'baseUrl' | 'orgId'>,
  datasource: string,
  query: string,
  range: LinkRange,
): string {
  const panes = {
    a: {
      datasource,
      queries: [
        {
          refId: 'A',
          datasource: { type: 'prometheus', uid: datasource },
          expr: query,
        },
      ],
      range: { from: String(range.from), to: String(range.to) },
    },
  };
  const search = new URLSearchParams({
    schemaVersion: '1',
    orgId: String(source.orgId),
    panes: JSON.stringify(panes),
  });
  return `${source.baseUrl}/explore?${search}`;
}

/**
 * The dashboard that `grafana/overview-dashboard` names: its address in this
 * Grafana, or its uid. Only uid and slug are taken from it: an annotation can
 * lead to no other host and carries no parameters.
 *
 * @returns a sentence where it names none
 */
export function dashboardOf(
  annotation: string,
  source: Pick<GrafanaSource, 'id' | 'baseUrl'>,
): Pick<GrafanaDashboard, 'uid' | 'slug'> | { problem: string } {
  if (UID.test(annotation)) return { uid: annotation };
  const problem = `The annotation grafana/overview-dashboard names no dashboard of the Grafana ${source.id}.`;
  const start = `${source.baseUrl}/d/`;
  if (!annotation.startsWith(start)) return { problem };
  const [uid = '', slug] = annotation
    .slice(start.length)
    .replace(/[?#].*$/s, '')
    .split('/');
  if (!UID.test(uid) || (slug && !SLUG.test(slug))) return { problem };
  return { uid, ...(slug ? { slug } : {}) };
}

/** The Grafana of an entity: that of `grafana/host-id`, else the first. */
export function grafanaOf(
  hosts: readonly GrafanaSource[],
  annotations: Readonly<Record<string, string>>,
): { source?: GrafanaSource; problems: string[] } {
  const id = annotations['grafana/host-id'];
  const host = id === undefined ? hosts[0] : hosts.find(one => one.id === id);
  if (!host) {
    return {
      problems:
        id === undefined || hosts.length === 0
          ? []
          : [
              'The annotation grafana/host-id names no Grafana that is configured.',
            ],
    };
  }
  const annotation = annotations['grafana/overview-dashboard'];
  if (annotation === undefined) return { source: host, problems: [] };
  const named = dashboardOf(annotation, host);
  if ('problem' in named) return { source: host, problems: [named.problem] };
  const variables = host.dashboard?.variables ?? {};
  return {
    source: { ...host, dashboard: { ...named, variables } },
    problems: [],
  };
}
