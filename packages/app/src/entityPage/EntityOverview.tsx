import {
  EntityOrphanWarning,
  EntityProcessingErrorsPanel,
  EntityRelationWarning,
  EntitySwitch,
  hasCatalogProcessingErrors,
  hasRelationWarnings,
  isOrphan,
} from '@backstage/plugin-catalog';
import Box from '@mui/material/Box';
import { Fragment } from 'react';
import { EntityContentLayoutProps } from './alpha';

/**
 * The overview of an entity: its state first, then what it is. Side by side
 * where there is room; on a phone the state comes before "About".
 */
export function EntityOverview({ cards }: EntityContentLayoutProps) {
  const about = cards.filter(({ type }) => type === 'info');
  const state = cards.filter(({ type }) => type !== 'info');
  return (
    <Box sx={{ display: 'grid', gap: 3, gridTemplateColumns: '100%' }}>
      <CatalogWarnings />
      <Box
        sx={{
          display: 'grid',
          gap: 3,
          alignItems: 'start',
          gridTemplateColumns: {
            xs: 'minmax(0, 1fr)',
            md: about.length > 0 ? 'minmax(0, 2fr) minmax(0, 1fr)' : '100%',
          },
        }}
      >
        <Cards cards={state} />
        {about.length > 0 && <Cards cards={about} />}
      </Box>
    </Box>
  );
}

function Cards({ cards }: EntityContentLayoutProps) {
  return (
    <Box sx={{ display: 'grid', gap: 3, gridTemplateColumns: '100%' }}>
      {cards.map(({ element }, index) => (
        <Fragment key={element.key ?? index}>{element}</Fragment>
      ))}
    </Box>
  );
}

/** What the catalog says against the entity; nothing where it says nothing. */
function CatalogWarnings() {
  return (
    <Box
      sx={{
        display: 'grid',
        gap: 2,
        gridTemplateColumns: '100%',
        '&:empty': { display: 'none' },
      }}
    >
      <EntitySwitch>
        <EntitySwitch.Case if={isOrphan}>
          <EntityOrphanWarning />
        </EntitySwitch.Case>
      </EntitySwitch>
      <EntitySwitch>
        <EntitySwitch.Case if={hasRelationWarnings}>
          <EntityRelationWarning />
        </EntitySwitch.Case>
      </EntitySwitch>
      <EntitySwitch>
        <EntitySwitch.Case if={hasCatalogProcessingErrors}>
          <EntityProcessingErrorsPanel />
        </EntitySwitch.Case>
      </EntitySwitch>
    </Box>
  );
}
