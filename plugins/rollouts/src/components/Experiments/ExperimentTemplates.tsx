import { StateChip, WideTable } from '@slipway/plugin-portal-react';
import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import {
  ExperimentTemplateView,
  ExperimentView,
  imageTag,
  podTroubles,
  TrafficShare,
} from '@slipway/plugin-rollouts-common';
import { experimentState } from '../../lib/experimentState';
import { PodSquares } from '../Pods/PodSquares';

const SOURCES: Record<string, string> = {
  stable: 'stable revision',
  canary: 'new revision',
};

/** Templates of an experiment: whose version each runs, its state, pods and share of traffic. */
export function ExperimentTemplates(props: {
  experiment: ExperimentView;
  /** Undefined where nobody reports them. */
  shares: readonly TrafficShare[] | undefined;
}) {
  const { experiment, shares } = props;
  if (experiment.templates.length === 0) {
    return (
      <Box sx={{ color: 'text.secondary' }}>No templates are reported.</Box>
    );
  }
  return (
    <WideTable label={`Templates of ${experiment.name}`}>
      <Table size="small" aria-label={`Templates of ${experiment.name}`}>
        <TableHead>
          <TableRow>
            <TableCell>Template</TableCell>
            <TableCell>Version</TableCell>
            <TableCell>State</TableCell>
            <TableCell>Pods ready</TableCell>
            <TableCell align="right">Traffic</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {experiment.templates.map(template => (
            <TableRow key={template.name}>
              <TableCell>
                <b>{template.name}</b>
              </TableCell>
              <TableCell>
                <Version template={template} />
              </TableCell>
              <TableCell>
                <StateChip
                  state={experimentState(template.status)}
                  label={template.status ?? 'no status yet'}
                />
                {[
                  template.message,
                  ...podTroubles(template.pods).map(({ trouble }) => trouble),
                ]
                  .filter(Boolean)
                  .map(line => (
                    <Box
                      key={line}
                      sx={{ fontSize: 13, overflowWrap: 'anywhere' }}
                    >
                      {line}
                    </Box>
                  ))}
              </TableCell>
              <TableCell>
                {readyText(template)}
                <PodSquares pods={template.pods} />
              </TableCell>
              <TableCell align="right">
                {trafficText(template, shares)}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </WideTable>
  );
}

function Version({ template }: { template: ExperimentTemplateView }) {
  const tags = template.containers
    .filter(({ init }) => !init)
    .map(({ image }) => imageTag(image) ?? 'unknown')
    .join(', ');
  const source = template.specRef && SOURCES[template.specRef];
  return <>{[source, tags].filter(Boolean).join(': ') || 'unknown'}</>;
}

/** `1/2`; what nobody reports is unknown, not zero. */
function readyText({ replicas }: ExperimentTemplateView): string {
  const { ready, desired } = replicas;
  if (ready === undefined && desired === undefined) return 'not reported';
  return `${ready ?? 'unknown'}/${desired ?? 'unknown'}`;
}

/** Share of a template: by its name, else by its Service. */
function trafficText(
  { name, service }: ExperimentTemplateView,
  shares: readonly TrafficShare[] | undefined,
): string {
  if (!shares) return 'unknown';
  const share =
    shares.find(one => one.name === name) ??
    shares.find(one => service !== undefined && one.service === service);
  return share ? `${share.percent} %` : 'none';
}
