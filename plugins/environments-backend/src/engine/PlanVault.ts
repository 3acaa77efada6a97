import { NotFoundError } from '@backstage/errors';
import { PlanBasis, PlanView } from '@slipway/plugin-environments-common';
import { EnvironmentStore, SealedName } from '../database/EnvironmentStore';
import { KeyRing } from '../secrets/KeyRing';

/** A plan as it is applied. */
export interface KeptPlan {
  file: Buffer;
  basis: PlanBasis;
  /** Texts that the plan says are sensitive: hidden in logs. */
  secrets: string[];
}

/** What a page sees of a plan, without its summary. */
export type KeptView = Omit<PlanView, 'summary'>;

/** Plans and their views, encrypted and expiring. */
export class PlanVault {
  constructor(
    private readonly options: { store: EnvironmentStore; keys: KeyRing },
  ) {}

  async keep(
    operationId: string,
    plan: KeptPlan,
    view: KeptView,
  ): Promise<void> {
    const { file, basis, secrets } = plan;
    const content = { file: file.toString('base64'), basis, secrets };
    await this.#write(operationId, 'plan', content, basis.expiresAt);
    await this.keepView(operationId, view, basis.expiresAt);
  }

  async keepView(
    operationId: string,
    view: KeptView,
    expiresAt: string,
  ): Promise<void> {
    await this.#write(operationId, 'view', view, expiresAt);
  }

  /** @throws NotFoundError when there is none, or it expired */
  async plan(operationId: string): Promise<KeptPlan> {
    const text = await this.#read(operationId, 'plan');
    if (!text) throw new NotFoundError('The plan expired, or there is none.');
    const kept: { file: string; basis: PlanBasis; secrets: string[] } =
      JSON.parse(text);
    return { ...kept, file: Buffer.from(kept.file, 'base64') };
  }

  /** @throws NotFoundError when there is none, or it expired */
  async view(operationId: string): Promise<KeptView> {
    const text = await this.#read(operationId, 'view');
    if (!text) throw new NotFoundError('The plan expired, or there is none.');
    return JSON.parse(text);
  }

  /** Sensitive texts of the plan of an operation; none where there is no plan. */
  async secretsOf(operationId: string): Promise<string[]> {
    const text = await this.#read(operationId, 'plan');
    return text ? JSON.parse(text).secrets : [];
  }

  async #write(
    operationId: string,
    name: SealedName,
    content: object,
    expiresAt: string,
  ): Promise<void> {
    const { keys, store } = this.options;
    const sealed = keys.seal(
      Buffer.from(JSON.stringify(content), 'utf8'),
      `${operationId}/${name}`,
    );
    await store.seal(operationId, name, sealed, expiresAt);
  }

  async #read(
    operationId: string,
    name: SealedName,
  ): Promise<string | undefined> {
    const { keys, store } = this.options;
    const sealed = await store.sealed(operationId, name);
    return (
      sealed && keys.open(sealed, `${operationId}/${name}`).toString('utf8')
    );
  }
}
