import { TestApiProvider } from '@backstage/frontend-test-utils';
import { act, render, screen } from '@testing-library/react';
import { fakeLiveApi } from '../testUtils';
import { useLiveConnection, useLiveItem, useLiveTopic } from './hooks';
import { liveApiRef, LiveTopicRequest } from './liveApiRef';

const LIST = { topic: 'rollouts:list' };
const drawn: string[] = [];

function Row(props: { name: string }) {
  const value = useLiveItem<number>(LIST, props.name);
  drawn.push(props.name);
  return <li>{`${props.name}=${value ?? 'none'}`}</li>;
}

function Topic(props: { request?: LiveTopicRequest }) {
  const topic = useLiveTopic<number>(props.request);
  drawn.push('topic');
  return <p>{`${topic.status}: ${[...topic.items.values()].join(' ')}`}</p>;
}

function Connection() {
  return <p>{useLiveConnection().status}</p>;
}

function setUp(element: JSX.Element) {
  const live = fakeLiveApi();
  const wrap = (child: JSX.Element) => (
    <TestApiProvider apis={[[liveApiRef, live]]}>{child}</TestApiProvider>
  );
  const view = render(wrap(element));
  return { live, view, wrap };
}

describe('live hooks', () => {
  beforeEach(() => {
    drawn.length = 0;
  });

  it('draws a topic as it comes in and forgets it when unmounted', () => {
    const { live, view } = setUp(<Topic request={{ ...LIST }} />);
    expect(screen.getByText('loading:')).toBeInTheDocument();
    expect(live.wanted).toEqual(['rollouts:list']);
    act(() => live.snapshot(LIST, { a: 1 }));
    expect(screen.getByText('ready: 1')).toBeInTheDocument();
    view.unmount();
    expect(live.wanted).toEqual([]);
  });

  it('does not subscribe again for an equal request of another identity', () => {
    const { live, view, wrap } = setUp(
      <Topic request={{ topic: 'r:d', params: { a: 'x&y', b: '1 2' } }} />,
    );
    const subscribe = jest.spyOn(live, 'subscribe');
    view.rerender(
      wrap(
        <Topic request={{ topic: 'r:d', params: { b: '1 2', a: 'x&y' } }} />,
      ),
    );
    expect(subscribe).not.toHaveBeenCalled();
    view.rerender(wrap(<Topic />));
    expect(live.wanted).toEqual([]);
    expect(screen.getByText('loading:')).toBeInTheDocument();
  });

  it('draws one row of 500 for one change, and nothing for other topics', () => {
    const names = Array.from({ length: 500 }, (_, n) => `row-${n}`);
    const { live } = setUp(
      <ul>
        {names.map(name => (
          <Row key={name} name={name} />
        ))}
      </ul>,
    );
    act(() =>
      live.snapshot(LIST, Object.fromEntries(names.map(name => [name, 0]))),
    );
    drawn.length = 0;
    act(() =>
      live.send({
        type: 'upsert',
        id: 'rollouts:list',
        resume: 'e:2',
        items: [{ key: 'row-7', value: 1 }],
      }),
    );
    expect(drawn).toEqual(['row-7']);
    expect(screen.getByText('row-7=1')).toBeInTheDocument();

    drawn.length = 0;
    act(() => live.snapshot({ topic: 'other:topic' }, { 'row-7': 2 }));
    expect(drawn).toEqual([]);
  });

  it('shows the state of the connection', () => {
    const { live } = setUp(<Connection />);
    expect(screen.getByText('open')).toBeInTheDocument();
    act(() =>
      live.setConnection({
        status: 'reconnecting',
        since: '2026-01-02T03:04:05Z',
        clockSkewMs: 0,
      }),
    );
    expect(screen.getByText('reconnecting')).toBeInTheDocument();
  });
});
