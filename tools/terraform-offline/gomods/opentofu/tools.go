//go:build tools

// Package tools pins OpenTofu, which is built where there is no terraform.
package tools

import _ "github.com/opentofu/opentofu/cmd/tofu"
