import { Entity } from '@backstage/catalog-model';
import { SourceFreshness } from '@slipway/plugin-live-common';
import { EmptyState } from '@slipway/plugin-portal-react';
import Box from '@mui/material/Box';
import { useEntityLookup } from '../../hooks/useEntityLookup';
import { CodeText } from '../CodeText';

/** Says where rollouts of an entity were looked for, what was found there, and what can be done. */
export function NoRollouts(props: {
  entity: Entity;
  freshness: readonly SourceFreshness[];
}) {
  const { entity, freshness } = props;
  const { title, findings, ways } = useEntityLookup(entity, freshness);
  return (
    <EmptyState
      title={title}
      description={
        <Box sx={{ textAlign: 'left', overflowWrap: 'anywhere' }}>
          {findings.map(finding => (
            <p key={finding}>
              <CodeText>{finding}</CodeText>
            </p>
          ))}
          {ways.length > 0 && (
            <Box component="ul" aria-label="What can be done" sx={{ pl: 2.5 }}>
              {ways.map(way => (
                <li key={way}>
                  <CodeText>{way}</CodeText>
                </li>
              ))}
            </Box>
          )}
          <p>A rollout that is found appears here by itself.</p>
        </Box>
      }
    />
  );
}
