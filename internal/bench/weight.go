package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io/fs"
	"strings"

	"tripol/frontend"
)

// built is one line of the build's manifest.
type built struct {
	File    string   `json:"file"`
	CSS     []string `json:"css"`
	Imports []string `json:"imports"`
}

// bundleSizes is T18: the size of the script and style that each app loads before its first screen, compressed as by the
// server.
func (b *bench) bundleSizes() error {
	dist := frontend.Dist()
	raw, err := fs.ReadFile(dist, ".vite/manifest.json")
	if err != nil {
		return err
	}
	var list map[string]built
	if err := json.Unmarshal(raw, &list); err != nil {
		return err
	}
	for _, face := range []struct {
		entry, name   string
		floor, target float64
	}{{"field/index.html", "the field app", 120, 80}, {"src/public/main.ts", "a public page", 100, 60}} {
		files := map[string]bool{}
		collectImports(list, face.entry, files)
		total := 0.0
		for name := range files {
			kilo, err := compressedSize(dist, name)
			if err != nil {
				return err
			}
			total += kilo
		}
		b.say("T18 first load of %s: %.0f kB of script and style in %d files, gzip -9, target %.0f kB, %s", face.name, total,
			len(files), face.target, judgeBelow([]float64{total}, face.floor, 0))
	}
	return nil
}

// collectImports collects the static imports of an entry of the build; dynamic imports are not included.
func collectImports(list map[string]built, name string, files map[string]bool) {
	entry, known := list[name]
	if !known || files[entry.File] {
		return
	}
	for _, file := range append([]string{entry.File}, entry.CSS...) {
		if strings.HasSuffix(file, ".js") || strings.HasSuffix(file, ".css") {
			files[file] = true
		}
	}
	for _, next := range entry.Imports {
		collectImports(list, next, files)
	}
}

func compressedSize(dist fs.FS, name string) (kilo float64, err error) {
	raw, err := fs.ReadFile(dist, name)
	if err != nil {
		return 0, err
	}
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return 0, err
	}
	if _, err := w.Write(raw); err != nil {
		return 0, err
	}
	if err := w.Close(); err != nil {
		return 0, err
	}
	return float64(packed.Len()) / 1000, nil
}
