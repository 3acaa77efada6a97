import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { Section, StateChip, WideTable } from '@slipway/plugin-portal-react';
import {
  focusId,
  ShownLane,
  TimelineRow,
  timelineRows,
} from '@slipway/plugin-timeline-common';
import { memo, useMemo, useState } from 'react';
import { KIND_WORDS, weightWords, whenWords } from './words';

/** Rows that are drawn at first, and with each press on "More". */
const PAGE = 50;

const MarkRow = memo(
  (props: {
    id: string;
    row: TimelineRow;
    now: number;
    withEntity: boolean;
    selected: boolean;
    onFocus: (focus: string) => void;
  }) => {
    const { id, row, now, withEntity, selected, onFocus } = props;
    const { lane, item } = row;
    const service = item.entityRef ?? lane.entityRef;
    return (
      <TableRow selected={selected}>
        <TableCell>{whenWords(item, now)}</TableCell>
        <TableCell>
          <StateChip state={item.tone} label={KIND_WORDS[lane.kind]} />{' '}
          {[withEntity ? service?.split('/')[1] : undefined, lane.place]
            .filter(Boolean)
            .join(' · ')}
        </TableCell>
        <TableCell>
          <Link
            component="button"
            type="button"
            variant="body2"
            onClick={() => onFocus(id)}
            sx={{ textAlign: 'left' }}
          >
            {item.title}
          </Link>
        </TableCell>
        <TableCell sx={{ overflowWrap: 'anywhere' }}>
          {[item.detail, weightWords(item)].filter(Boolean).join(' · ')}
        </TableCell>
      </TableRow>
    );
  },
);

/** The marks of the lanes as a table, newest first. */
export const MarksTable = memo(
  (props: {
    lanes: readonly ShownLane[];
    now: number;
    withEntity: boolean;
    focus: string | undefined;
    onFocus: (focus: string) => void;
  }) => {
    const { lanes, now, withEntity, focus, onFocus } = props;
    const rows = useMemo(() => timelineRows(lanes), [lanes]);
    const [count, setCount] = useState(PAGE);
    return (
      <Section title="As a table" count={rows.length}>
        <WideTable label="Marks of the timeline">
          <Table size="small" aria-label="Marks of the timeline, newest first">
            <TableHead>
              <TableRow>
                <TableCell>When</TableCell>
                <TableCell>Lane</TableCell>
                <TableCell>What</TableCell>
                <TableCell>More</TableCell>
              </TableRow>
            </TableHead>
            <TableBody>
              {rows.slice(0, count).map(row => {
                const id = focusId(row.lane, row.item);
                return (
                  <MarkRow
                    key={id}
                    id={id}
                    row={row}
                    now={now}
                    withEntity={withEntity}
                    selected={id === focus}
                    onFocus={onFocus}
                  />
                );
              })}
              {rows.length === 0 && (
                <TableRow>
                  <TableCell colSpan={4}>Nothing in this range.</TableCell>
                </TableRow>
              )}
            </TableBody>
          </Table>
        </WideTable>
        {rows.length > count && (
          <Box sx={{ mt: 1 }}>
            <Button size="small" onClick={() => setCount(count + PAGE)}>
              {`Show ${Math.min(PAGE, rows.length - count)} more of ${
                rows.length - count
              }`}
            </Button>
          </Box>
        )}
      </Section>
    );
  },
);
