/** A type of Terraform in its JSON form: `"string"`, `["list","string"]`, `["object",{…}]`. */
export type TypeJson = string | [string, TypeJson | Record<string, TypeJson>];

/** Attribute of a block, as `terraform providers schema -json` has it. */
export interface AttributeSchema {
  type?: TypeJson;
  nested_type?: {
    nesting_mode: NestingMode;
    attributes: Record<string, AttributeSchema>;
  };
  required?: true;
  optional?: true;
  computed?: true;
  write_only?: true;
}

export type NestingMode = 'single' | 'list' | 'set' | 'map';

/** A block with its attributes and the blocks inside of it. */
export interface BlockSchema {
  attributes?: Record<string, AttributeSchema>;
  block_types?: Record<
    string,
    {
      nesting_mode: NestingMode;
      block: BlockSchema;
      min_items?: number;
      max_items?: number;
      /** Not in Terraform's own form: the provider fills the block where it is left out. */
      computed?: true;
    }
  >;
}

/** What a provider serves: a provider of `terraform providers schema -json`. */
export interface ProviderSchema {
  provider: { version: 0; block: BlockSchema };
  resource_schemas: Record<string, { version: 0; block: BlockSchema }>;
  data_source_schemas: Record<string, { version: 0; block: BlockSchema }>;
}
