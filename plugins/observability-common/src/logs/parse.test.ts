import { MASK } from './mask';
import { parseHit, parsePage } from './parse';
import { LogLine, LogSubject } from './types';

const subject: LogSubject = {
  namespace: 'ecommerce',
  workload: 'order-service',
  stableHash: '7b9d',
  canaryHash: '5c8f',
};
const mask = { emails: true };
const AT = '2026-05-04T10:00:00.000Z';

const hit = (source: object, id = '1') => ({
  _index: 'filebeat',
  _id: id,
  _source: { '@timestamp': AT, ...source },
  sort: [1, 2],
});
const line = (source: object) => parseHit(hit(source), subject, mask);

describe('a line', () => {
  it.each<[string, object, Partial<LogLine>]>([
    [
      "of Spring Boot's own layout",
      {
        message:
          '2026-05-04T10:00:00.000Z ERROR 1 --- [order-service] [http-exec-1] c.e.o.Resource : It failed\njava.lang.IllegalStateException: no\n\tat a.B.c(B.java:1)',
      },
      {
        level: 'ERROR',
        logger: 'c.e.o.Resource',
        thread: 'http-exec-1',
        message: 'It failed',
        stack: 'java.lang.IllegalStateException: no\n\tat a.B.c(B.java:1)',
      },
    ],
    [
      'with colours of a terminal',
      {
        message:
          '2026-05-04 10:00:00.000 \u001b[33m WARN\u001b[m 1 --- [main] \u001b[36mc.e.Main\u001b[m : slow',
      },
      { level: 'WARN', logger: 'c.e.Main', message: 'slow' },
    ],
    [
      "of Logstash's encoder, left as text",
      {
        message: JSON.stringify({
          message: 'It failed',
          logger_name: 'c.e.P',
          thread_name: 't',
          level: 'ERROR',
          stack_trace: 'java.x\n\tat y',
        }),
      },
      {
        level: 'ERROR',
        logger: 'c.e.P',
        thread: 't',
        message: 'It failed',
        stack: 'java.x\n\tat y',
      },
    ],
    [
      'of ECS with dots in names, left as text',
      {
        message: JSON.stringify({
          message: 'm',
          'log.level': 'warn',
          'log.logger': 'l',
          'error.stack_trace': 's',
        }),
      },
      { level: 'WARN', logger: 'l', stack: 's', message: 'm' },
    ],
    [
      'of ECS that Filebeat took apart',
      {
        message: 'm',
        log: { level: 'INFO', logger: 'l' },
        process: { thread: { name: 't' } },
      },
      { level: 'INFO', logger: 'l', thread: 't', message: 'm' },
    ],
    ['of nothing but a message', { message: 'hello' }, { message: 'hello' }],
    ['of JSON that is none', { message: '{"a' }, { message: '{"a' }],
    ['without a message', {}, { message: '' }],
    ['of a list', { message: ['a', 'b'] }, { message: 'a' }],
    ['with a level in its text', { message: '[ERROR] x' }, { level: 'ERROR' }],
    [
      'with another word for its level',
      { message: 'x', log: { level: 'SEVERE' } },
      { level: 'ERROR' },
    ],
  ])('%s', (_, source, expected) => {
    expect(line(source)).toMatchObject({ at: AT, ...expected });
  });

  it.each<[string, object, LogLine['side'], string | undefined]>([
    [
      'a label of the canary',
      { kubernetes: { labels: { 'rollouts-pod-template-hash': '5c8f' } } },
      'canary',
      '5c8f',
    ],
    [
      'a label of the stable revision, with dots in the name of the member',
      { 'kubernetes.labels': { 'rollouts-pod-template-hash': '7b9d' } },
      'stable',
      '7b9d',
    ],
    [
      'a flat document',
      { 'kubernetes.labels.rollouts-pod-template-hash': '5c8f' },
      'canary',
      '5c8f',
    ],
    [
      'the name of the ReplicaSet',
      { kubernetes: { replicaset: { name: 'order-service-7b9d' } } },
      'stable',
      '7b9d',
    ],
    [
      'an earlier revision',
      { kubernetes: { replicaset: { name: 'order-service-66f' } } },
      'earlier',
      '66f',
    ],
    [
      'a ReplicaSet of another workload',
      { kubernetes: { replicaset: { name: 'x-7b9d' } } },
      undefined,
      undefined,
    ],
    ['nothing', {}, undefined, undefined],
  ])('is joined to its revision by %s', (_, source, side, revision) => {
    const read = line(source);
    expect(read?.side).toBe(side);
    expect(read?.revision).toBe(revision);
  });

  it('of a workload without revisions is of no side', () => {
    const read = parseHit(
      hit({ kubernetes: { replicaset: { name: 'order-service-7b9d' } } }),
      { namespace: 'ecommerce', workload: 'order-service' },
      mask,
    );
    expect(read?.side).toBeUndefined();
  });

  it('cannot act on the page', () => {
    const read = line({
      message: `<script>alert(1)</script>\u0000\u0007\u202eevil\r\nnext`,
      kubernetes: { pod: { name: 'a" onload="x' }, container: { name: 'c' } },
    });
    expect(read?.message).toBe('<script>alert(1)</script>��[U+202E]evil\nnext');
    expect(read?.pod).toBeUndefined();
    expect(read?.container).toBe('c');
  });

  it('is of bounded length, with secrets across the cut masked whole', () => {
    const read = line({
      message: `${'x'.repeat(3_990)} password=${'Q'.repeat(50)} end`,
      stack_trace: 'y'.repeat(1_000_000),
    });
    expect(read?.message.length).toBeLessThanOrEqual(4_000);
    expect(read?.message).not.toContain('QQ');
    expect(read?.stack?.length).toBe(16_000);
    expect(read).toMatchObject({ cut: true, masked: 1 });
  });

  it('has no secret in any of its members', () => {
    const secret = 'hunter-2-secret';
    const read = line({
      message: `password=${secret}`,
      stack_trace: `token: ${secret}`,
      log: { logger: `token=${secret}`, level: 'INFO' },
      thread_name: `api_key=${secret}`,
      env: { PASSWORD: secret },
    });
    expect(JSON.stringify(read)).not.toContain(secret);
    expect(read?.message).toBe(`password=${MASK}`);
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['a text', 'x'],
    ['without a document', { _id: '1' }],
    ['without a time', { _source: { message: 'x' } }],
    ['of no time', { _source: { '@timestamp': 'yesterday' } }],
    ['beyond all time', { _source: { '@timestamp': 1e300 } }],
  ])('is none for %s', (_, read) => {
    expect(parseHit(read, subject, mask)).toBeUndefined();
  });
});

