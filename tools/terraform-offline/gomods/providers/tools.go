//go:build tools

// Package tools pins the providers that are built from their Go modules.
package tools

import (
	_ "github.com/hashicorp/terraform-provider-time"
	_ "github.com/terraform-providers/terraform-provider-local"
)
