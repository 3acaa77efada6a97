package main

import (
	"encoding/json"
	"fmt"
	"sort"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// The parts of `terraform providers schema -json` that are read.

type providerFile struct {
	Provider  schemaFile            `json:"provider"`
	Resources map[string]schemaFile `json:"resource_schemas"`
	Data      map[string]schemaFile `json:"data_source_schemas"`
}

type schemaFile struct {
	Version int64     `json:"version"`
	Block   blockFile `json:"block"`
}

type blockFile struct {
	Attributes map[string]attributeFile `json:"attributes"`
	Blocks     map[string]nestedFile    `json:"block_types"`
}

type attributeFile struct {
	Type      json.RawMessage `json:"type"`
	Nested    *nestedTypeFile `json:"nested_type"`
	Required  bool            `json:"required"`
	Optional  bool            `json:"optional"`
	Computed  bool            `json:"computed"`
	Sensitive bool            `json:"sensitive"`
	WriteOnly bool            `json:"write_only"`
}

type nestedTypeFile struct {
	Mode       string                   `json:"nesting_mode"`
	Attributes map[string]attributeFile `json:"attributes"`
}

type nestedFile struct {
	Mode  string    `json:"nesting_mode"`
	Block blockFile `json:"block"`
	Min   int64     `json:"min_items"`
	Max   int64     `json:"max_items"`
	// Not in terraform's own form: the provider fills the block where it is left out.
	Computed bool `json:"computed"`
}

var attributeModes = map[string]tfprotov6.SchemaObjectNestingMode{
	"single": tfprotov6.SchemaObjectNestingModeSingle,
	"list":   tfprotov6.SchemaObjectNestingModeList,
	"set":    tfprotov6.SchemaObjectNestingModeSet,
	"map":    tfprotov6.SchemaObjectNestingModeMap,
}

var blockModes = map[string]tfprotov6.SchemaNestedBlockNestingMode{
	"single": tfprotov6.SchemaNestedBlockNestingModeSingle,
	"list":   tfprotov6.SchemaNestedBlockNestingModeList,
	"set":    tfprotov6.SchemaNestedBlockNestingModeSet,
	"map":    tfprotov6.SchemaNestedBlockNestingModeMap,
}

func names[V any](of map[string]V) []string {
	all := make([]string, 0, len(of))
	for name := range of {
		all = append(all, name)
	}
	sort.Strings(all)
	return all
}

func attributesOf(from map[string]attributeFile) ([]*tfprotov6.SchemaAttribute, error) {
	var all []*tfprotov6.SchemaAttribute
	for _, name := range names(from) {
		one := from[name]
		attribute := &tfprotov6.SchemaAttribute{
			Name: name, Required: one.Required, Optional: one.Optional, Computed: one.Computed,
			Sensitive: one.Sensitive, WriteOnly: one.WriteOnly,
		}
		if one.Nested != nil {
			inner, err := attributesOf(one.Nested.Attributes)
			if err != nil {
				return nil, fmt.Errorf("%s.%w", name, err)
			}
			attribute.NestedType = &tfprotov6.SchemaObject{Attributes: inner, Nesting: attributeModes[one.Nested.Mode]}
		} else {
			kind, err := tftypes.ParseJSONType(one.Type)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			attribute.Type = kind
		}
		all = append(all, attribute)
	}
	return all, nil
}

func blockOf(from blockFile) (*tfprotov6.SchemaBlock, error) {
	attributes, err := attributesOf(from.Attributes)
	if err != nil {
		return nil, err
	}
	block := &tfprotov6.SchemaBlock{Attributes: attributes}
	for _, name := range names(from.Blocks) {
		one := from.Blocks[name]
		inner, err := blockOf(one.Block)
		if err != nil {
			return nil, fmt.Errorf("%s.%w", name, err)
		}
		block.BlockTypes = append(block.BlockTypes, &tfprotov6.SchemaNestedBlock{
			TypeName: name, Block: inner, Nesting: blockModes[one.Mode], MinItems: one.Min, MaxItems: one.Max,
		})
	}
	return block, nil
}

// What is served of one resource or data source.
type served struct {
	schema *tfprotov6.Schema
	// Attributes and blocks that the provider fills where they are left out.
	filled map[string]bool
}

func serve(from schemaFile) (served, error) {
	block, err := blockOf(from.Block)
	if err != nil {
		return served{}, err
	}
	filled := map[string]bool{}
	for name, one := range from.Block.Attributes {
		filled[name] = one.Computed
	}
	for name, one := range from.Block.Blocks {
		filled[name] = one.Computed
	}
	return served{schema: &tfprotov6.Schema{Version: from.Version, Block: block}, filled: filled}, nil
}
