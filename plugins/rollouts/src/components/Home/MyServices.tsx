import { Link } from '@backstage/core-components';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { NO_FILTERS, ROLLOUTS_QUERY } from '@slipway/plugin-rollouts-common';
import { useLinks } from '../../hooks/useLinks';
import { useOwnership } from '../../hooks/useOwnership';
import { useRolloutPages } from '../../hooks/useRolloutPages';
import { isLoaded } from '../../lib/pagedRows';
import { MyServiceRow } from './MyServiceRow';
import { WidgetBody } from './WidgetBody';

const MINE = {
  filters: { ...NO_FILTERS, mine: true },
  sort: ROLLOUTS_QUERY.defaultSort,
};
const AT_FIRST = 8;
/** Each row is a topic of the stream, which takes 50. */
const MOST = 40;

/** Home: the services that I or my teams own, with their releases and golden metrics, live. */
export function MyServices() {
  const live = useRolloutPages(MINE);
  const { known } = useOwnership();
  const links = useLinks();
  const [all, setAll] = useState(false);
  const { rows } = live;
  const shown = rows.slice(0, all ? MOST : AT_FIRST).filter(isLoaded);
  const list = links.list();
  return (
    <WidgetBody live={live} ready={known} label="My services">
      {rows.length === 0 ? (
        <Typography color="text.secondary">
          You and your teams own no service with a rollout.{' '}
          {list && <Link to={list}>See all rollouts</Link>}
        </Typography>
      ) : (
        <Box sx={{ overflowX: 'auto' }}>
          <Table size="small" aria-label="My services">
            <TableHead>
              <TableRow>
                <TableCell>Service</TableCell>
                <TableCell>Rollout</TableCell>
                <TableCell>Step and weight</TableCell>
                <TableCell>Version</TableCell>
                <TableCell align="right">Success rate, stable</TableCell>
                <TableCell align="right">p95, stable</TableCell>
              </TableRow>
            </TableHead>
            <TableBody>
              {shown.map(rollout => (
                <MyServiceRow
                  key={`${rollout.ref.cluster}/${rollout.uid}`}
                  rollout={rollout}
                />
              ))}
            </TableBody>
          </Table>
        </Box>
      )}
      {!all && shown.length < rows.length && (
        <Button size="small" onClick={() => setAll(true)}>
          {`Show ${Math.min(rows.length, MOST) - shown.length} more`}
        </Button>
      )}
      {rows.length > MOST && list && (
        <Link to={`${list}?mine=true`}>{`See all ${rows.length}`}</Link>
      )}
    </WidgetBody>
  );
}
