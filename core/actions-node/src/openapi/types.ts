import {
  BasicPermission,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import {
  ActionRisk,
  ActionWords,
  AgentUse,
} from '@slipway/plugin-actions-common';
import { JsonObject } from '@backstage/types';
import { z } from 'zod/v3';

/** What a document says of an action; every `Action` has it. */
export interface DescribedAction {
  name: string;
  words: ActionWords;
  permission: BasicPermission | ResourcePermission;
  args: z.ZodTypeAny;
  risk: ActionRisk;
  agent?: AgentUse;
  /** Given where another user may have to approve it. */
  approval?: object;
}

/** What a document says of a route that is none of an action, or that carries out an action under an address of its own. */
export interface RouteWords {
  /** What it answers or does, without a full stop. */
  summary: string;
  description?: string;
  query?: z.ZodTypeAny;
  body?: z.ZodTypeAny;
  /** Body of the answer; any JSON unless given. */
  answer?: z.ZodTypeAny;
  /** Of the answer; 200 unless given. */
  status?: number;
  /** Type of the answer; JSON unless given. */
  media?: string;
  /** The action that it carries out: its words, permission and risk are added; its arguments are the body unless one is given. */
  action?: DescribedAction;
}

/** What the API of a plugin is called, and its routes by method and path as Express names them: `GET /v1/things/:name`. */
export interface ApiWords {
  title: string;
  description: string;
  routes: Readonly<Record<string, RouteWords>>;
}

/** An OpenAPI 3.0 document. */
export interface ApiDocument {
  openapi: '3.0.3';
  info: { title: string; version: string; description: string };
  servers: Array<{ url: string }>;
  security: JsonObject[];
  paths: Record<string, Record<string, JsonObject>>;
  components: JsonObject;
}
