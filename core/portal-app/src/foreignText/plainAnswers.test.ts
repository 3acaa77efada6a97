import { plainAddress } from './plainAddress';
import { plainAnswers } from './plainAnswers';

const bytes = new TextEncoder().encode('{"message":"ok \u202edetroba"}');

function answer(body: BodyInit | null, init: ResponseInit) {
  return plainAnswers.apply(async () => new Response(body, init))('/x');
}

describe('plainAnswers', () => {
  it.each([
    'application/json',
    'application/json; charset=utf-8',
    'application/problem+json',
    'text/event-stream',
    'text/plain',
  ])('shows controls in %s', async type => {
    const response = await answer(bytes, { headers: { 'content-type': type } });
    expect(await response.text()).toBe('{"message":"ok [U+202E]detroba"}');
  });

  it('finds a control whose bytes come in two pieces', async () => {
    const at = 1 + bytes.findIndex(byte => byte > 0x7f);
    const pieces = new ReadableStream({
      start(controller) {
        controller.enqueue(bytes.slice(0, at));
        controller.enqueue(bytes.slice(at));
        controller.close();
      },
    });
    const response = await answer(pieces, {
      headers: { 'content-type': 'application/json' },
    });
    expect(await response.json()).toEqual({ message: 'ok [U+202E]detroba' });
  });

  it('keeps the status of a refusal', async () => {
    const response = await answer(bytes, {
      status: 403,
      statusText: 'Forbidden',
      headers: { 'content-type': 'application/json' },
    });
    expect(response).toMatchObject({ status: 403, statusText: 'Forbidden' });
    expect(await response.text()).toContain('[U+202E]');
  });

  it('leaves an answer without text as it is', async () => {
    const empty = new Response(null, { status: 204 });
    const picture = new Response(bytes, {
      headers: { 'content-type': 'image/png' },
    });
    for (const response of [empty, picture]) {
      expect(await plainAnswers.apply(async () => response)('/x')).toBe(
        response,
      );
    }
  });
});

describe('plainAddress', () => {
  it.each([
    ['/rollouts?q=a%E2%80%AEb', '/rollouts?q=a%5BU%2B202E%5Db'],
    ['/catalog/x\u202ey#z', '/catalog/x%5BU%2B202E%5Dy#z'],
    ['/rollouts?q=a%20b&c=d', undefined],
    ['/rollouts?q=%E2%80', undefined],
    ['/', undefined],
  ])('%s becomes %s', (address, plain) => {
    expect(plainAddress(address)).toBe(plain);
  });
});