describe('a page', () => {
  const options = { size: 2, mask };
  const answer = (hits: unknown[], more: object = {}) => ({
    hits: { hits },
    ...more,
  });

  it('says where the next one starts while there may be more', () => {
    const full = answer([hit({}, 'a'), hit({}, 'b')]);
    expect(parsePage(full, subject, options).next).toEqual([1, 2]);
    const { lines, next } = parsePage(answer([hit({})]), subject, options);
    expect(lines.map(({ id }) => id)).toEqual(['filebeat/1']);
    expect(next).toBeUndefined();
  });

  it('has no lines below the level, also where the search could not know', () => {
    const { lines } = parsePage(
      answer([
        hit({ message: 'INFO no ERROR at all', log: { level: 'INFO' } }),
        hit({ message: 'x', log: { level: 'ERROR' } }),
        hit({ message: 'unknown' }),
      ]),
      subject,
      { ...options, level: 'WARN' },
    );
    expect(lines.map(({ message }) => message)).toEqual(['x']);
  });

  it.each<[object, true | undefined]>([
    [{ timed_out: true }, true],
    [{ _shards: { failed: 1 } }, true],
    [{ timed_out: false, _shards: { failed: 0 } }, undefined],
  ])('says that lines may be missing: %p', (more, partial) => {
    expect(parsePage(answer([], more), subject, options).partial).toBe(partial);
  });

  it.each([undefined, null, 'x', {}, { hits: {} }, { hits: { hits: 1 } }])(
    'is none for %p',
    body => {
      expect(() => parsePage(body, subject, options)).toThrow('_search');
    },
  );
});
