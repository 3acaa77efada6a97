import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Box from '@mui/material/Box';
import { Section } from '@slipway/plugin-portal-react';
import { OutsideImage } from '@slipway/plugin-security-common';

/** Most images that are listed. */
const MOST = 200;

/** Images from outside of the allowed registries; that it is unknown where none are configured. */
export function OutsideSection(props: { outside?: OutsideImage[] }) {
  const { outside } = props;
  return (
    <Section title="Images from outside of the allowed registries">
      {!outside &&
        'Unknown: no allowed registries are configured (slipway.security.allowedRegistries).'}
      {outside?.length === 0 && 'None of what you may see.'}
      {outside && outside.length > 0 && (
        <Box component="ul" sx={{ m: 0, pl: 2.5, overflowWrap: 'anywhere' }}>
          {outside.slice(0, MOST).map(each => (
            <li
              key={`${each.cluster}/${each.namespace}/${each.workload}/${each.container}/${each.image}`}
            >
              {each.image}
              {' in '}
              {each.entityRef ? (
                <EntityRefLink
                  entityRef={each.entityRef}
                  defaultKind="component"
                />
              ) : (
                'what no entity owns'
              )}
              {` (${each.cluster}/${each.namespace}/${each.workload})`}
            </li>
          ))}
          {outside.length > MOST && (
            <li>{`and ${outside.length - MOST} more`}</li>
          )}
        </Box>
      )}
    </Section>
  );
}
