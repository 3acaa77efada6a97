import { useApiHolder } from '@backstage/frontend-plugin-api';
import { ReactNode } from 'react';
import { isRefused } from '../errors/failure';
import { liveApiRef } from '../live/liveApiRef';
import { ErrorState, RefusedState } from './messages';

/** What it takes to see something, for those who may not. */
export interface NeededPermission {
  /** What they may not: `see rollouts`. */
  what: string;
  /** Permission name: `rollouts.read`. */
  permission: string;
  /** Who can grant it: `the platform group`. */
  grantedBy: ReactNode;
}

/** How something that is read stands; a live topic's state is one. */
export interface Reading {
  status: 'loading' | 'ready' | 'failed';
  error?: unknown;
}

/**
 * Draws what is read once it is there; until then its skeleton, and when it
 * failed who may see it or what went wrong. For one more source that can be
 * missing see {@link SourcesNote}.
 */
export function LiveGate(props: {
  reading: Reading;
  /** What is read, as the start of a sentence: `The list of rollouts`. */
  what: string;
  needs: NeededPermission;
  /** Stands in its place while it is loading, in its final shape. */
  skeleton: ReactNode;
  /** What was not lost when it failed. */
  notLost?: string;
  /** Default: opens the live stream again. */
  onRetry?: () => void;
  children: ReactNode;
}) {
  const { reading, what, needs, skeleton, notLost, children } = props;
  const live = useApiHolder().get(liveApiRef);
  const { onRetry = live && (() => live.retry()) } = props;
  if (reading.status === 'loading') return <>{skeleton}</>;
  if (reading.status === 'ready') return <>{children}</>;
  return isRefused(reading.error) ? (
    <RefusedState {...needs} />
  ) : (
    <ErrorState
      title={`${what} cannot be shown`}
      error={reading.error}
      notLost={notLost}
      onRetry={onRetry}
    />
  );
}
