import { SystemNode } from '@slipway/plugin-observability-common';
import { FactColumn, FactTable } from '@slipway/plugin-portal-react';
import Typography from '@mui/material/Typography';
import { Activities } from './Activities';

const COLUMNS: ReadonlyArray<FactColumn<SystemNode>> = [
  { title: 'Service', cell: ({ title }) => title, minWidth: 160 },
  {
    title: 'Going on',
    cell: ({ activities }) => <Activities activities={activities} />,
  },
];

/** What is going on in each service, below the picture: with the words and links for which a node has no room. */
export function GoingOn({ nodes }: { nodes: readonly SystemNode[] }) {
  const busy = nodes.filter(({ activities }) => activities.length > 0);
  return busy.length > 0 ? (
    <FactTable
      label="What is going on"
      rows={busy}
      keyOf={({ id }) => id}
      columns={COLUMNS}
    />
  ) : (
    <Typography variant="body2" color="text.secondary">
      No release, fault, load run or firing alert is known here.
    </Typography>
  );
}
