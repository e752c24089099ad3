package db_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"tripol/internal/db"
	"tripol/internal/testkit"
)

// plainOwner returns an empty database whose owner is not a superuser, as on a managed Postgres, and a superuser's
// URL.
func plainOwner(t *testing.T) (o db.Options, super db.Options) {
	t.Helper()
	o = testkit.Empty(t, db.Postgres)
	super = o
	u, err := url.Parse(o.MigrateURL)
	if err != nil {
		t.Fatal(err)
	}
	name := "t_" + strings.ReplaceAll(db.NewID(), "-", "")
	database := strings.TrimPrefix(u.Path, "/")
	testkit.AsOwner(t, super, "CREATE ROLE "+name+" LOGIN CREATEROLE PASSWORD 'plain'",
		"ALTER DATABASE "+database+" OWNER TO "+name, "ALTER SCHEMA public OWNER TO "+name)
	t.Cleanup(func() {
		// A terminating server process drops its temporary functions, and REASSIGN fails on a dropped function: each
		// process is terminated and waited for first.
		testkit.AsOwner(t, super, `SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
			WHERE datname = current_database() AND pid <> pg_backend_pid()`,
			"REASSIGN OWNED BY "+name+" TO CURRENT_USER", "DROP OWNED BY "+name, "DROP ROLE "+name)
	})
	u.User = url.UserPassword(name, "plain")
	o.MigrateURL = u.String()
	return o, super
}

// registered fills a database of the version before protection with a household, past its keys.
func registered(t *testing.T, as db.Options, engine db.Engine) (household, entry string) {
	t.Helper()
	household, entry = db.NewID(), db.NewID()
	past := "PRAGMA foreign_keys = 0"
	if engine == db.Postgres {
		past = "SET session_replication_role = replica"
	}
	testkit.AsOwner(t, as, past, fmt.Sprintf(`INSERT INTO area (key, level, code, name, parent_path, path, entry, put_at)
		VALUES ('block:1', 'block', '1', 'Somewhere', '/', '/1/', '%s', 1) ON CONFLICT DO NOTHING`, db.NewID()),
		fmt.Sprintf(`INSERT INTO household (id, organisation, area, area_path, name, also_called,
		phone, phone_of, women, men, girls, boys, infants, elderly, criteria, house, landmark, mark, not_same_as,
		registered_by, occurred_at, registered_at, entry) VALUES ('%s', '%s', 'block:1', '/1/', 'Somebody', '', '', '',
		1, 0, 0, 0, 0, 0, '[]', 'hut', '', '', '[]', '%s', 1, 1, '%s')`,
			household, testkit.Organisation, db.NewID(), entry))
	return household, entry
}

// A household from before has its registration as its first step, also where the tables' owner is no superuser and the
// policies, which every migration renews, hide the households from the owner.
func TestAnUpgradeKnowsWhoWasThere(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		var o, super db.Options
		if engine == db.Postgres {
			o, super = plainOwner(t)
		} else {
			o = testkit.Empty(t, engine)
			super = o
		}
		if err := db.MigrateTo(t.Context(), o, 70); err != nil {
			t.Fatal(err)
		}
		household, entry := registered(t, super, engine)
		if engine == db.Postgres {
			testkit.AsOwner(t, o, "ALTER TABLE household ENABLE ROW LEVEL SECURITY", "ALTER TABLE household FORCE ROW LEVEL SECURITY",
				`CREATE POLICY own_organisation ON household USING (current_setting('app.organisation', true) = '*')`)
			if seen := column(t, testkit.Owner(t, o), "SELECT id FROM household"); len(seen) != 0 {
				t.Fatal("the policy hides nothing from this owner: the test proves nothing")
			}
		}
		if err := db.Migrate(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		got := column(t, testkit.Owner(t, super), "SELECT household || ' ' || entry || ' ' || deed FROM household_entry")
		if want := household + " " + entry + " registered"; len(got) != 1 || got[0] != want {
			t.Errorf("the list of steps is %q, want %q", got, want)
		}
		if engine == db.Postgres { // the migration's own settings ended with it
			if seen := column(t, testkit.Owner(t, o), "SELECT id FROM household"); len(seen) != 0 {
				t.Error("the owner sees households after the migration")
			}
		}
	})
}

