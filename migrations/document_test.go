package migrations_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"tripol/internal/db"
	"tripol/internal/testkit"
	"tripol/migrations"
)

var update = flag.Bool("update", false, "write docs/database.md")

const (
	databasePage = "../docs/database.md"
	introduction = `# Database

Every table by the package that writes it, generated from ` + "`migrations/tables.go`" + ` and the migrated schema by
` + "`go test ./migrations -run TestTheDatabaseDocument -update`" + `; the test fails when this page differs. Both engines have the same tables.

Rights are those of the program's role: *insert* means that history is only added to, on both engines. Tenancy: a *private* row belongs to
one organisation and row-level security hides it from the others (Postgres); a *listed* row is readable by all and written by its own;
a *common* row has no organisation or one; *shared* rows are the installation's; *program* rows contain no organisation's data.

In the diagrams a line runs from the referenced table to the table with the foreign key, and is labelled with its columns. The table
` + "`goose_db_version`" + ` lists the applied migrations. Closed sets of values: [decision](decisions/2026-11-30-closed-sets.md).
`
)

// relation is a foreign key.
type relation struct{ table, columns, parent string }

// relations returns the foreign keys of a migrated SQLite schema, without those that another one to the same parent
// contains.
func relations(f *filled) (all []relation) {
	f.Helper()
	for _, line := range f.column(`SELECT t.name || ' ' || k."table" || ' ' || group_concat(k."from", ', ')
		FROM sqlite_schema AS t, pragma_foreign_key_list(t.name) AS k
		WHERE t.type = 'table' GROUP BY t.name, k.id, k."table" ORDER BY 1`) {
		parts := strings.SplitN(line, " ", 3)
		all = append(all, relation{table: parts[0], parent: parts[1], columns: parts[2]})
	}
	return slices.DeleteFunc(all, func(key relation) bool {
		return slices.ContainsFunc(all, func(other relation) bool {
			return other.table == key.table && other.parent == key.parent && other.columns != key.columns &&
				strings.HasPrefix(other.columns, key.columns+", ")
		})
	})
}

// document is the page: for each package its tables and the relations of these.
func document(tables []migrations.Table, keys []relation) string {
	var b strings.Builder
	b.WriteString(introduction)
	var packages []string
	for _, table := range tables {
		if !slices.Contains(packages, table.Package) {
			packages = append(packages, table.Package)
		}
	}
	for _, name := range packages {
		fmt.Fprintf(&b, "\n## %s\n\n| Table | One row holds | Rights | Tenancy |\n|---|---|---|---|\n", name)
		var mine []string
		for _, table := range tables {
			if table.Package == name {
				fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", table.Name, table.Holds, table.Rights, table.Tenancy)
				mine = append(mine, table.Name)
			}
		}
		var lines []string
		for _, key := range keys {
			if slices.Contains(mine, key.table) {
				lines = append(lines, fmt.Sprintf("    %s ||--o{ %s : \"%s\"\n", key.parent, key.table, key.columns))
			}
		}
		if len(lines) > 0 {
			fmt.Fprintf(&b, "\n```mermaid\nerDiagram\n%s```\n", strings.Join(lines, ""))
		}
	}
	return b.String()
}

func TestTheDatabaseDocumentIsTheSchema(t *testing.T) {
	f := &filled{T: t, owner: testkit.Owner(t, testkit.Fresh(t, db.SQLite))}
	keys := relations(f)
	page := document(migrations.Tables, keys)
	if *update {
		if err := os.WriteFile(databasePage, []byte(page), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	written, err := os.ReadFile(databasePage)
	if err != nil {
		t.Fatal(err)
	}
	if string(written) != page {
		t.Error("docs/database.md is not the schema: run go test ./migrations -run TestTheDatabaseDocument -update")
	}
	// The controls: one table more, and one foreign key less.
	more := append(slices.Clone(migrations.Tables), migrations.Table{Name: "levy", Package: "stock", Holds: "levies"})
	if document(more, keys) == page || document(migrations.Tables, keys[1:]) == page {
		t.Error("a table or a foreign key that the page lacks is not noticed")
	}
}
