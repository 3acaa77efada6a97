//go:build tools

// Package tools names the program that this module pins; `real-stack build --with helmfile` builds it.
package tools

import _ "github.com/helmfile/helmfile"