// The private reason of before, a criterion, is moved to its own table and is in no criteria, no summary and no list.
func TestAnUpgradeMovesPrivateReasons(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		o := testkit.Empty(t, engine)
		super := o
		if engine == db.Postgres {
			o, super = plainOwner(t)
		}
		if err := db.MigrateTo(t.Context(), o, 99); err != nil {
			t.Fatal(err)
		}
		want := map[string]string{}
		for before, after := range map[string]string{
			`["widow","private_reason"]`: `["widow"]`, `["private_reason"]`: `[]`, `["private_reason","widow"]`: `["widow"]`,
			`["widow","infant"]`: `["widow","infant"]`, `[]`: `[]`,
		} {
			household, _ := registered(t, super, engine)
			marked := "0"
			bits := 128
			if strings.Contains(before, "private_reason") {
				marked, bits = "1", 128+2048
			}
			testkit.AsOwner(t, super, fmt.Sprintf("UPDATE household SET criteria = '%s' WHERE id = '%s'", before, household),
				fmt.Sprintf(`INSERT INTO summary_household (household, organisation, area_path, registered_at, people, house, criteria, grade,
					verified, verified_grade, carded, entitled, served)
					VALUES ('%s', '%s', '/1/', 1, 1, 'hut', %d, -1, FALSE, -1, FALSE, FALSE, FALSE)`, household, testkit.Organisation, bits))
			want[household] = after + " 128 " + marked
		}
		if err := db.Migrate(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		owner := testkit.Owner(t, super)
		if engine == db.Postgres {
			column(t, owner, "SELECT set_config('app.organisation', '*', false)")
		}
		got := column(t, owner, `SELECT h.id || '=' || h.criteria || ' ' || s.criteria || ' ' ||
			(SELECT COUNT(*) FROM household_priority p WHERE p.household = h.id AND p.private_reason AND p.n = 1 AND p.entry = h.entry)
			FROM household h JOIN summary_household s ON s.household = h.id`)
		if len(got) != len(want) {
			t.Fatalf("%d households", len(got))
		}
		for _, line := range got {
			if id, after, _ := strings.Cut(line, "="); want[id] != after {
				t.Errorf("%s is %s, want %s", id, after, want[id])
			}
		}
	})
}

// Goods sent before 0151 to a store without an organisation: the waybill and its lines follow the store to the
// organisation that it is assigned to.
func TestAWaybillFollowsItsStoresOrganisation(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		o := testkit.Empty(t, engine)
		if err := db.MigrateTo(t.Context(), o, 132); err != nil {
			t.Fatal(err)
		}
		nobody, item, from, to, waybill := db.NewID(), db.NewID(), db.NewID(), db.NewID(), db.NewID()
		testkit.AsOwner(t, o,
			map[db.Engine]string{db.SQLite: "PRAGMA foreign_keys = 0", db.Postgres: "SET session_replication_role = replica"}[engine],
			fmt.Sprintf("INSERT INTO organisation (id, name, entry, created_at) VALUES ('%s', 'Ours', '%s', 1)",
				testkit.Organisation, db.NewID()),
			fmt.Sprintf(`INSERT INTO area (key, level, code, name, parent_path, path, entry, put_at)
				VALUES ('state:1', 'state', '1', 'One', '/', '/1/', '%s', 1)`, db.NewID()),
			fmt.Sprintf(`INSERT INTO item (id, code, name, unit, picture, added_at) VALUES ('%s', 'tarp', 'Tarp', 'piece', 'other', 1)`, item),
			fmt.Sprintf(`INSERT INTO store (id, organisation, name, kind, area, area_path, added_at) VALUES
				('%s', '%s', 'A', 'warehouse', 'state:1', '/1/', 1), ('%s', '%s', 'B', 'partner', 'state:1', '/1/', 1)`,
				from, testkit.Organisation, to, nobody),
			fmt.Sprintf(`INSERT INTO waybill (id, organisation, number, state, from_store, from_path, to_store, to_path, to_organisation)
				VALUES ('%s', '%s', '1', 'sent', '%s', '/1/', '%s', '/1/', '%s')`, waybill, testkit.Organisation, from, to, nobody),
			fmt.Sprintf("INSERT INTO waybill_line (waybill, item, sent) VALUES ('%s', '%s', 2)", waybill, item))
		if err := db.Migrate(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		owner := testkit.Owner(t, o)
		if engine == db.Postgres {
			if _, err := owner.ExecContext(t.Context(), "SELECT set_config('app.organisations', '*', false)"); err != nil {
				t.Fatal(err)
			}
		}
		got := column(t, owner, `SELECT w.to_organisation || ' ' || l.to_organisation || ' ' || l.organisation || ' ' || s.organisation
			FROM waybill w JOIN waybill_line l ON l.waybill = w.id JOIN store s ON s.id = w.to_store`)
		own := string(testkit.Organisation)
		if want := strings.Join([]string{own, own, own, own}, " "); len(got) != 1 || got[0] != want {
			t.Errorf("%q, want %q", got, want)
		}
	})
}
