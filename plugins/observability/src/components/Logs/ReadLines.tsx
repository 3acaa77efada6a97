import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import {
  LogFilter,
  LogRange,
  ObservedPlace,
} from '@slipway/plugin-observability-common';
import {
  ErrorState,
  LiveGate,
  PartialNote,
  SkeletonTable,
} from '@slipway/plugin-portal-react';
import { READ_LOGS } from '../../lib/needs';
import { LineGrid } from './LineGrid';
import { NoLines } from './NoLines';
import { useLogPages } from './useLogPages';

/** Lines of the range that the tab shows; older ones page by page. */
export function ReadLines(props: {
  entityRef: string;
  place: ObservedPlace;
  filter: LogFilter;
  range: LogRange;
}) {
  const { entityRef, place, filter, range } = props;
  const pages = useLogPages(entityRef, place, filter, range);
  const { lines, partial, source = 'the log store' } = pages;
  return (
    <LiveGate
      reading={pages}
      what="Log lines"
      needs={READ_LOGS}
      skeleton={
        <SkeletonTable
          rows={10}
          columns={4}
          rowHeight={30}
          label="Loading log lines"
        />
      }
      notLost="The rest of the tab does not need the log store."
      onRetry={pages.reload}
    >
      <Box sx={{ display: 'grid', gap: 1, gridTemplateColumns: '100%' }}>
        <PartialNote
          missing={
            partial
              ? [{ source: 'lines', reason: `${source} answered in part` }]
              : []
          }
        />
        {lines.length === 0 ? (
          <NoLines filter={filter} partial={partial} />
        ) : (
          <LineGrid label="Log lines" lines={lines} />
        )}
        {pages.olderError !== undefined && (
          <ErrorState
            title="Older lines cannot be shown"
            error={pages.olderError}
            notLost="The lines above stay."
          />
        )}
        {lines.length > 0 && (
          <Box sx={{ display: 'flex', gap: 1.5, alignItems: 'center' }}>
            {pages.hasOlder && (
              <Button
                size="small"
                color="inherit"
                variant="outlined"
                disabled={pages.asksOlder}
                onClick={pages.readOlder}
              >
                {pages.asksOlder ? 'Reading older lines' : 'Older lines'}
              </Button>
            )}
            <Box sx={{ fontSize: 13, color: 'text.secondary' }}>
              {`${lines.length} lines${
                pages.hasOlder ? ', there are older ones' : ' in the range'
              }`}
            </Box>
          </Box>
        )}
      </Box>
    </LiveGate>
  );
}
