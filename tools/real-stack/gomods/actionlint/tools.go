//go:build tools

// Package tools names the program that this module pins: the full lane of the tests lints workflows with it.
package tools

import _ "github.com/rhysd/actionlint/cmd/actionlint"
