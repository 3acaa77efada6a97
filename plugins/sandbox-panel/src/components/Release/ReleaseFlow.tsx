import {
  toastApiRef,
  useApi,
  useRouteRef,
} from '@backstage/frontend-plugin-api';
import Button from '@mui/material/Button';
import { ReleaseWish } from '@slipway/plugin-sandbox-panel-common';
import {
  createContext,
  MouseEvent,
  ReactNode,
  useCallback,
  useContext,
  useState,
} from 'react';
import { useNavigate } from 'react-router-dom';
import { sandboxPanelApiRef } from '../../api/SandboxPanelApi';
import { useStory } from '../../hooks/useStory';
import { rolloutRouteRef } from '../../routes';
import { ReleaseDialog } from './ReleaseDialog';

/** Where a release is asked for. */
export type ReleasePlace = Omit<ReleaseWish, 'quality'>;

const Context = createContext<((place: ReleasePlace) => void) | undefined>(
  undefined,
);

/** Opens the dialog that starts a release. */
export function useStartRelease(): (place: ReleasePlace) => void {
  const start = useContext(Context);
  if (!start) throw new Error('There is no ReleaseFlowProvider around this');
  return start;
}

/** Path of a rollout's page; undefined where that page is not installed. */
export function useRolloutLink(): (place: ReleasePlace) => string | undefined {
  const rollout = useRouteRef(rolloutRouteRef);
  return useCallback(
    ({ cluster, namespace, service }) =>
      rollout?.({ cluster, namespace, name: service }),
    [rollout],
  );
}

/** Owns the dialog and the sending for all buttons below it. */
export function ReleaseFlowProvider({ children }: { children: ReactNode }) {
  const api = useApi(sandboxPanelApiRef);
  const toasts = useApi(toastApiRef);
  const linkOf = useRolloutLink();
  const navigate = useNavigate();
  const { refresh } = useStory();
  const [asked, setAsked] = useState<ReleasePlace>();

  const send = async (wish: ReleaseWish) => {
    const begun = await api.release(wish);
    const to = linkOf(wish);
    const toast = toasts.post({
      title: `${begun.service} ${begun.tag} has begun on ${begun.cluster}/${begun.namespace}`,
      status: 'success',
      timeout: 30_000,
      description: to && (
        <WatchLink
          to={to}
          onFollow={() => {
            toast.close();
            navigate(to);
          }}
        />
      ),
    });
    // Whether it can be shown already is no part of whether it has begun.
    refresh();
  };
  return (
    <Context.Provider value={setAsked}>
      {children}
      {asked && (
        <ReleaseDialog
          place={asked}
          onSend={send}
          onClose={() => setAsked(undefined)}
        />
      )}
    </Context.Provider>
  );
}

/** A link within the portal for a toast, which stands outside the router. */
function WatchLink(props: { to: string; onFollow: () => void }) {
  const { to, onFollow } = props;
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    onFollow();
  };
  return (
    <Button
      size="small"
      variant="outlined"
      href={to}
      onClick={follow}
      // The toast has its own colours, dark in both themes.
      sx={{ color: 'var(--bui-fg-primary)', borderColor: 'currentcolor' }}
    >
      Watch its rollout
    </Button>
  );
}
