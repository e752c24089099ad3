// Package messages carries the sentences of all pages and papers inside the program: a folder per language, with the
// sentences as flat keys and language.json about the language itself. It does not know what a sentence is used for.
package messages

import "embed"

// Files are <language>/<file>.json.
//
//go:embed */*.json
var Files embed.FS
