import { generate } from 'selfsigned';

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * A throw-away certificate for 127.0.0.1 and localhost that is its own
 * authority (ECDSA on P-256). `cert` is also what clients trust.
 *
 * @param days - until it expires
 * @returns both in PEM
 */
export async function createCertificate(
  commonName: string,
  days: number = 30,
): Promise<{ cert: string; key: string }> {
  const now = Date.now();
  const made = await generate([{ name: 'commonName', value: commonName }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    // The clock of a client may be behind.
    notBeforeDate: new Date(now - DAY_MS),
    notAfterDate: new Date(now + days * DAY_MS),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      {
        name: 'keyUsage',
        digitalSignature: true,
        keyCertSign: true,
        critical: true,
      },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  return { cert: made.cert, key: made.private };
}
