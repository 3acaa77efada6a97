import { useApi } from '@backstage/frontend-plugin-api';
import { useSyncExternalStore } from 'react';
import { StoryState, storyFeedApiRef } from '../api/StoryFeed';

/** The newest story of the sandbox, and how to ask for a newer one. */
export function useStory(): StoryState & { refresh: () => Promise<void> } {
  const feed = useApi(storyFeedApiRef);
  const state = useSyncExternalStore(feed.subscribe, feed.getState);
  return { ...state, refresh: feed.refresh };
}
