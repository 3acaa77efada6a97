import {
  KibanaSource,
  ObservedPlace,
  ResolvedRange,
} from '@slipway/plugin-observability-common';
import { Section, SkeletonTable } from '@slipway/plugin-portal-react';
import { lazy, Suspense } from 'react';
import { placeKey } from '../../lib/places';
import { useTabQuery } from '../Tab/useTabQuery';

const LogLines = lazy(async () => ({
  default: (await import('./LogLines')).LogLines,
}));

/**
 * Log lines, folded until somebody wants them: reading them is audited, so
 * opening the tab does not read. An address with a filter of lines opens it.
 */
export function LogsSection(props: {
  entityRef: string;
  place: ObservedPlace;
  range: Pick<ResolvedRange, 'start' | 'end'>;
  kibana?: KibanaSource;
}) {
  const { logSide, logLevel } = useTabQuery();
  return (
    <Section title="Log lines" startOpen={Boolean(logSide ?? logLevel)}>
      <Suspense
        fallback={
          <SkeletonTable
            rows={10}
            columns={4}
            rowHeight={30}
            label="Loading log lines"
          />
        }
      >
        <LogLines key={placeKey(props.place)} {...props} />
      </Suspense>
    </Section>
  );
}
