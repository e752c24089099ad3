// Package migrations contains the numbered SQL of both engines and the list of tables; it depends on no domain package
// and opens no database.
//
// A file NNNN_name.sql is one text for both engines, with the types that differ in braces ({uuid}, {bytes}, {moment}
// …). Where the engines truly differ there is a pair, NNNN_name.postgres.sql and NNNN_name.sqlite.sql. For returns
// the folder of one engine.
package migrations

import (
	"archive/zip"
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

//go:embed *.sql
var files embed.FS

// words are the types that the engines name differently. {code} sorts by bytes on both, which area paths rely on.
var words = map[string]*strings.Replacer{
	"postgres": strings.NewReplacer(
		"{uuid}",
		"UUID",
		"{text}",
		"TEXT",
		"{code}",
		`TEXT COLLATE "C"`,
		"{bytes}",
		"BYTEA",
		"{moment}",
		"BIGINT",
		"{int}",
		"BIGINT",
		"{bool}",
		"BOOLEAN",
		"{real}",
		"DOUBLE PRECISION",
		"{strict}",
		"",
	),
	"sqlite": strings.NewReplacer("{uuid}", "TEXT", "{text}", "TEXT", "{code}", "TEXT", "{bytes}", "BLOB",
		"{moment}", "INTEGER", "{int}", "INTEGER", "{bool}", "INTEGER", "{real}", "REAL", "{strict}", " STRICT"),
}

// For returns the migrations of one engine ("postgres" or "sqlite") as one folder of NNNN_name.sql files, as goose
// expects.
func For(engine string) (fs.FS, error) {
	replacer, known := words[engine]
	if !known {
		return nil, fmt.Errorf("no migrations for an engine called %q", engine)
	}
	entries, err := fs.ReadDir(files, ".")
	if err != nil {
		return nil, err
	}
	var packed bytes.Buffer
	archive := zip.NewWriter(&packed) // an in-memory folder: the standard library's zip reader is a file system
	for _, entry := range entries {
		name, mine := nameFor(engine, entry.Name())
		if !mine {
			continue
		}
		if err := add(archive, name, entry.Name(), replacer); err != nil {
			return nil, err
		}
	}
	if err := archive.Close(); err != nil {
		return nil, err
	}
	return zip.NewReader(bytes.NewReader(packed.Bytes()), int64(packed.Len()))
}

// Versions returns the numbers of an engine's migrations, in order.
func Versions(engine string) (versions []int64, err error) {
	if _, known := words[engine]; !known {
		return nil, fmt.Errorf("no migrations for an engine called %q", engine)
	}
	entries, err := fs.ReadDir(files, ".") // ordered by name, which is the order of the numbers
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		name, mine := nameFor(engine, entry.Name())
		if !mine {
			continue
		}
		number, _, _ := strings.Cut(name, "_")
		version, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("%s has no number: %w", name, err)
		}
		versions = append(versions, version)
	}
	return versions, nil
}

// nameFor strips the engine from a file's name and reports whether the file is for that engine.
func nameFor(engine, file string) (string, bool) {
	for other := range words {
		if base, found := strings.CutSuffix(file, "."+other+".sql"); found {
			return base + ".sql", other == engine
		}
	}
	return file, true
}

func add(archive *zip.Writer, name, source string, replacer *strings.Replacer) error {
	text, err := files.ReadFile(source)
	if err != nil {
		return err
	}
	rendered := replacer.Replace(string(text))
	if strings.ContainsAny(rendered, "{}") {
		return fmt.Errorf("%s has a type word that no engine knows", source)
	}
	w, err := archive.Create(name)
	if err != nil {
		return err
	}
	_, err = w.Write([]byte(rendered))
	return err
}
