package main

import (
	"crypto/sha256"
	"encoding/hex"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// A value that stands for what a cloud would have answered. The same seed gives
// the same value.
func simulated(seed string, kind tftypes.Type) tftypes.Value {
	switch kind := kind.(type) {
	case tftypes.Object:
		parts := map[string]tftypes.Value{}
		for name, part := range kind.AttributeTypes {
			parts[name] = simulated(seed+"."+name, part)
		}
		return tftypes.NewValue(kind, parts)
	case tftypes.List:
		return tftypes.NewValue(kind, []tftypes.Value{simulated(seed, kind.ElementType)})
	case tftypes.Set:
		return tftypes.NewValue(kind, []tftypes.Value{simulated(seed, kind.ElementType)})
	case tftypes.Map:
		return tftypes.NewValue(kind, map[string]tftypes.Value{})
	}
	switch {
	case kind.Is(tftypes.String):
		sum := sha256.Sum256([]byte(seed))
		return tftypes.NewValue(kind, "simulated-"+hex.EncodeToString(sum[:4]))
	case kind.Is(tftypes.Number):
		return tftypes.NewValue(kind, 0)
	case kind.Is(tftypes.Bool):
		return tftypes.NewValue(kind, false)
	}
	return tftypes.NewValue(kind, nil)
}

// Whether nothing was written: no value, or no block.
func isLeftOut(value tftypes.Value) bool {
	if value.IsNull() {
		return true
	}
	var elements []tftypes.Value
	return value.IsKnown() && value.As(&elements) == nil && len(elements) == 0
}

// Replaces the parts of an object that `which` chooses.
func replaced(
	object tftypes.Value,
	which func(name string, value tftypes.Value) bool,
	by func(name string, kind tftypes.Type) tftypes.Value,
) (tftypes.Value, error) {
	parts := map[string]tftypes.Value{}
	if err := object.As(&parts); err != nil {
		return object, err
	}
	for name, value := range parts {
		if which(name, value) {
			parts[name] = by(name, value.Type())
		}
	}
	return tftypes.NewValue(object.Type(), parts), nil
}
