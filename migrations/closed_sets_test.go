package migrations_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/testkit"
	"tripol/migrations"
)

// fixedSets are the closed sets that stay a CHECK on SQLite, with the reason why no migration will extend them.
var fixedSets = map[string]string{
	"area.level":               "key and path are built from it: another level is another hierarchy",
	"area_alias.source":        "a column of area that a name was derived from",
	"area_outline.quality":     "surveyed or not",
	"candidate.included":       "yes, no, or drawn by lot",
	"candidate_input.exposure": "the rule of one version of the ranking",
	"exception.audience":       "everyone or the protection officers",
	"household_key.kind":       "derived search keys; a rebuild of the index replaces them all",
}

var (
	liteCheck   = regexp.MustCompile(`(?s)CHECK \(\s*([a-z_]+) IN \(('[^)]*)\)\)`)
	liteTrigger = regexp.MustCompile(`(?s)WHEN (?:NEW\.[a-z_]+ IS NOT NULL AND )?NEW\.([a-z_]+) NOT IN \(('[^)]*)\)\s*BEGIN`)
	postgresSet = regexp.MustCompile(`^([a-z_]+) CHECK \(\(([a-z_]+) = ANY \(ARRAY\[(.*)\]\)\)\)$`)
	quoted      = regexp.MustCompile(`'([^']*)'`)
)

// valuesOf are the quoted values of a list in SQL, sorted.
func valuesOf(list string) (values []string) {
	for _, match := range quoted.FindAllStringSubmatch(list, -1) {
		values = append(values, match[1])
	}
	slices.Sort(values)
	return values
}

// closedSets are the closed sets by table.column and by the place that enforces them: "check", "insert" or "update" on
// SQLite, "check" on Postgres.
func closedSets(f *filled, engine db.Engine) map[string]map[string][]string {
	f.Helper()
	sets := map[string]map[string][]string{}
	add := func(column, place, list string) {
		if sets[column] == nil {
			sets[column] = map[string][]string{}
		}
		sets[column][place] = valuesOf(list)
	}
	if engine == db.Postgres {
		for _, line := range f.column(`SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
			WHERE contype = 'c' AND connamespace = 'public'::regnamespace AND conname LIKE '%_check'`) {
			if match := postgresSet.FindStringSubmatch(line); match != nil {
				add(match[1]+"."+match[2], "check", match[3])
			}
		}
		return sets
	}
	for _, table := range migrations.Tables {
		where := " FROM sqlite_schema WHERE tbl_name = '" + table.Name + "' AND type = "
		for _, sql := range f.column("SELECT sql" + where + "'table'") {
			for _, match := range liteCheck.FindAllStringSubmatch(sql, -1) {
				add(table.Name+"."+match[1], "check", match[2])
			}
		}
		for _, deed := range []string{"insert", "update"} {
			for _, sql := range f.column("SELECT sql" + where + "'trigger' AND name LIKE '%_in_set_" + deed + "'") {
				match := liteTrigger.FindStringSubmatch(sql)
				if match == nil {
					f.Fatalf("the trigger enforces no closed set: %s", sql)
				}
				add(table.Name+"."+match[1], deed, match[2])
			}
		}
	}
	return sets
}

// unguarded lists the columns whose closed set SQLite enforces in another way than fixedSets and Tables say.
func unguarded(sets map[string]map[string][]string) (faults []string) {
	for _, column := range slices.Sorted(maps.Keys(sets)) {
		table, _, _ := strings.Cut(column, ".")
		at := slices.IndexFunc(migrations.Tables, func(t migrations.Table) bool { return t.Name == table })
		want := []string{"insert", "update"}
		if migrations.Tables[at].Rights == migrations.InsertOnly && migrations.Erasable[table].Deed != "update" {
			want = []string{"insert"} // the guard of history refuses every update
		}
		if fixedSets[column] != "" {
			want = []string{"check"}
		}
		if got := slices.Sorted(maps.Keys(sets[column])); !slices.Equal(got, want) {
			faults = append(faults, fmt.Sprintf("%s is enforced by %v, not by %v", column, got, want))
		}
	}
	return faults
}

