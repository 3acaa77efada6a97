import { HomeWidget } from '@slipway/plugin-portal-react';
import { ReactNode } from 'react';
import { LiveRollouts } from '../../hooks/useRollouts';
import { SEE_ROLLOUTS } from '../../lib/needs';

/** A widget of rollouts on the home page; `children` is drawn when a cluster is connected. */
export function WidgetBody(props: {
  live: Pick<LiveRollouts, 'status' | 'freshness' | 'error'>;
  /** False while what the widget needs besides is not there. */
  ready?: boolean;
  label: string;
  /** Why there is nothing to show; undefined where there is something. */
  nothing: ReactNode;
  children: ReactNode;
}) {
  const { live, ready = true, label, nothing, children } = props;
  // Without a source an empty list says nothing about releases.
  const unknown = live.status === 'ready' && live.freshness.length === 0;
  return (
    <HomeWidget
      what={label}
      reading={live.status === 'ready' && !ready ? { status: 'loading' } : live}
      freshness={live.freshness}
      needs={SEE_ROLLOUTS}
      nothing={
        unknown
          ? 'No cluster is connected, so nothing is known of rollouts.'
          : nothing
      }
    >
      {!unknown && children}
    </HomeWidget>
  );
}
