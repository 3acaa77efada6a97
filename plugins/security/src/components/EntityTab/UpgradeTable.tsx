import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import {
  RelativeTime,
  StateChip,
  WideTable,
} from '@slipway/plugin-portal-react';
import { RatedFinding, Upgrade } from '@slipway/plugin-security-common';
import { epssInWords } from '../../lib/words';
import { SeverityChip } from '../Chips';
import { FindingLink } from '../FindingLink';
import { AcceptButton, AcceptIn } from '../Risks/AcceptButton';

/** What can be upgraded in an image, most urgent first: one row for each package, with what it fixes. */
export function UpgradeTable(props: {
  label: string;
  upgrades: readonly Upgrade[];
  /** Where the user may accept risks; absent where that is not so. */
  riskOf?: AcceptIn;
}) {
  const { label, upgrades, riskOf } = props;
  return (
    <WideTable label={label}>
      <Table size="small" sx={{ minWidth: 720 }}>
        <TableHead>
          <TableRow>
            <TableCell>Worst</TableCell>
            <TableCell>Package</TableCell>
            <TableCell>Upgrade</TableCell>
            <TableCell>Fixes</TableCell>
            <TableCell align="right">EPSS</TableCell>
            <TableCell>Known here</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {upgrades.map(upgrade => (
            <UpgradeRow key={upgrade.key} upgrade={upgrade} riskOf={riskOf} />
          ))}
        </TableBody>
      </Table>
    </WideTable>
  );
}

function UpgradeRow(props: { upgrade: Upgrade; riskOf?: AcceptIn }) {
  const { upgrade, riskOf } = props;
  const { pkg, layer, urgency, fixes } = upgrade;
  return (
    <TableRow sx={{ verticalAlign: 'top' }}>
      <TableCell>
        <SeverityChip severity={urgency.severity} />
      </TableCell>
      <TableCell sx={{ overflowWrap: 'anywhere' }}>
        <Box component="b">{pkg}</Box>
        {layer === 'base' && (
          <Box sx={{ color: 'text.secondary', fontSize: 12 }}>base image</Box>
        )}
      </TableCell>
      <TableCell>
        <UpgradeTo upgrade={upgrade} />
      </TableCell>
      <TableCell>
        <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }}>
          {fixes.map(finding => (
            <FindingLine key={finding.id} finding={finding} riskOf={riskOf} />
          ))}
        </Box>
      </TableCell>
      <TableCell align="right" sx={{ fontVariantNumeric: 'tabular-nums' }}>
        {epssInWords(urgency.epss)}
      </TableCell>
      <TableCell>
        {urgency.since ? <RelativeTime at={urgency.since} /> : 'unknown'}
        <Deadline urgency={urgency} />
      </TableCell>
    </TableRow>
  );
}

/** Until when the first of what an upgrade fixes must be gone. */
function Deadline({ urgency: { due, overdue } }: Pick<Upgrade, 'urgency'>) {
  if (!due) return null;
  return (
    <Box sx={{ fontSize: 12 }}>
      {overdue ? (
        <StateChip state="degraded" label="Overdue" />
      ) : (
        <Box component="span" sx={{ color: 'text.secondary' }}>
          due
        </Box>
      )}{' '}
      <RelativeTime at={due} />
    </Box>
  );
}

function UpgradeTo({ upgrade }: { upgrade: Upgrade }) {
  const { installed, to, comparable, fixes } = upgrade;
  const count =
    fixes.length === 1 ? 'fixes 1 finding' : `fixes ${fixes.length} findings`;
  return (
    <>
      <Box sx={{ fontFamily: 'monospace', overflowWrap: 'anywhere' }}>
        {to ? `${installed} → ${to}` : installed}
      </Box>
      <Box sx={{ color: 'text.secondary', fontSize: 12 }}>
        {to ? count : 'no fix is listed'}
        {to && !comparable && '; versions not comparable'}
      </Box>
    </>
  );
}

function FindingLine(props: { finding: RatedFinding; riskOf?: AcceptIn }) {
  const { finding, riskOf } = props;
  const { severity, kev, overdue, title } = finding;
  return (
    <Box component="li" sx={{ py: 0.25 }}>
      <FindingLink finding={finding} />
      {` ${severity}`}
      {kev && <b> · known to be exploited</b>}
      {overdue && <b> · overdue</b>}
      {riskOf && <AcceptButton finding={finding} place={riskOf} />}
      {title && (
        <Box sx={{ color: 'text.secondary', fontSize: 12, maxWidth: 420 }}>
          {title}
        </Box>
      )}
    </Box>
  );
}