// apart lists the differences between the closed sets of the engines.
func apart(lite, postgres map[string]map[string][]string) (faults []string) {
	for column, places := range lite {
		for place, values := range places {
			if !slices.Equal(values, postgres[column]["check"]) {
				faults = append(faults, fmt.Sprintf("%s (%s): %v and %v", column, place, values, postgres[column]["check"]))
			}
		}
	}
	for column := range postgres {
		if lite[column] == nil {
			faults = append(faults, column+" is a closed set on Postgres only")
		}
	}
	return faults
}

func TestClosedSetsAreTheSameOnBothEngines(t *testing.T) {
	sets := map[db.Engine]map[string]map[string][]string{}
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		f := &filled{T: t, owner: testkit.Owner(t, testkit.Fresh(t, engine))}
		sets[engine] = closedSets(f, engine)
		if len(sets[engine]) < 40 {
			t.Errorf("only %d closed sets were found", len(sets[engine]))
		}
	})
	lite, postgres := sets[db.SQLite], sets[db.Postgres]
	if lite != nil {
		for _, fault := range unguarded(lite) {
			t.Error(fault)
		}
	}
	if lite == nil || postgres == nil {
		return // one engine was asked for
	}
	for _, fault := range apart(lite, postgres) {
		t.Error(fault)
	}
	lite["waybill.state"]["insert"] = []string{"drafted"} // the controls
	delete(lite["store.kind"], "update")
	if faults := append(apart(lite, postgres), unguarded(lite)...); len(faults) != 2 {
		t.Errorf("a shorter list and a missing trigger: %v", faults)
	}
}

// extension is the recipe of CONTRIBUTING.md, "Extending a closed set", for import_mapping.kind.
var extension = map[db.Engine][]string{
	db.SQLite: {
		"DROP TRIGGER import_mapping_kind_in_set_insert", "DROP TRIGGER import_mapping_kind_in_set_update",
		`CREATE TRIGGER import_mapping_kind_in_set_insert BEFORE INSERT ON import_mapping
			WHEN NEW.kind NOT IN ('households', 'items', 'people')
			BEGIN SELECT RAISE(ABORT, 'import_mapping.kind is not in its closed set'); END`,
		`CREATE TRIGGER import_mapping_kind_in_set_update BEFORE UPDATE OF kind ON import_mapping
			WHEN NEW.kind NOT IN ('households', 'items', 'people')
			BEGIN SELECT RAISE(ABORT, 'import_mapping.kind is not in its closed set'); END`,
	},
	db.Postgres: {
		`ALTER TABLE import_mapping DROP CONSTRAINT import_mapping_kind_check,
			ADD CONSTRAINT import_mapping_kind_check CHECK (kind IN ('households', 'items', 'people')) NOT VALID`,
		"ALTER TABLE import_mapping VALIDATE CONSTRAINT import_mapping_kind_check",
	},
}

func TestAnOrdinaryMigrationExtendsAClosedSet(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		o := testkit.Fresh(t, engine)
		s := testkit.Open(t, o)
		save := func(kind, name string) error {
			return s.Write(t.Context(), actor.System(), func(tx *db.Tx) error {
				return tx.Exec(`INSERT INTO import_mapping (organisation, kind, name, mapping, saved_by, saved_at)
					VALUES (?, ?, ?, '{}', ?, 1)`, testkit.Organisation, kind, name, db.NewID()).Error
			})
		}
		rename := func(kind string) error {
			return s.Write(t.Context(), actor.System(), func(tx *db.Tx) error {
				return tx.Exec("UPDATE import_mapping SET kind = ? WHERE name = 'known'", kind).Error
			})
		}
		if err := save("items", "known"); err != nil {
			t.Fatal(err)
		}
		for name, refused := range map[string]error{"insert": save("people", "new"), "update": rename("people")} {
			if refused == nil || !strings.Contains(refused.Error(), "integrity constraint") {
				t.Errorf("%s of a value outside the set: %v", name, refused)
			}
		}
		testkit.AsOwner(t, o, extension[engine]...)
		for name, err := range map[string]error{"insert": save("people", "new"), "update": rename("people")} {
			if err != nil {
				t.Errorf("%s after the extension: %v", name, err)
			}
		}
		if err := save("homes", "other"); err == nil {
			t.Error("the extended set accepts every value")
		}
	})
}
