// Gives the verdicts of the API server's own parser for the label selectors of a table.
//
//	go run ./selectors < labelSelectors.json
package main

import (
	"encoding/json"
	"os"

	"k8s.io/apimachinery/pkg/labels"
)

type table struct {
	Labels    []labels.Set `json:"labels"`
	Selectors []verdict    `json:"selectors"`
}

type verdict struct {
	Selector string `json:"selector"`
	// Indexes of the label sets that match; absent where it is refused.
	Matches []int  `json:"matches"`
	Error   string `json:"error,omitempty"`
}

func main() {
	var t table
	if err := json.NewDecoder(os.Stdin).Decode(&t); err != nil {
		panic(err)
	}
	for i := range t.Selectors {
		v := &t.Selectors[i]
		v.Matches, v.Error = nil, ""
		selector, err := labels.Parse(v.Selector)
		if err != nil {
			v.Error = err.Error()
			continue
		}
		v.Matches = []int{}
		for at, set := range t.Labels {
			if selector.Matches(set) {
				v.Matches = append(v.Matches, at)
			}
		}
	}
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	if err := out.Encode(t); err != nil {
		panic(err)
	}
}
