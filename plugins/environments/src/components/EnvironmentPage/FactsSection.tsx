import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Box from '@mui/material/Box';
import {
  EnvironmentRow,
  RUNNER_WORDS,
} from '@slipway/plugin-environments-common';
import {
  CopyButton,
  RelativeTime,
  Section,
} from '@slipway/plugin-portal-react';
import { ReactNode } from 'react';
import { cloneOf } from '../../lib/templateLink';
import { EndNote } from '../Chips';
import { NewEnvironment } from '../NewEnvironment';

const UNKNOWN = 'unknown';

/** What Terraform answered, and what is kept of the environment. */
export function FactsSection({ row }: { row: EnvironmentRow }) {
  const { outputs, commit, system } = row;
  const { quota } = outputs;
  return (
    <Section title="Outputs and facts">
      <Box
        component="dl"
        sx={{
          m: 0,
          display: 'grid',
          gridTemplateColumns: 'minmax(100px, max-content) minmax(0, 1fr)',
          columnGap: 2,
          rowGap: 0.75,
          fontSize: 14,
        }}
      >
        <Fact title="Catalog">
          <EntityRefLink entityRef={row.entityRef} />
        </Fact>
        {system && (
          <Fact title="System">
            <EntityRefLink entityRef={system} defaultKind="system" />
          </Fact>
        )}
        <Fact title="Ends">
          <EndNote row={row} />
        </Fact>
        <Fact title="Protected">
          {row.protected
            ? 'yes: nobody, and no end, destroys it'
            : 'no: it is torn down at its end'}
        </Fact>
        <Fact title="Cluster">
          {row.cluster ?? outputs.clusterName ?? UNKNOWN}
        </Fact>
        <Fact title="Namespace">
          <Copied text={outputs.namespace} what="namespace" />
        </Fact>
        <Fact title="Quota">
          {quota
            ? `${quota.cpu} CPU, ${quota.memory} memory, ${quota.pods} pods`
            : UNKNOWN}
        </Fact>
        <Fact title="Secrets">
          <Copied text={outputs.secretsPath} what="path of the secrets" />
        </Fact>
        <Fact title="Cost class">{outputs.costClass ?? UNKNOWN}</Fact>
        <Fact title="Runner">{RUNNER_WORDS[row.runner]}</Fact>
        <Fact title="Definition">
          {commit ? (
            <>
              {'commit '}
              <Copied text={commit} what="commit" />
            </>
          ) : (
            'not committed yet'
          )}
        </Fact>
        <Fact title="Last applied">
          {row.appliedAt ? <RelativeTime at={row.appliedAt} /> : 'never'}
        </Fact>
      </Box>
      <Box sx={{ mt: 2 }}>
        <NewEnvironment
          label="New environment like this"
          variant="outlined"
          prefilled={cloneOf(row)}
        />
      </Box>
    </Section>
  );
}

function Fact({ title, children }: { title: string; children: ReactNode }) {
  return (
    <>
      <Box component="dt" sx={{ color: 'text.secondary' }}>
        {title}
      </Box>
      <Box component="dd" sx={{ m: 0, overflowWrap: 'anywhere' }}>
        {children}
      </Box>
    </>
  );
}

function Copied({ text, what }: { text: string | undefined; what: string }) {
  if (!text) return <>{UNKNOWN}</>;
  return (
    <>
      <code>{text}</code>
      <CopyButton text={text} label={`Copy the ${what}`} />
    </>
  );
}
