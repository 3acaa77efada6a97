import { Link } from '@backstage/core-components';
import { ActionButton, StateChip } from '@slipway/plugin-portal-react';
import {
  PanelService,
  startRelease,
} from '@slipway/plugin-sandbox-panel-common';
import Box from '@mui/material/Box';
import {
  ownerName,
  phaseState,
  QUALITY_LABELS,
  restWords,
} from '../../lib/words';
import { useReleaseButtons, useRolloutLink } from '../Release/ReleaseFlow';

/** A service in its cluster. */
export interface ServiceProps {
  cluster: string;
  service: PanelService;
}

/** What the lists of services get. */
export interface ServicesProps {
  cluster: string;
  services: readonly PanelService[];
  /** Whether the demo scenario starts releases by itself. */
  running: boolean;
}

/** Key of a service in its cluster. */
export const keyOf = ({ namespace, service }: PanelService) =>
  `${namespace}/${service}`;

/** Name as a link to the rollout, with the owner under it. */
export function ServiceName({ cluster, service }: ServiceProps) {
  const linkOf = useRolloutLink();
  const { namespace, service: name, ownerRef } = service;
  const to = linkOf({ cluster, namespace, service: name });
  return (
    <Box sx={{ minWidth: 0 }}>
      <Box sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>
        {to ? <Link to={to}>{name}</Link> : name}
      </Box>
      {ownerRef && (
        <Box sx={{ fontSize: 12, color: 'text.secondary' }}>
          {ownerName(ownerRef)}
        </Box>
      )}
    </Box>
  );
}

/** The controller's phase. */
export function Phase({ service }: { service: PanelService }) {
  return (
    <span data-testid="service-phase">
      <StateChip state={phaseState(service.phase)} label={service.phase} />
    </span>
  );
}

/** The version, and in words how it behaves where it is not a good one. */
export function Version({ service }: { service: PanelService }) {
  const { tag, quality } = service;
  return (
    <Box sx={{ overflowWrap: 'anywhere', fontVariantNumeric: 'tabular-nums' }}>
      {tag}
      {quality !== 'good' && (
        <Box component="span" sx={{ color: 'text.secondary', fontSize: 13 }}>
          {` ${QUALITY_LABELS[quality].toLowerCase()}`}
        </Box>
      )}
    </Box>
  );
}

/** How long it has been left alone, and what the demo scenario may do. */
export function Rest(props: { service: PanelService; running: boolean }) {
  const { rest, next } = restWords(props.service, props.running);
  return (
    <Box sx={{ fontSize: 13 }}>
      {rest}
      {next && <Box sx={{ fontSize: 12, color: 'text.secondary' }}>{next}</Box>}
    </Box>
  );
}

/** Opens the dialog, or says why there is nothing to start. */
export function StartButton({ cluster, service }: ServiceProps) {
  const { button } = useReleaseButtons(cluster, service);
  const { namespace, service: name } = service;
  return (
    <ActionButton
      {...button(startRelease)}
      size="small"
      variant="outlined"
      aria-label={`Start release of ${name} in ${cluster}/${namespace}`}
      sx={{ whiteSpace: 'nowrap' }}
    />
  );
}
