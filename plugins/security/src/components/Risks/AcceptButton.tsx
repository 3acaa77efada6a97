import Button from '@mui/material/Button';
import {
  acceptRisk,
  RatedFinding,
  riskOf,
  RiskSubject,
} from '@slipway/plugin-security-common';
import { acceptFlow } from './riskFlow';

/** Whose risk it is, and in which image it was seen. */
export type AcceptIn = Pick<RiskSubject, 'entityRef' | 'repository'>;

/** Opens the dialog that asks to accept a finding. */
export function AcceptButton(props: {
  finding: RatedFinding;
  place: AcceptIn;
}) {
  const { finding, place } = props;
  const { start } = acceptFlow.useActionFlow();
  const subject = {
    ...place,
    ...riskOf(finding),
    severity: finding.severity,
  };
  return (
    <Button
      size="small"
      aria-label={`Accept the risk of ${finding.id} in ${finding.pkg}`}
      onClick={() =>
        start({ action: acceptRisk, subject, seen: {}, draft: {} })
      }
      sx={{ ml: 1, py: 0, minWidth: 0, verticalAlign: 'baseline' }}
    >
      Accept…
    </Button>
  );
}
