import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { FaultChild } from '@slipway/plugin-chaos-common';
import { RelativeTime, WideTable } from '@slipway/plugin-portal-react';
import { faultRouteRef } from '../../routes';

/** The faults of a Schedule, or the nodes of a Workflow. */
export function ChildTable({ rows }: { rows: readonly FaultChild[] }) {
  const linkOf = useRouteRef(faultRouteRef);
  return (
    <WideTable label="What it started">
      <Table size="small" aria-label="What it started">
        <TableHead>
          <TableRow>
            <TableCell>Name</TableCell>
            <TableCell>Kind</TableCell>
            <TableCell>State</TableCell>
            <TableCell>Started</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map(child => {
            const to = child.fault && linkOf?.({ ...child.fault });
            return (
              <TableRow key={`${child.kind} ${child.name}`}>
                <TableCell>
                  {to ? <Link to={to}>{child.name}</Link> : child.name}
                </TableCell>
                <TableCell>{child.kind}</TableCell>
                <TableCell>{child.state}</TableCell>
                <TableCell>
                  {child.startedAt ? (
                    <RelativeTime at={child.startedAt} />
                  ) : (
                    'not started'
                  )}
                </TableCell>
              </TableRow>
            );
          })}
        </TableBody>
      </Table>
    </WideTable>
  );
}
