import {
  SystemGraph,
  systemGraph,
  SystemPlace,
  SystemView,
  trafficTopic,
} from '@slipway/plugin-observability-common';
import {
  isRefused,
  missingSources,
  useLiveTopic,
} from '@slipway/plugin-portal-react';
import {
  runningWorkTopic,
  workReadPermission,
} from '@slipway/plugin-work-common';
import { useMemo } from 'react';

/** The graph of a system in a place, live, with what it lacks. */
export function useSystemGraph(view: SystemView, place: SystemPlace) {
  const { cluster, namespace } = place;
  const traffic = useLiveTopic(trafficTopic, { cluster, namespace });
  const running = useLiveTopic(runningWorkTopic, {});
  const read = traffic.items.get('now');
  const graph: SystemGraph = useMemo(
    () => systemGraph(view, place, read, [...running.items.values()]),
    [view, place, read, running.items],
  );
  const missing = [
    ...view.missing,
    ...(read?.unknown
      ? [{ source: `traffic in ${cluster}`, reason: read.unknown }]
      : []),
    ...(read?.alertsUnknown
      ? [{ source: `alerts in ${cluster}`, reason: read.alertsUnknown }]
      : []),
    ...(running.status === 'failed'
      ? [
          {
            source: 'releases, faults and load',
            reason: isRefused(running.error)
              ? `it takes the permission ${workReadPermission.name}`
              : 'they cannot be read',
          },
        ]
      : missingSources(running.freshness)),
  ];
  return { graph, traffic, read, missing };
}
