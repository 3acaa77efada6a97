import {
  createHash,
  createSign,
  generateKeyPairSync,
  randomBytes,
} from 'node:crypto';

/** One DER element. */
function der(tag: number, ...contents: Buffer[]): Buffer {
  const body = Buffer.concat(contents);
  const size: number[] = [];
  for (let rest = body.length; rest > 0; rest >>= 8) size.unshift(rest & 0xff);
  const length =
    body.length < 0x80 ? [body.length] : [0x80 | size.length, ...size];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

const sequence = (...parts: Buffer[]) => der(0x30, ...parts);
const set = (...parts: Buffer[]) => der(0x31, ...parts);
const octets = (...parts: Buffer[]) => der(0x04, ...parts);
const bits = (body: Buffer) => der(0x03, Buffer.from([0]), body);
const yes = der(0x01, Buffer.from([0xff]));

/** An object identifier, written with dots. */
function oid(dotted: string): Buffer {
  const [first, second, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const digits = [arc & 0x7f];
    for (let left = arc >> 7; left > 0; left >>= 7) {
      digits.unshift((left & 0x7f) | 0x80);
    }
    bytes.push(...digits);
  }
  return der(0x06, Buffer.from(bytes));
}

const time = (date: Date) =>
  der(
    0x18,
    Buffer.from(`${date.toISOString().replace(/\D/g, '').slice(0, 14)}Z`),
  );

const extension = (id: string, critical: boolean, value: Buffer) =>
  sequence(oid(id), ...(critical ? [yes] : []), octets(value));

const pem = (label: string, body: Buffer) =>
  `-----BEGIN ${label}-----\n${(
    body.toString('base64').match(/.{1,64}/g) ?? []
  ).join('\n')}\n-----END ${label}-----\n`;

const ECDSA_SHA256 = sequence(oid('1.2.840.10045.4.3.2'));

/**
 * A throw-away certificate for 127.0.0.1 and localhost that is its own
 * authority (RFC 5280, ECDSA on P-256). `cert` is also what clients trust.
 */
export function createCertificate(
  commonName: string,
  days: number = 30,
): { cert: string; key: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
  });
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const keyId = createHash('sha1').update(spki).digest();
  const name = sequence(
    set(sequence(oid('2.5.4.3'), der(0x0c, Buffer.from(commonName)))),
  );
  const serial = randomBytes(16);
  serial[0] = (serial[0] & 0x7f) | 0x40;
  const now = Date.now();
  const day = 24 * 60 * 60 * 1000;
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, serial),
    ECDSA_SHA256,
    name,
    sequence(time(new Date(now - day)), time(new Date(now + days * day))),
    name,
    spki,
    der(
      0xa3,
      sequence(
        extension('2.5.29.19', true, sequence(yes)),
        // digitalSignature and keyCertSign
        extension('2.5.29.15', true, der(0x03, Buffer.from([0x02, 0x84]))),
        extension('2.5.29.37', false, sequence(oid('1.3.6.1.5.5.7.3.1'))),
        extension(
          '2.5.29.17',
          false,
          sequence(
            der(0x82, Buffer.from('localhost')),
            der(0x87, Buffer.from([127, 0, 0, 1])),
          ),
        ),
        extension('2.5.29.14', false, octets(keyId)),
      ),
    ),
  );
  const signature = createSign('sha256').update(body).sign(privateKey);
  return {
    cert: pem('CERTIFICATE', sequence(body, ECDSA_SHA256, bits(signature))),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}
