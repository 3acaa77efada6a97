import { ServiceName, serviceProfile } from '@slipway/platform-model';

/** What a service answers when nothing is wrong. */
export interface Answer {
  status: number;
  body: object;
}

/** A request as a service sees it. */
export interface Asked {
  method: string;
  /** `/order-service/api/orders/1` */
  path: string;
  /** What was sent, as JSON; undefined when nothing was. */
  body?: object;
}

/** A resource of a service: its path and the name of its id, as the catalog's APIs have them. */
interface Resource {
  path: string;
  id: string;
}

const USERS: Resource[] = [
  { path: 'users', id: 'userId' },
  { path: 'credentials', id: 'credentialId' },
  { path: 'address', id: 'addressId' },
  { path: 'verificationTokens', id: 'verificationTokenId' },
];
const PRODUCTS: Resource[] = [
  { path: 'products', id: 'productId' },
  { path: 'categories', id: 'categoryId' },
];
const ORDERS: Resource[] = [
  { path: 'orders', id: 'orderId' },
  { path: 'carts', id: 'cartId' },
];
const PAYMENTS: Resource[] = [{ path: 'payments', id: 'paymentId' }];
const SHIPPINGS: Resource[] = [{ path: 'shippings', id: 'orderId' }];
const FAVOURITES: Resource[] = [{ path: 'favourites', id: 'userId' }];

const RESOURCES: Readonly<Partial<Record<ServiceName, readonly Resource[]>>> = {
  'user-service': USERS,
  'product-service': PRODUCTS,
  'order-service': ORDERS,
  'payment-service': PAYMENTS,
  'shipping-service': SHIPPINGS,
  'favourite-service': FAVOURITES,
  'proxy-client': [
    ...USERS,
    ...PRODUCTS,
    ...ORDERS,
    ...PAYMENTS,
    ...SHIPPINGS,
    ...FAVOURITES,
  ],
};

/** Services to which the gateway passes requests on, by the first part of the path. */
const BEHIND_GATEWAY: Readonly<Record<string, ServiceName>> = {
  'user-service': 'user-service',
  'product-service': 'product-service',
  'order-service': 'order-service',
  'payment-service': 'payment-service',
  'shipping-service': 'shipping-service',
  'favourite-service': 'favourite-service',
  app: 'proxy-client',
};

/** Items that each collection has; nothing that is sent is kept. */
const ITEMS = 4;

/** An error in the form that Spring Boot gives it. */
export function springError(status: number, asked: Asked): Answer {
  const words: Record<number, string> = {
    400: 'Bad Request',
    404: 'Not Found',
    405: 'Method Not Allowed',
    500: 'Internal Server Error',
  };
  return { status, body: { status, error: words[status], path: asked.path } };
}

function resourceAnswer(
  resources: readonly Resource[],
  rest: readonly string[],
  asked: Asked,
): Answer {
  const [api, path, id, ...more] = rest;
  const resource =
    api === 'api' ? resources.find(one => one.path === path) : undefined;
  if (!resource || more.length > 1) return springError(404, asked);
  const itemAt = (number: number) => ({ [resource.id]: number });
  switch (asked.method) {
    case 'GET': {
      if (id === undefined) {
        const collection = Array.from({ length: ITEMS }, (_, at) =>
          itemAt(at + 1),
        );
        return { status: 200, body: { collection } };
      }
      const number = Number(id);
      return number >= 1 && number <= ITEMS && Number.isInteger(number)
        ? { status: 200, body: itemAt(number) }
        : springError(400, asked);
    }
    case 'POST':
    case 'PUT':
      return asked.body
        ? { status: 200, body: { ...itemAt(ITEMS + 1), ...asked.body } }
        : springError(400, asked);
    case 'DELETE':
      return id === undefined
        ? springError(405, asked)
        : { status: 200, body: {} };
    default:
      return springError(405, asked);
  }
}

/**
 * What one of the ten services answers: its resources under the paths of the
 * catalog's APIs, with ids only, and its health. What is created is not kept.
 */
export function answerOf(service: ServiceName, asked: Asked): Answer {
  const context = serviceProfile(service)?.context ?? '';
  const inContext =
    asked.path === context || asked.path.startsWith(`${context}/`);
  if (!inContext) return springError(404, asked);
  const rest = asked.path.slice(context.length).split('/').filter(Boolean);
  if (rest.join('/') === 'actuator/health' && asked.method === 'GET') {
    return { status: 200, body: { status: 'UP' } };
  }
  if (service === 'api-gateway') {
    const next = BEHIND_GATEWAY[rest[0] ?? ''];
    return next ? answerOf(next, asked) : springError(404, asked);
  }
  return resourceAnswer(RESOURCES[service] ?? [], rest, asked);
}
