import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Button from '@mui/material/Button';
import {
  FactColumn,
  FactNote,
  FactTable,
  Section,
  StateChip,
} from '@slipway/plugin-portal-react';
import {
  acceptRisk,
  AcceptedRisk,
  riskInWords,
  RiskAccess,
  scopeInWords,
  withdrawRisk,
} from '@slipway/plugin-security-common';
import { AskedRisk, useAskedRisks } from '../../hooks/useAskedRisks';
import { acceptFlow, withdrawFlow } from './riskFlow';

const RISK_COLUMNS: ReadonlyArray<FactColumn<AcceptedRisk>> = [
  {
    title: 'Finding',
    cell: risk => (
      <>
        {riskInWords(risk)}
        <FactNote>{scopeInWords(risk)}</FactNote>
      </>
    ),
  },
  {
    title: 'Accepted by',
    cell: ({ acceptedBy, allowedBy }) => (
      <>
        <EntityRefLink entityRef={acceptedBy} defaultKind="user" />
        {allowedBy && (
          <FactNote>
            {'allowed by '}
            <EntityRefLink entityRef={allowedBy} defaultKind="user" />
          </FactNote>
        )}
      </>
    ),
  },
  { title: 'Until', cell: ({ until }) => until, minWidth: 100 },
  { title: 'Why', cell: ({ reason }) => reason },
];

const WITHDRAW: FactColumn<AcceptedRisk> = {
  title: 'Take back',
  cell: risk => <WithdrawButton risk={risk} />,
};

function WithdrawButton({ risk }: { risk: AcceptedRisk }) {
  const { start } = withdrawFlow.useActionFlow();
  return (
    <Button
      size="small"
      aria-label={`Withdraw ${riskInWords(risk)}`}
      onClick={() =>
        start({ action: withdrawRisk, subject: risk, seen: {}, draft: {} })
      }
    >
      Withdraw
    </Button>
  );
}

const ASKED_COLUMNS: ReadonlyArray<FactColumn<AskedRisk>> = [
  {
    title: 'Finding',
    cell: ({ subject, draft }) => (
      <>
        {riskInWords(subject)}
        <FactNote>
          {scopeInWords({ ...subject, scope: draft.scope ?? 'service' })}
        </FactNote>
      </>
    ),
  },
  {
    title: 'Where it stands',
    cell: ({ isAllowed }) => (
      <StateChip
        state={isAllowed ? 'healthy' : 'waiting'}
        label={isAllowed ? 'Allowed' : 'Waiting'}
      />
    ),
  },
  { title: 'Continue', cell: asked => <OpenButton asked={asked} /> },
];

function OpenButton({ asked }: { asked: AskedRisk }) {
  const { start } = acceptFlow.useActionFlow();
  const { subject, draft, isAllowed } = asked;
  return (
    <Button
      size="small"
      variant={isAllowed ? 'contained' : 'text'}
      aria-label={`Open the request about ${riskInWords(subject)}`}
      onClick={() => start({ action: acceptRisk, subject, draft, seen: {} })}
    >
      Open
    </Button>
  );
}

/** What is accepted for a service, by whom and until when, and what the user has asked for. */
export function RisksSection(props: {
  entityRef: string;
  risks: readonly AcceptedRisk[];
  access: RiskAccess | undefined;
}) {
  const { entityRef, risks, access } = props;
  const asked = useAskedRisks(entityRef);
  if (risks.length === 0 && asked.length === 0) return null;
  const mayWithdraw = access?.accept.allowed === true;
  return (
    <Section title="Accepted risks" count={risks.length}>
      {risks.length > 0 && (
        <FactTable
          label="Accepted risks"
          rows={risks}
          keyOf={({ id }) => id}
          columns={mayWithdraw ? [...RISK_COLUMNS, WITHDRAW] : RISK_COLUMNS}
        />
      )}
      {asked.length > 0 && (
        <FactTable
          label="Risks that you asked to accept"
          rows={asked}
          keyOf={({ id }) => id}
          columns={ASKED_COLUMNS}
        />
      )}
    </Section>
  );
}
