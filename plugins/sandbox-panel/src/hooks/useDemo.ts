import { useApi } from '@backstage/frontend-plugin-api';
import { useSyncExternalStore } from 'react';
import { DemoState, demoFeedApiRef } from '../api/DemoFeed';

/** The newest state of the demo scenario of the sandbox, and how to ask for a newer one. */
export function useDemo(): DemoState & { refresh: () => Promise<void> } {
  const feed = useApi(demoFeedApiRef);
  const state = useSyncExternalStore(feed.subscribe, feed.getState);
  return { ...state, refresh: feed.refresh };
}
