package kinds_test

import (
	"cmp"
	"database/sql"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"tripol/internal/db"
	"tripol/internal/testkit"
	"tripol/migrations"
)

// recorder records by triggers every row that is inserted, updated or deleted in any table.
type recorder struct {
	*testing.T
	owner *sql.DB
	last  int64             // the newest record that was read
	kinds map[string]string // of each entry
}

// record is one written row: a new one is empty before, and a deleted one is empty after.
type record struct {
	table         string
	before, after map[string]any
}

// step is the writes of one call of the program.
type step struct {
	kinds   []string            // of the entries that were decided, the one that was submitted first
	ids     map[string]string   // the kinds of the entries by their ids
	bodies  string              // of the entries
	records []record            // in their order
	prior   []record            // of extra entries before
	raised  map[string][]string // kinds of exception by the kind of the entry that raised them
	counts  []string            // names of the counts that changed
	ignored bool                // it was no entry
}

// newRecorder installs the triggers in a database that is not open yet.
func newRecorder(t *testing.T, o db.Options) *recorder {
	t.Helper()
	r := &recorder{T: t, owner: testkit.Owner(t, o), kinds: map[string]string{}}
	serial, engine := "INTEGER PRIMARY KEY", db.SQLite
	if o.URL != "" {
		serial, engine = "bigserial PRIMARY KEY", db.Postgres
		r.run(`CREATE FUNCTION record_row() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
			INSERT INTO recorded (name, op, before, after)
				VALUES (TG_TABLE_NAME, lower(TG_OP), COALESCE(to_jsonb(OLD)::text, '{}'), COALESCE(to_jsonb(NEW)::text, '{}'));
			RETURN NULL; END $$`)
	}
	r.run("CREATE TABLE recorded (n " + serial + ", name text NOT NULL, op text NOT NULL, before text NOT NULL, after text NOT NULL)")
	for _, table := range migrations.Tables {
		if engine == db.Postgres {
			r.run("CREATE TRIGGER record_row AFTER INSERT OR UPDATE OR DELETE ON " + table.Name +
				" FOR EACH ROW EXECUTE FUNCTION record_row()")
			continue
		}
		before, after := r.columns(table.Name, "OLD"), r.columns(table.Name, "NEW")
		for op, rows := range map[string]string{
			"insert": "'{}', " + after, "update": before + ", " + after, "delete": before + ", '{}'",
		} {
			r.run(fmt.Sprintf(`CREATE TRIGGER record_%[1]s_%[2]s AFTER %[2]s ON %[1]s BEGIN
				INSERT INTO recorded (name, op, before, after) VALUES ('%[1]s', '%[2]s', %[3]s); END`, table.Name, op, rows))
		}
	}
	return r
}

// columns is the expression of a row as an object in SQLite, whose JSON has no form for a blob.
func (r *recorder) columns(table, row string) string {
	r.Helper()
	rows, err := r.owner.QueryContext(r.Context(), "SELECT name FROM pragma_table_info('"+table+"')")
	if err != nil {
		r.Fatal(err)
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			r.Fatal(err)
		}
		all = append(all, fmt.Sprintf(`'%[1]s', CASE WHEN typeof(%[2]s."%[1]s") = 'blob' THEN hex(%[2]s."%[1]s") ELSE %[2]s."%[1]s" END`,
			name, row))
	}
	if err := rows.Err(); err != nil {
		r.Fatal(err)
	}
	return "json_object(" + strings.Join(all, ", ") + ")"
}

func (r *recorder) run(statement string) {
	r.Helper()
	if _, err := r.owner.ExecContext(r.Context(), statement); err != nil {
		r.Fatalf("%s: %v", statement, err)
	}
}

// read returns the records since the last call.
func (r *recorder) read() (records []record) {
	r.Helper()
	rows, err := r.owner.QueryContext(r.Context(), fmt.Sprintf("SELECT n, name, before, after FROM recorded WHERE n > %d ORDER BY n", r.last))
	if err != nil {
		r.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var w record
		var before, after string
		if err := rows.Scan(&r.last, &w.table, &before, &after); err != nil {
			r.Fatal(err)
		}
		for text, into := range map[string]*map[string]any{before: &w.before, after: &w.after} {
			decoder := json.NewDecoder(strings.NewReader(text))
			decoder.UseNumber()
			if err := decoder.Decode(into); err != nil {
				r.Fatal(err)
			}
		}
		records = append(records, w)
	}
	if err := rows.Err(); err != nil {
		r.Fatal(err)
	}
	return records
}

// step reads the writes of one call.
func (r *recorder) step() step {
	r.Helper()
	s, submitted := step{records: r.read(), ids: map[string]string{}, raised: map[string][]string{}}, ""
	for _, w := range s.records {
		text := func(column string) string { return fmt.Sprint(w.after[column]) }
		switch w.table {
		case "entry":
			r.kinds[text("id")] = text("kind")
			submitted = cmp.Or(submitted, text("kind"))
		case "entry_body":
			s.bodies += text("payload")
		case "outcome":
			s.ids[text("entry")] = r.kinds[text("entry")]
			s.kinds = append(s.kinds, r.kinds[text("entry")])
		case "exception":
			kind := r.kinds[text("entry")]
			s.raised[kind] = append(s.raised[kind], text("kind"))
		}
	}
	slices.SortStableFunc(s.kinds, func(a, b string) int { return order(b == submitted) - order(a == submitted) })
	s.bodies = decodedHex(s.bodies)
	return s
}

func order(first bool) int {
	if first {
		return 1
	}
	return 0
}

// of is the part of a step between an entry of a kind and its outcome.
func (s step) of(kind string) step {
	part, id := step{kinds: []string{kind}, bodies: s.bodies, raised: map[string][]string{kind: s.raised[kind]}}, ""
	for _, w := range s.records {
		switch {
		case w.table == "entry" && w.after["kind"] == kind:
			id = fmt.Sprint(w.after["id"])
		case w.table == "outcome" && w.after["entry"] == id:
			return part
		case id != "":
			part.records = append(part.records, w)
		}
	}
	return part
}

var hexDigits = regexp.MustCompile(`\\x|[0-9a-fA-F]{2}`)

// decodedHex is the text of a blob as one of the engines shows it.
func decodedHex(shown string) string {
	return hexDigits.ReplaceAllStringFunc(shown, func(pair string) string {
		var b byte
		if _, err := fmt.Sscanf(pair, "%02x", &b); err != nil {
			return " "
		}
		return string(b)
	})
}
