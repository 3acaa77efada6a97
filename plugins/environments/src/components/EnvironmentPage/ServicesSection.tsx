import { Link } from '@backstage/core-components';
import Box from '@mui/material/Box';
import { EnvironmentRow } from '@slipway/plugin-environments-common';
import {
  FactTable,
  PlaceWorkloads,
  Section,
} from '@slipway/plugin-portal-react';

interface ServiceFacts {
  name: string;
  version: string;
  replicas: number;
  endpoint: string | null | undefined;
}

const isWeb = (url: string) => /^https?:\/\//.test(url);

const COLUMNS = [
  { title: 'Service', cell: ({ name }: ServiceFacts) => name },
  { title: 'Version', cell: ({ version }: ServiceFacts) => version },
  {
    title: 'Replicas',
    cell: ({ replicas }: ServiceFacts) => String(replicas),
    figure: true,
  },
  {
    title: 'Address',
    cell: ({ endpoint }: ServiceFacts) => <Endpoint url={endpoint} />,
  },
];

function Endpoint({ url }: { url: string | null | undefined }) {
  if (url === undefined) return <>unknown</>;
  if (url === null) return <>none</>;
  return isWeb(url) ? <Link to={url}>{url}</Link> : <>{url}</>;
}

/** What is asked to run in the environment, and what does: its rollouts, live. */
export function ServicesSection({ row }: { row: EnvironmentRow }) {
  const { cluster, outputs } = row;
  const { namespace } = outputs;
  const services = Object.entries(row.services).map(
    ([name, { version, replicas = 1 }]) => ({
      name,
      version,
      replicas,
      endpoint: outputs.endpoints[name],
    }),
  );
  return (
    <Section title="Services" count={services.length}>
      <FactTable
        label="Services"
        rows={services}
        keyOf={({ name }) => name}
        columns={COLUMNS}
      />
      <Box component="h4" sx={{ fontSize: 15, mt: 2, mb: 1 }}>
        Rollouts
      </Box>
      {cluster && namespace ? (
        <PlaceWorkloads cluster={cluster} namespace={namespace}>
          {`They run in ${cluster}/${namespace}.`}
        </PlaceWorkloads>
      ) : (
        <Box sx={{ color: 'text.secondary' }}>{noPlace(row)}</Box>
      )}
    </Section>
  );
}

/** Why there are no live rollouts to show. */
function noPlace({ appliedAt, outputs }: EnvironmentRow): string {
  if (appliedAt === undefined) return 'Nothing was applied yet.';
  return outputs.namespace
    ? `They run in the namespace ${outputs.namespace} of ${
        outputs.clusterName ?? 'a cluster'
      }, which is not one of the portal's: their state is unknown.`
    : 'In which namespace they run is unknown.';
}
