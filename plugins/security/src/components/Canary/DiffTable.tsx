import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { WideTable } from '@slipway/plugin-portal-react';
import { DiffEntry } from '@slipway/plugin-security-common';
import { SeverityChip } from '../Chips';
import { FindingLink } from '../FindingLink';

const versions = ({ stableVersion, canaryVersion }: DiffEntry) =>
  [stableVersion, canaryVersion]
    .filter((version, i, all) => version && version !== all[i - 1])
    .join(' → ');

/** Findings on one or both sides, folded unless they are new. */
export function DiffTable(props: {
  label: string;
  entries: readonly DiffEntry[];
  open?: boolean;
}) {
  const { label, entries, open } = props;
  return (
    <Box component="details" open={open} sx={{ minWidth: 0 }}>
      <Box component="summary" sx={{ cursor: 'pointer', fontWeight: 600 }}>
        {`${label}: ${entries.length}`}
      </Box>
      <WideTable label={label}>
        <Table size="small" sx={{ minWidth: 560 }}>
          <TableHead>
            <TableRow>
              <TableCell>Severity</TableCell>
              <TableCell>Finding</TableCell>
              <TableCell>Package</TableCell>
              <TableCell>Version</TableCell>
              <TableCell>Fixed in</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {entries.map(entry => (
              <TableRow key={entry.key} sx={{ verticalAlign: 'top' }}>
                <TableCell>
                  <SeverityChip severity={entry.finding.severity} />
                </TableCell>
                <TableCell>
                  <FindingLink finding={entry.finding} />
                </TableCell>
                <TableCell sx={{ overflowWrap: 'anywhere' }}>
                  {entry.finding.pkg}
                  {entry.finding.layer === 'base' && ' (base image)'}
                </TableCell>
                <TableCell>{versions(entry)}</TableCell>
                <TableCell>
                  {entry.finding.fixed ?? 'no fix is listed'}
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </WideTable>
    </Box>
  );
}
