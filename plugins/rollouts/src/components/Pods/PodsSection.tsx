import { RelativeTime, Section, WideTable } from '@slipway/plugin-portal-react';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { PodView, RevisionView } from '@slipway/plugin-rollouts-common';
import { podsByRevision } from '../../lib/pods';
import { CopyText } from '../CopyText';
import { PodSquares } from './PodSquares';

/** Pods by revision: squares for a glance, a table to read and copy from. */
export function PodsSection(props: {
  pods: readonly PodView[];
  revisions: readonly RevisionView[];
}) {
  const groups = podsByRevision(props.pods, props.revisions);
  return (
    <Section title="Pods" count={props.pods.length} startOpen={false}>
      {groups.length === 0 && (
        <Typography color="text.secondary">
          No pods: the rollout is scaled to zero, or none has been created yet.
        </Typography>
      )}
      {groups.map(({ revision, pods }) => (
        <Box key={revision?.uid ?? 'unknown'} sx={{ mb: 2 }}>
          <Box sx={{ display: 'flex', gap: 2, alignItems: 'center', mb: 0.5 }}>
            <Typography variant="subtitle2" component="h4">
              {revision
                ? `Revision ${revision.revision} (${
                    revision.tags.join(', ') || 'old'
                  })`
                : 'Unknown revision'}
            </Typography>
            <PodSquares pods={pods} />
          </Box>
          <WideTable
            label={`Pods of ${
              revision ? `revision ${revision.revision}` : 'no known revision'
            }`}
          >
            <PodTable pods={pods} />
          </WideTable>
        </Box>
      ))}
    </Section>
  );
}

function PodTable({ pods }: { pods: readonly PodView[] }) {
  return (
    <Table size="small">
      <TableHead>
        <TableRow>
          <TableCell>Pod</TableCell>
          <TableCell>Status</TableCell>
          <TableCell align="right">Ready</TableCell>
          <TableCell align="right">Restarts</TableCell>
          <TableCell>Node</TableCell>
          <TableCell align="right">Age</TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {pods.map(pod => (
          <TableRow key={pod.uid}>
            <TableCell>
              <CopyText text={pod.name} />
            </TableCell>
            <TableCell>
              {pod.status}
              {pod.trouble && (
                <Box
                  sx={{
                    fontSize: 12,
                    color: 'text.secondary',
                    maxWidth: 420,
                    overflowWrap: 'anywhere',
                  }}
                >
                  {pod.trouble}
                </Box>
              )}
            </TableCell>
            <TableCell align="right">{pod.ready}</TableCell>
            <TableCell align="right">
              {pod.restarts}
              {pod.lastRestartAt && (
                <>
                  {' ('}
                  <RelativeTime at={pod.lastRestartAt} />)
                </>
              )}
            </TableCell>
            <TableCell>{pod.node ?? 'not scheduled'}</TableCell>
            <TableCell align="right">
              <RelativeTime at={pod.createdAt} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
