import { PassThrough } from 'node:stream';
import { surviveLostOutput } from './surviveLostOutput';

describe('surviveLostOutput', () => {
  it('takes the error of a stream that nobody reads', () => {
    const stream = new PassThrough();
    expect(() => stream.emit('error', new Error('EPIPE'))).toThrow('EPIPE');
    surviveLostOutput([stream]);
    expect(() => stream.emit('error', new Error('EPIPE'))).not.toThrow();
  });
});
