import {
  isLoopbackHost,
  isLoopbackHostHeader,
  isLoopbackUrl,
} from './loopback';

describe('isLoopbackHost', () => {
  it.each([
    ['localhost', true],
    ['LOCALHOST', true],
    ['127.0.0.1', true],
    ['127.8.9.10', true],
    ['::1', true],
    ['[::1]', true],
    ['', false],
    ['0.0.0.0', false],
    ['::', false],
    ['10.0.0.1', false],
    ['localhost.example.com', false],
    ['127.0.0.1.example.com', false],
  ])('%p: %p', (host, expected) => {
    expect(isLoopbackHost(host)).toBe(expected);
  });
});

describe('isLoopbackUrl', () => {
  it.each([
    ['http://localhost:7007', true],
    ['https://127.0.0.1:6443', true],
    ['http://[::1]:7007/x', true],
    ['https://portal.example.com', false],
    ['http://127.0.0.1@example.com', false],
    ['127.0.0.1:6443', false],
    ['', false],
  ])('%p: %p', (url, expected) => {
    expect(isLoopbackUrl(url)).toBe(expected);
  });
});

describe('isLoopbackHostHeader', () => {
  it.each([
    ['localhost:7007', true],
    ['127.0.0.1', true],
    ['[::1]:7007', true],
    ['portal.example.com:7007', false],
    ['', false],
    [undefined, false],
  ])('%p: %p', (header, expected) => {
    expect(isLoopbackHostHeader(header)).toBe(expected);
  });
});
