import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import { RelativeTime, Section, StateChip } from '@slipway/plugin-portal-react';
import {
  imageInWords,
  ImageFindings,
  suppressionInWords,
} from '@slipway/plugin-security-common';
import { evidenceInWords, scannedBy } from '../../lib/words';
import { SeverityCounts } from '../Chips';
import { FindingLink } from '../FindingLink';
import { UpgradeTable } from './UpgradeTable';

/** One image that runs: where, who scanned it when, and what can be upgraded. */
export function ImageSection(props: {
  image: ImageFindings;
  /** Whose risks the user may accept; absent where that is not so. */
  riskOf?: { entityRef: string };
}) {
  const { image, riskOf } = props;
  const { container, places, upgrades, counts, state } = image;
  const [{ role }] = places;
  const title = `${container} ${image.image.tag ?? ''} · ${role}`;
  return (
    <Section
      title={title}
      startOpen={state !== 'scanned' || upgrades.length > 0}
    >
      <Box sx={{ display: 'grid', gap: 1.5, minWidth: 0 }}>
        <Where image={image} />
        {state === 'not-scanned' && (
          <Alert severity="warning">
            Not scanned: what is in this image is unknown. That is not the same
            as having no findings.
          </Alert>
        )}
        {state === 'expired' && (
          <Alert severity="info">
            The report has expired and was not made again yet. What it said is
            shown.
          </Alert>
        )}
        {image.os?.endOfLife && (
          <Alert severity="warning">
            {`${image.os.family} ${
              image.os.name ?? ''
            } is out of support: its packages get no more fixes. Take a newer base image.`}
          </Alert>
        )}
        {counts && <SeverityCounts counts={counts} />}
        {upgrades.length > 0 && (
          <UpgradeTable
            label={`Upgrades of ${title}`}
            upgrades={upgrades}
            riskOf={riskOf && { ...riskOf, repository: image.image.repository }}
          />
        )}
        <Secrets image={image} />
        <Suppressed image={image} />
      </Box>
    </Section>
  );
}

function Where({ image }: { image: ImageFindings }) {
  const { places, sources } = image;
  return (
    <Box sx={{ fontSize: 13, color: 'text.secondary' }}>
      <Box sx={{ fontFamily: 'monospace', overflowWrap: 'anywhere' }}>
        {imageInWords(image.image)}
      </Box>
      {places.map(({ cluster, namespace, workload, kind, pods }) => (
        <div key={`${cluster}/${namespace}/${workload}`}>
          {`${cluster}/${namespace} · ${kind} ${workload} · ${
            pods === 1 ? '1 pod' : `${pods} pods`
          }`}
        </div>
      ))}
      {sources.map(source => (
        <div key={`${source.by} ${source.scannedAt}`}>
          {`${scannedBy(source)}, `}
          {source.scannedAt ? (
            <RelativeTime at={source.scannedAt} />
          ) : (
            'at an unknown time'
          )}
          {` · ${evidenceInWords(source)}`}
        </div>
      ))}
    </Box>
  );
}

function Secrets({ image: { secrets } }: { image: ImageFindings }) {
  if (secrets.length === 0) return null;
  return (
    <div>
      <b>Exposed secrets</b>
      <Box component="ul" sx={{ m: 0, pl: 2.5, fontSize: 14 }}>
        {secrets.map(({ ruleId, title, target }) => (
          <li key={`${ruleId} ${target}`}>
            <StateChip state="degraded" label={title} />
            {' in '}
            <code>{target}</code>. Revoke it, then take it out of the image.
          </li>
        ))}
      </Box>
    </div>
  );
}

function Suppressed({ image: { suppressed } }: { image: ImageFindings }) {
  if (suppressed.length === 0) return null;
  return (
    <div>
      <b>{`${suppressed.length} do not count`}</b>
      <Box component="ul" sx={{ m: 0, pl: 2.5, fontSize: 13 }}>
        {suppressed.map(({ finding, by }) => (
          <li key={`${finding.id} ${finding.pkg}`}>
            <FindingLink finding={finding} />
            {` in ${finding.pkg}: ${suppressionInWords(by)}`}
          </li>
        ))}
      </Box>
    </div>
  );
}
