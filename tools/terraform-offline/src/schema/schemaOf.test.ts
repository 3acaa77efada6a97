import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { schemaOf } from './schemaOf.ts';

/** A generated binding as `cdktn` 0.24 makes it, cut to what is read. */
const BINDING = `
const cdktn = require("cdktn");
function thingDiskToHclTerraform(struct) {
  if (!cdktn.canInspect(struct) || cdktn.Tokenization.isResolvable(struct)) { return struct; }
  const attrs = {
    size: { value: cdktn.numberToHclTerraform(struct.size), isBlock: false, type: "simple", storageClassType: "number" },
  };
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}
class ThingDiskOutputReference extends cdktn.ComplexObject {
    // size - computed: false, optional: false, required: true
    get size() { return this.getNumberAttribute('size'); }
}
exports.ThingDiskOutputReference = ThingDiskOutputReference;
class ThingDiskList extends cdktn.ComplexList {
    get(index) { return new ThingDiskOutputReference(this.terraformResource, this.terraformAttribute, index, this.wrapsSet); }
}
class ThingOwnerOutputReference extends cdktn.ComplexObject {
    // name - computed: true, optional: false, required: false
    get name() { return this.getStringAttribute('name'); }
}
class ThingOwnerList extends cdktn.ComplexList {
    get(index) { return new ThingOwnerOutputReference(this, 'owner', index, false); }
}
function thingAccessToHclTerraform(struct) {
  const attrs = {
    level: { value: cdktn.stringToHclTerraform(struct.level), isBlock: false, type: "simple", storageClassType: "string" },
  };
  return attrs;
}
class ThingAccessOutputReference extends cdktn.ComplexObject {
    // level - computed: false, optional: true, required: false
    get level() { return this.getStringAttribute('level'); }
    // token - computed: true, optional: false, required: false
    get token() { return this.getStringAttribute('token'); }
}
class Thing extends cdktn.TerraformResource {
    static tfResourceType = "cloud_thing";
    constructor(scope, id, config) {
        super(scope, id, { terraformResourceType: 'cloud_thing' });
        this._name = config.name;
    }
    // access - computed: false, optional: true, required: false
    _access = new ThingAccessOutputReference(this, "access");
    get access() { return this._access; }
    get accessInput() { return undefined; }
    // disk - computed: false, optional: false, required: true
    _disk = new ThingDiskList(this, "disk", false);
    get disk() { return this._disk; }
    // labels - computed: false, optional: true, required: false
    get labels() { return this.getStringMapAttribute('labels'); }
    // name - computed: false, optional: false, required: true
    get name() { return this.getStringAttribute('name'); }
    // owner - computed: true, optional: false, required: false
    _owner = new ThingOwnerList(this, "owner", false);
    get owner() { return this._owner; }
    // zones - computed: true, optional: true, required: false
    get zones() { return cdktn.Fn.tolist(this.getListAttribute('zones')); }
    synthesizeHclAttributes() {
        const attrs = {
            access: { value: thingAccessToHclTerraform(this._access.internalValue), isBlock: true, type: "list", storageClassType: "ThingAccessList" },
            disk: { value: cdktn.listMapperHcl(thingDiskToHclTerraform, true)(this._disk.internalValue), isBlock: true, type: "list", storageClassType: "ThingDiskList" },
            labels: { value: cdktn.hashMapperHcl(cdktn.stringToHclTerraform)(this._labels), isBlock: false, type: "map", storageClassType: "stringMap" },
            name: { value: cdktn.stringToHclTerraform(this._name), isBlock: false, type: "simple", storageClassType: "string" },
            zones: { value: cdktn.listMapperHcl(cdktn.stringToHclTerraform, false)(this._zones), isBlock: false, type: "set", storageClassType: "stringList" },
        };
        return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
    }
}
exports.Thing = Thing;
`;

describe('schemaOf', () => {
  let lib: string;
  beforeEach(() => {
    lib = mkdtempSync(join(tmpdir(), 'bindings-'));
    mkdirSync(join(lib, 'thing'));
  });
  afterEach(() => rmSync(lib, { recursive: true }));

  it('reads attributes, blocks and what the provider fills', () => {
    writeFileSync(join(lib, 'thing', 'index.js'), BINDING);
    expect(schemaOf(lib).resource_schemas).toEqual({
      cloud_thing: {
        version: 0,
        block: {
          attributes: {
            labels: { type: ['map', 'string'], optional: true },
            name: { type: 'string', required: true },
            owner: {
              type: ['list', ['object', { name: 'string' }]],
              computed: true,
            },
            zones: { type: ['set', 'string'], optional: true, computed: true },
          },
          block_types: {
            access: {
              nesting_mode: 'list',
              max_items: 1,
              computed: true,
              block: {
                attributes: {
                  level: { type: 'string', optional: true },
                  token: { type: 'string', computed: true },
                },
              },
            },
            disk: {
              nesting_mode: 'list',
              min_items: 1,
              block: {
                attributes: { size: { type: 'number', required: true } },
              },
            },
          },
        },
      },
    });
  });

  it('ends where a kind holds itself', () => {
    writeFileSync(
      join(lib, 'thing', 'index.js'),
      BINDING.replace(
        'storageClassType: "number" },',
        'storageClassType: "number" },\n    disk: { value: cdktn.listMapperHcl(thingDiskToHclTerraform, true)(struct.disk), isBlock: true, type: "list", storageClassType: "ThingDiskList" },',
      ).replace(
        'get size() {',
        "get disk() { return new ThingDiskList(this, 'disk', false); }\n    get size() {",
      ),
    );
    expect(
      schemaOf(lib).resource_schemas.cloud_thing.block.block_types?.disk.block,
    ).toEqual({
      attributes: {
        size: { type: 'number', required: true },
        disk: { type: 'dynamic', optional: true },
      },
    });
  });

  it('gives bindings no module but their own files', () => {
    writeFileSync(
      join(lib, 'thing', 'index.js'),
      'const fs = require("fs"); exports.x = fs;',
    );
    expect(() => schemaOf(lib)).toThrow('asks for fs');
  });

  it('leaves folders without bindings out', () => {
    expect(schemaOf(lib)).toEqual({
      provider: { version: 0, block: {} },
      resource_schemas: {},
      data_source_schemas: {},
    });
  });
});
