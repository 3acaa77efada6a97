import { answerOf } from './resources';

const get = (path: string) => ({ method: 'GET', path });

describe('answerOf', () => {
  it.each([
    [
      'order-service',
      '/order-service/api/orders',
      { collection: [1, 2, 3, 4].map(orderId => ({ orderId })) },
    ],
    ['order-service', '/order-service/api/carts/3', { cartId: 3 }],
    ['api-gateway', '/user-service/api/users/2', { userId: 2 }],
    ['api-gateway', '/app/api/products/4', { productId: 4 }],
    ['proxy-client', '/app/api/payments/1', { paymentId: 1 }],
    ['cloud-config', '/actuator/health', { status: 'UP' }],
    ['user-service', '/user-service/actuator/health', { status: 'UP' }],
  ] as const)('%s answers %s', (service, path, body) => {
    expect(answerOf(service, get(path))).toEqual({ status: 200, body });
  });

  it.each([
    [
      'a path of another service',
      'order-service',
      get('/user-service/api'),
      404,
    ],
    [
      'a resource of another',
      'order-service',
      get('/order-service/api/users'),
      404,
    ],
    [
      'an id that it lacks',
      'order-service',
      get('/order-service/api/orders/9'),
      400,
    ],
    ['no number', 'order-service', get('/order-service/api/orders/x'), 400],
    [
      'a post without a body',
      'order-service',
      { method: 'POST', path: '/order-service/api/carts' },
      400,
    ],
    [
      'the deletion of a collection',
      'order-service',
      { method: 'DELETE', path: '/order-service/api/carts' },
      405,
    ],
    ['the gateway, an unknown service', 'api-gateway', get('/nobody/api'), 404],
  ] as const)('refuses %s as Spring Boot does', (_, service, asked, status) => {
    expect(answerOf(service, asked)).toEqual({
      status,
      body: { status, error: expect.any(String), path: asked.path },
    });
  });

  it('gives back what was created, with an id, and keeps nothing', () => {
    const asked = {
      method: 'POST',
      path: '/order-service/api/carts',
      body: { userId: 1 },
    };
    expect(answerOf('order-service', asked)).toEqual({
      status: 200,
      body: { cartId: 5, userId: 1 },
    });
    expect(
      answerOf('order-service', get('/order-service/api/carts/5')).status,
    ).toBe(400);
  });
});
