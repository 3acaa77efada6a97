import { SourceFreshness } from '@slipway/plugin-live-common';
import { FakeLiveApi } from '@slipway/plugin-portal-react/testUtils';
import {
  matchesPagedQuery,
  PAGE_ROWS,
  readPagedQuery,
  rolloutCounts,
  rolloutCountsTopic,
  rolloutRowKey,
  rolloutsListTopic,
  rolloutsPageTopic,
  RolloutSummary,
  sortRollouts,
} from '@slipway/plugin-rollouts-common';

type Request = Parameters<FakeLiveApi['subscribe']>[0];

/** Answers for the backend whatever of the list is asked for. */
export interface FakeRolloutList {
  /** Which rollouts there are from now on. Wrap it in `act`. */
  set(rollouts: RolloutSummary[], freshness?: SourceFreshness[]): void;
}

/** Makes the stream of a test answer all topics over the list of rollouts, as soon as it has rollouts. */
export function fakeRolloutList(
  live: FakeLiveApi,
  rollouts?: RolloutSummary[],
): FakeRolloutList {
  let known = rollouts;
  let fresh: SourceFreshness[] | undefined;
  const asked = new Set<Request>();

  const answer = (request: Request) => {
    if (!known) return;
    if (request.topic === rolloutCountsTopic.name) {
      live.snapshot(request, { counts: rolloutCounts(known) }, fresh);
    }
    if (request.topic === rolloutsListTopic.name) {
      const rows = known.map(row => [rolloutRowKey(row), row] as const);
      live.snapshot(request, Object.fromEntries(rows), fresh);
    }
    if (request.topic !== rolloutsPageTopic.name) return;
    const query = readPagedQuery(request.params?.query ?? '');
    const matching = sortRollouts(
      known.filter(row => matchesPagedQuery(row, query)),
      query.sort,
    );
    const from = Number(request.params?.page) * PAGE_ROWS;
    const rows = matching.slice(from, from + PAGE_ROWS);
    const keys = rows.map(rolloutRowKey);
    live.snapshot(
      request,
      {
        order: { matching: matching.length, keys },
        ...Object.fromEntries(
          rows.map((row, index) => [`row/${keys[index]}`, row]),
        ),
      },
      fresh,
    );
  };

  const { subscribe } = live;
  live.subscribe = (request, listener) => {
    const end = subscribe(request, listener);
    asked.add(request);
    answer(request);
    return () => {
      asked.delete(request);
      end();
    };
  };
  return {
    set(next, freshness) {
      known = next;
      fresh = freshness;
      asked.forEach(answer);
    },
  };
}
