import { parseEntityRef } from '@backstage/catalog-model';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import { pathOf, StateChip } from '@slipway/plugin-portal-react';
import {
  around,
  pageOf,
  TimelineItem,
  TimelineRow,
  writeRange,
} from '@slipway/plugin-timeline-common';
import { Link as RouterLink } from 'react-router-dom';
import { KIND_WORDS, weightWords, whenWords } from './words';

/** Metrics, logs and links of a service at the time of an item; the tab of the plugin observability reads the range. */
function measuredPath(entityRef: string, item: TimelineItem, now: number) {
  const { kind, namespace, name } = parseEntityRef(entityRef);
  const path = pathOf`/catalog/${namespace}/${kind.toLowerCase()}/${name}/observability`;
  return `${path}?range=${writeRange(around(item, now))}`;
}

/** What is looked at: what it is, when, and where to go from it. */
export function FocusPanel(props: {
  /** Absent when it is not among what is shown. */
  row: TimelineRow | undefined;
  now: number;
  /** The service or system of the page. */
  entityRef: string;
  onAround: () => void;
  onClose: () => void;
}) {
  const { row, now, entityRef, onAround, onClose } = props;
  if (!row) {
    return (
      <Alert severity="info" onClose={onClose} sx={{ mb: 2 }}>
        What the address points at is not in this range, or its lane is not
        shown.
      </Alert>
    );
  }
  const { lane, item } = row;
  const owner = item.entityRef ?? lane.entityRef ?? entityRef;
  const weights = weightWords(item);
  const page = pageOf(row);
  return (
    <Paper
      variant="outlined"
      component="section"
      aria-label={`Chosen: ${item.title}`}
      sx={{ p: 2, mb: 2 }}
    >
      <Box sx={{ display: 'flex', gap: 1, alignItems: 'center', mb: 0.5 }}>
        <Typography component="h3" sx={{ fontWeight: 600 }}>
          {item.title}
        </Typography>
        <StateChip state={item.tone} label={KIND_WORDS[lane.kind]} />
      </Box>
      <Typography variant="body2">
        {[whenWords(item, now), lane.place, weights && `traffic ${weights}`]
          .filter(Boolean)
          .join(' · ')}
      </Typography>
      {item.detail && (
        <Typography variant="body2" sx={{ overflowWrap: 'anywhere' }}>
          {item.detail}
        </Typography>
      )}
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, mt: 1 }}>
        {page && (
          <Button
            size="small"
            variant="outlined"
            component={RouterLink}
            to={page}
          >
            Open its page
          </Button>
        )}
        <Button size="small" variant="outlined" onClick={onAround}>
          ± 30 min around this
        </Button>
        {owner.startsWith('component:') && (
          <Button
            size="small"
            variant="outlined"
            component={RouterLink}
            to={measuredPath(owner, item, now)}
          >
            Metrics, logs and links of this time
          </Button>
        )}
        <Button size="small" color="inherit" onClick={onClose}>
          Close
        </Button>
      </Box>
    </Paper>
  );
}
