import { useApi } from '@backstage/frontend-plugin-api';
import { EnvironmentRow } from '@slipway/plugin-environments-common';
import { SubjectAccess, useFetched } from '@slipway/plugin-portal-react';
import { createContext, ReactNode, useContext } from 'react';
import { environmentsApiRef } from '../../api/EnvironmentsApi';
import { EnvironmentFlow, flow } from './flow';

const UNREAD: SubjectAccess = { status: 'loading' };
const AccessContext = createContext(UNREAD);

/** Owns the dialog and the sending of actions on one environment below it; what the user may do is asked once. */
export function EnvironmentActions(props: {
  row: EnvironmentRow;
  children: ReactNode;
}) {
  const { row, children } = props;
  const api = useApi(environmentsApiRef);
  const access = useFetched(`${row.name} ${row.owner}`, () =>
    api.getAccess(row.name),
  );
  return (
    <AccessContext.Provider value={access}>
      <EnvironmentFlow>{children}</EnvironmentFlow>
    </AccessContext.Provider>
  );
}

/** Buttons of the actions on an environment, below its {@link EnvironmentActions}. */
export function useEnvironmentButtons(row: EnvironmentRow) {
  return flow.useActionButtons(row, useContext(AccessContext));
}
