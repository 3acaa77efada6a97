import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import {
  EmptyState,
  LiveGate,
  SkeletonCard,
} from '@slipway/plugin-portal-react';
import { EntityFindings } from '@slipway/plugin-security-common';
import { useEntityFindings } from '../../hooks/useFindings';
import { useRiskAccess } from '../../hooks/useRiskAccess';
import { SEE_FINDINGS } from '../../lib/needs';
import { notScannedInWords } from '../../lib/words';
import { RiskFlows } from '../Risks/riskFlow';
import { RisksSection } from '../Risks/RisksSection';
import { ChecksSection } from './ChecksSection';
import { ImageSection } from './ImageSection';
import { DeadlineNote } from './DeadlineNote';
import { BuiltSection, SourcesSection } from './SourcesSection';
import { TrendSection } from './TrendSection';

/** The tab of a service: findings of its images, worst and fixable first. */
export function SecurityTab() {
  const { entity } = useEntity();
  const reading = useEntityFindings(stringifyEntityRef(entity));
  return (
    <LiveGate
      reading={reading}
      what="The findings of this service"
      needs={SEE_FINDINGS}
      skeleton={
        <Box sx={{ display: 'grid', gap: 2 }}>
          <SkeletonCard lines={5} minHeight={220} label="Loading findings" />
          <SkeletonCard lines={3} minHeight={120} label="Loading sources" />
        </Box>
      }
    >
      {reading.value && (
        <RiskFlows>
          <Findings findings={reading.value} />
        </RiskFlows>
      )}
    </LiveGate>
  );
}

function Findings({ findings }: { findings: EntityFindings }) {
  const { entityRef, images, checks, built, risks, sources } = findings;
  const access = useRiskAccess(entityRef).value;
  const notScanned = notScannedInWords(images);
  return (
    <Box data-testid="findings" sx={{ minWidth: 0 }}>
      {images.length === 0 && (
        <EmptyState
          title="Nothing of this service runs"
          description="Findings are shown for the images of its Rollouts and Deployments. A workload is shown here when it names this service."
        />
      )}
      {notScanned && (
        <Alert severity="warning" sx={{ mb: 2 }}>
          {notScanned}
        </Alert>
      )}
      <DeadlineNote findings={findings} />
      {images.map(image => (
        <ImageSection
          key={image.key}
          image={image}
          riskOf={access?.accept.allowed ? { entityRef } : undefined}
        />
      ))}
      <RisksSection entityRef={entityRef} risks={risks} access={access} />
      {images.length > 0 && <TrendSection entityRef={entityRef} />}
      <ChecksSection checks={checks} />
      <BuiltSection built={built} />
      {images.length > 0 && <SourcesSection sources={sources} />}
    </Box>
  );
}
