import { createHash, createHmac } from 'node:crypto';

const sha256 = (text: string) =>
  createHash('sha256').update(text, 'utf8').digest('hex');
const hmac = (key: string | Buffer, text: string) =>
  createHmac('sha256', key).update(text, 'utf8').digest();

/**
 * Headers of a request without a body and without a query that is signed for S3.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
export function signedHeaders(
  method: string,
  url: URL,
  key: { region: string; accessKeyId: string; secretAccessKey: string },
  now: Date,
): Record<string, string> {
  const time = now.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const day = time.slice(0, 8);
  const empty = sha256('');
  const headers = {
    host: url.host,
    'x-amz-content-sha256': empty,
    'x-amz-date': time,
  };
  const names = Object.keys(headers).join(';');
  const canonical = [
    method,
    url.pathname,
    '',
    ...Object.entries(headers).map(([name, value]) => `${name}:${value}`),
    '',
    names,
    empty,
  ].join('\n');
  const scope = `${day}/${key.region}/s3/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n');
  const signing = [day, key.region, 's3', 'aws4_request'].reduce<
    string | Buffer
  >((previous, part) => hmac(previous, part), `AWS4${key.secretAccessKey}`);
  const signature = hmac(signing, text).toString('hex');
  return {
    ...headers,
    authorization: `AWS4-HMAC-SHA256 Credential=${key.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
  };
}
