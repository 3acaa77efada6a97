import { parseEntityRef } from '@backstage/catalog-model';
import ExpandMoreIcon from '@mui/icons-material/ExpandMore';
import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import Link from '@mui/material/Link';
import { pathOf, StateChip } from '@slipway/plugin-portal-react';
import {
  drawLane,
  ServiceLanes,
  ServiceSummary,
  writeRange,
} from '@slipway/plugin-timeline-common';
import { memo, useId, useMemo } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { Lanes } from './Lanes';
import { Strip, StripAxis } from './Strip';
import { summaryWords } from './words';

/** Rows of spans of a service that is shown as one lane. */
const MAX_ROWS = 2;

/** One service of a system: in one lane what is worth showing, or all its lanes. */
export const ServiceView = memo(
  (
    props: StripAxis & {
      service: ServiceLanes;
      summary: ServiceSummary;
      open: boolean;
      onToggle: (entityRef: string, open: boolean) => void;
    },
  ) => {
    const { service, summary, open, onToggle, ...strip } = props;
    const { entityRef = '', lanes } = service;
    const id = useId();
    return (
      <Box sx={{ mb: open ? 1.5 : 0.75 }}>
        <Box
          sx={{
            display: 'flex',
            flexWrap: 'wrap',
            columnGap: 1,
            alignItems: 'center',
            fontSize: 13,
          }}
        >
          <Box component="h4" sx={{ m: 0, fontSize: 13 }}>
            <ButtonBase
              aria-expanded={open}
              aria-controls={id}
              onClick={() => onToggle(entityRef, !open)}
              sx={{ fontSize: 13, fontWeight: 600, gap: 0.5, py: 0.25 }}
            >
              <ExpandMoreIcon
                aria-hidden
                sx={{
                  fontSize: 18,
                  transform: open ? undefined : 'rotate(-90deg)',
                }}
              />
              {entityRef ? parseEntityRef(entityRef).name : 'Of no one service'}
            </ButtonBase>
          </Box>
          {summary.worst && (
            <StateChip
              state={summary.worst.item.tone}
              label={summary.worst.item.title}
            />
          )}
          <Box component="span" sx={{ color: 'text.secondary' }}>
            {summaryWords(summary)}
          </Box>
          {open && entityRef && (
            <Link component={RouterLink} to={ownPath(entityRef, strip)}>
              Its own timeline
            </Link>
          )}
        </Box>
        <Box id={id} sx={{ pt: open ? 0.5 : 0 }}>
          {open ? (
            <Lanes lanes={lanes} heading="h5" {...strip} />
          ) : (
            <InShort entityRef={entityRef} summary={summary} {...strip} />
          )}
        </Box>
      </Box>
    );
  },
);

function InShort(
  props: StripAxis & { entityRef: string; summary: ServiceSummary },
) {
  const { entityRef, summary, ...strip } = props;
  const { range, now, axis } = strip;
  const { rows } = summary;
  const picture = useMemo(
    () =>
      drawLane(
        { items: rows.map(({ item }) => item) },
        range,
        now,
        axis,
        MAX_ROWS,
      ),
    [rows, range, now, axis],
  );
  return (
    <Strip
      rows={rows}
      picture={picture}
      mixed
      testId={`service ${entityRef}`}
      {...strip}
    />
  );
}

function ownPath(entityRef: string, { range }: StripAxis): string {
  const { kind, namespace, name } = parseEntityRef(entityRef);
  const path = pathOf`/catalog/${namespace}/${kind}/${name}/timeline`;
  return `${path}?range=${writeRange(range)}`;
}
