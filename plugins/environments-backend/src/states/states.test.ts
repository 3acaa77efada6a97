import { createServer, IncomingMessage } from 'node:http';
import { AddressInfo } from 'node:net';
import { S3States } from './S3States';
import { signedHeaders } from './sign';

describe('signedHeaders', () => {
  it('signs as S3 checks it', () => {
    // Key and date of the examples of the documentation.
    const headers = signedHeaders(
      'GET',
      new URL('https://examplebucket.s3.amazonaws.com/test.txt'),
      {
        region: 'us-east-1',
        accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
        secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      },
      new Date('2013-05-24T00:00:00Z'),
    );
    expect(headers['x-amz-date']).toBe('20130524T000000Z');
    expect(headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE\/20130524\/us-east-1\/s3\/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=[0-9a-f]{64}$/,
    );
    expect(JSON.stringify(headers)).not.toContain('wJalr');
  });
});

describe('S3States', () => {
  const LOCK = '{"ID":"l1"}';
  const STATE = JSON.stringify({
    serial: 7,
    lineage: 'l',
    resources: [
      { mode: 'managed', instances: [{}, {}] },
      { mode: 'data', instances: [{}] },
    ],
  });

  async function bucket(objects: Record<string, string>, broken = false) {
    const asked: string[] = [];
    const server = createServer((req: IncomingMessage, res) => {
      asked.push(`${req.method} ${req.url}`);
      const object = objects[req.url ?? ''];
      if (broken) res.statusCode = 503;
      else if (!req.headers.authorization) res.statusCode = 403;
      else if (object === undefined) res.statusCode = 404;
      if (req.method === 'DELETE') {
        delete objects[req.url ?? ''];
        res.statusCode = 204;
      }
      res.end(object);
    });
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    const states = new S3States({
      endpoint: `http://127.0.0.1:${port}/`,
      region: 'us-east-1',
      bucket: 'states',
      accessKeyId: 'a',
      secretAccessKey: 's',
    });
    return { asked, states, end: () => server.close() };
  }
  const KEY = '/states/environments/orders-try/terraform.tfstate';

  it('reads the state and its lock, and removes exactly this lock', async () => {
    const { states, asked, end } = await bucket({
      [KEY]: STATE,
      [`${KEY}.tflock`]: LOCK,
    });
    expect(await states.version('orders-try')).toEqual({
      serial: 7,
      lineage: 'l',
    });
    expect(await states.resources('orders-try')).toBe(2);
    expect(await states.lock('orders-try')).toBe(LOCK);
    await states.removeLock('orders-try', 'another');
    expect(await states.lock('orders-try')).toBe(LOCK);
    await states.removeLock('orders-try', LOCK);
    expect(await states.lock('orders-try')).toBeUndefined();
    expect(asked.filter(one => one.startsWith('DELETE'))).toHaveLength(1);
    end();
  });

  it('knows a state that does not exist from a bucket that does not answer', async () => {
    const empty = await bucket({});
    expect(await empty.states.version('orders-try')).toBeUndefined();
    expect(await empty.states.resources('orders-try')).toBe(0);
    empty.end();
    const broken = await bucket({}, true);
    await expect(broken.states.lock('orders-try')).rejects.toThrow(
      'The bucket of states answered 503.',
    );
    broken.end();
  });
});
