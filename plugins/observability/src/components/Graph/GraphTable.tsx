import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { ServiceGraph } from '@slipway/plugin-observability-common';
import { WideTable } from '@slipway/plugin-portal-react';
import { markOf, rateWords, successWords } from './edgeWords';
import { edgeKey } from './edgeKey';

/** The same edges as the picture. */
export function GraphTable({ graph }: { graph: ServiceGraph }) {
  const titles = new Map(graph.nodes.map(({ id, title }) => [id, title]));
  return (
    <WideTable label="Callers and callees">
      <Table size="small" aria-label="Callers and callees">
        <TableHead>
          <TableRow>
            <TableCell>Caller</TableCell>
            <TableCell>Callee</TableCell>
            <TableCell align="right">Requests</TableCell>
            <TableCell align="right">Success rate</TableCell>
            <TableCell>Remark</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {graph.edges.map(edge => (
            <TableRow key={edgeKey(edge)}>
              <TableCell>{titles.get(edge.from)}</TableCell>
              <TableCell>{titles.get(edge.to)}</TableCell>
              <TableCell align="right">{rateWords(edge, graph)}</TableCell>
              <TableCell align="right">{successWords(edge)}</TableCell>
              <TableCell>{markOf(edge, graph)}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </WideTable>
  );
}
