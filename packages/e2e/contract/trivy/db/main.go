package main

import (
	"encoding/json"
	"os"

	bolt "go.etcd.io/bbolt"
)

// Writes a database of vulnerabilities in Trivy's form from a JSON tree: objects whose values are objects are buckets, `=name` is a value.
func put(b *bolt.Bucket, tree map[string]json.RawMessage) error {
	for key, raw := range tree {
		if key[0] == '=' {
			if err := b.Put([]byte(key[1:]), raw); err != nil {
				return err
			}
			continue
		}
		next, err := b.CreateBucketIfNotExists([]byte(key))
		if err != nil {
			return err
		}
		var sub map[string]json.RawMessage
		if err := json.Unmarshal(raw, &sub); err != nil {
			return err
		}
		if err := put(next, sub); err != nil {
			return err
		}
	}
	return nil
}

func main() {
	text, err := os.ReadFile(os.Args[1])
	if err != nil {
		panic(err)
	}
	var tree map[string]map[string]json.RawMessage
	if err := json.Unmarshal(text, &tree); err != nil {
		panic(err)
	}
	db, err := bolt.Open(os.Args[2], 0o600, nil)
	if err != nil {
		panic(err)
	}
	defer db.Close()
	if err := db.Update(func(tx *bolt.Tx) error {
		for name, sub := range tree {
			b, err := tx.CreateBucketIfNotExists([]byte(name))
			if err != nil {
				return err
			}
			if err := put(b, sub); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		panic(err)
	}
}
