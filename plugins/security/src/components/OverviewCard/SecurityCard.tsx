import { stringifyEntityRef } from '@backstage/catalog-model';
import { InfoCard } from '@backstage/core-components';
import { useEntity } from '@backstage/plugin-catalog-react';
import Box from '@mui/material/Box';
import {
  LiveGate,
  RelativeTime,
  SkeletonTable,
} from '@slipway/plugin-portal-react';
import { FindingsSummary } from '@slipway/plugin-security-common';
import { useFindingsSummary } from '../../hooks/useFindings';
import { SEE_FINDINGS } from '../../lib/needs';
import { SeverityCounts } from '../Chips';

/** Overview card of a service: how many findings, how many of them have a fix, what was not scanned. */
export function SecurityCard() {
  const { entity } = useEntity();
  const live = useFindingsSummary(stringifyEntityRef(entity));
  return (
    <InfoCard title="Findings">
      <LiveGate
        reading={live}
        what="The findings of this service"
        needs={SEE_FINDINGS}
        skeleton={
          <SkeletonTable rows={2} columns={3} label="Loading findings" />
        }
      >
        {live.summary ? (
          <Summary summary={live.summary} />
        ) : (
          'Nothing of this service runs.'
        )}
      </LiveGate>
    </InfoCard>
  );
}

function Summary({ summary }: { summary: FindingsSummary }) {
  const { counts, fixable, exploited, overdue } = summary;
  const { images, notScanned, scannedAt } = summary;
  const scanned = images - notScanned;
  return (
    <Box data-testid="findings-summary" sx={{ display: 'grid', gap: 1 }}>
      {scanned > 0 && <SeverityCounts counts={counts} />}
      <Box component="ul" sx={{ m: 0, pl: 2.5, fontSize: 14 }}>
        {scanned > 0 && <li>{`${fixable} have a listed fix`}</li>}
        {exploited !== undefined && (
          <li>{`${exploited} are known to be exploited`}</li>
        )}
        {overdue !== undefined && (
          <li>{`${overdue} are past their deadline`}</li>
        )}
        {notScanned > 0 && (
          <li>
            {`${notScanned} of ${images} images were not scanned: unknown`}
          </li>
        )}
        {scannedAt && (
          <li>
            {'oldest scan '}
            <RelativeTime at={scannedAt} />
          </li>
        )}
      </Box>
    </Box>
  );
}
