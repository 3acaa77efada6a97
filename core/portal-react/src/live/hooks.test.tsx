import { TestApiProvider } from '@backstage/frontend-test-utils';
import { act, render, screen } from '@testing-library/react';
import { fakeLiveApi } from '../testUtils';
import {
  defineTopic,
  defineTopicOfParts,
  noParams,
  topicRequest,
} from '@slipway/plugin-live-common';
import { z } from 'zod/v3';
import {
  useAddressedTopic,
  useLiveConnection,
  useLiveItem,
  useLivePart,
  useLiveTopic,
} from './hooks';
import { liveApiRef } from './liveApiRef';

const list = defineTopic('rollouts:list', {
  params: noParams,
  value: z.number(),
});
const detail = defineTopicOfParts('r:d', {
  params: z.object({ a: z.string(), b: z.string() }),
  parts: { core: z.object({ name: z.string() }), pod: z.number() },
});
const LIST = topicRequest(list, {});

const drawn: string[] = [];

function Row(props: { name: string }) {
  const value = useLiveItem(list, {}, props.name);
  drawn.push(props.name);
  return <li>{`${props.name}=${value ?? 'none'}`}</li>;
}

function Topic() {
  const topic = useLiveTopic(list, {});
  drawn.push('topic');
  return (
    <p>{`${topic.status}: ${[...topic.items.values()].join(' ')}${
      topic.error?.message ?? ''
    }`}</p>
  );
}

function Detail(props: { params?: { a: string; b: string } }) {
  const core = useLivePart(detail, props.params, 'core');
  const { status } = useLiveTopic(detail, props.params);
  return <p>{`${status}: ${core?.name ?? 'none'}`}</p>;
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
    const { live, view } = setUp(<Topic />);
    expect(screen.getByText('loading:')).toBeInTheDocument();
    expect(live.wanted).toEqual(['rollouts:list']);
    act(() => live.snapshot(LIST, { a: 1 }));
    expect(screen.getByText('ready: 1')).toBeInTheDocument();
    view.unmount();
    expect(live.wanted).toEqual([]);
  });

  it('does not subscribe again for an equal request of another identity', () => {
    const { live, view, wrap } = setUp(
      <Detail params={{ a: 'x&y', b: '1 2' }} />,
    );
    const subscribe = jest.spyOn(live, 'subscribe');
    view.rerender(wrap(<Detail params={{ b: '1 2', a: 'x&y' }} />));
    expect(subscribe).not.toHaveBeenCalled();
    view.rerender(wrap(<Detail />));
    expect(live.wanted).toEqual([]);
    expect(screen.getByText('loading: none')).toBeInTheDocument();
  });

  it('reads a part by its name', () => {
    const params = { a: 'x', b: 'y' };
    const { live } = setUp(<Detail params={params} />);
    act(() =>
      live.snapshot(topicRequest(detail, params), {
        core: { name: 'orders' },
        'pod/1': 1,
      }),
    );
    expect(screen.getByText('ready: orders')).toBeInTheDocument();
  });

  it('shows what is not what the topic says as a failure, not as a shorter list', () => {
    const { live } = setUp(<Topic />);
    act(() => live.snapshot(LIST, { a: 1, b: 'two' }));
    expect(screen.getByText(/^failed: 1.*reload the page/)).toBeInTheDocument();
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

describe('the topic of an address', () => {
  const short = defineTopic('r:short', {
    params: z.object({ a: z.string().max(3) }),
    value: z.number(),
  });

  function Addressed(props: { a: string }) {
    const { status, items } = useAddressedTopic(short, props);
    return <p>{`${status}: ${items.size}`}</p>;
  }

  it.each([
    ['abc', 'loading: 0', ['r:short?a=abc']],
    ['abcd', 'ready: 0', []],
  ])('%s is %s', (a, expected, wanted) => {
    const { live } = setUp(<Addressed a={a} />);
    expect(screen.getByText(expected)).toBeInTheDocument();
    expect(live.wanted).toEqual(wanted);
  });
});
