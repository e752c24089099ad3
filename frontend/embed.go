// Package frontend carries the built pages and the message files inside the program; it does not know how they are
// served or translated.
package frontend

import (
	"embed"
	"io/fs"

	"tripol/frontend/messages"
)

//go:embed all:dist
var dist embed.FS

// Dist is what `vite build` wrote: field/index.html, office/index.html, assets/ and .vite/manifest.json. Before the
// first build it holds one empty file.
func Dist() fs.FS { return under(dist, "dist") }

// Messages are the sentences of all faces, as <language>/<face>.json with flat keys.
func Messages() fs.FS { return messages.Files }

// under cannot fail for the name above: fs.Sub only refuses malformed paths.
func under(tree embed.FS, folder string) fs.FS {
	sub, err := fs.Sub(tree, folder)
	if err != nil {
		panic("frontend: " + folder + " is not a valid path: " + err.Error())
	}
	return sub
}
