import Paper from '@mui/material/Paper';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableContainer from '@mui/material/TableContainer';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import {
  keyOf,
  Phase,
  Rest,
  ServiceName,
  ServicesProps,
  StartButton,
  Version,
} from './facts';

const COLUMNS = [
  { title: 'Service', width: '20%' },
  { title: 'Namespace', width: '17%' },
  { title: 'State', width: '15%' },
  { title: 'Version', width: '14%' },
  { title: 'Last change', width: '20%' },
  { title: 'Release', width: '14%' },
];

/** The services of one cluster as a table. */
export function ServiceTable({ cluster, services, running }: ServicesProps) {
  return (
    <TableContainer component={Paper} variant="outlined">
      <Table
        size="small"
        aria-label={`Services of ${cluster}`}
        sx={{ tableLayout: 'fixed' }}
      >
        <TableHead>
          <TableRow>
            {COLUMNS.map(({ title, width }) => (
              <TableCell key={title} sx={{ width }}>
                {title}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {services.map(service => (
            <TableRow key={keyOf(service)} hover>
              <TableCell component="th" scope="row">
                <ServiceName cluster={cluster} service={service} />
              </TableCell>
              <TableCell sx={{ overflowWrap: 'anywhere' }}>
                {service.namespace}
              </TableCell>
              <TableCell>
                <Phase service={service} />
              </TableCell>
              <TableCell>
                <Version service={service} />
              </TableCell>
              <TableCell>
                <Rest service={service} running={running} />
              </TableCell>
              <TableCell>
                <StartButton cluster={cluster} service={service} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}
