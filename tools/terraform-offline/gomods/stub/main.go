// A provider that serves the schema in schema.json beside it, and creates
// nothing: what it applies is simulated. The schema has the form of
// `terraform providers schema -json`.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	own, err := os.Executable()
	if err != nil {
		return err
	}
	text, err := os.ReadFile(filepath.Join(filepath.Dir(own), "schema.json"))
	if err != nil {
		return err
	}
	var file providerFile
	if err := json.Unmarshal(text, &file); err != nil {
		return fmt.Errorf("schema.json: %w", err)
	}
	// terraform-provider-aws_v6.0.0
	name, _, _ := strings.Cut(strings.TrimPrefix(filepath.Base(own), "terraform-provider-"), "_")
	served, err := newServer(name, file)
	if err != nil {
		return err
	}
	return tf6server.Serve("registry.terraform.io/hashicorp/"+name, func() tfprotov6.ProviderServer { return served })
}
