package db_test

import (
	"strings"
	"testing"
	"time"

	"tripol/internal/db"
	"tripol/internal/testkit"
)

// A connection that planned a foreign-key check while the table was small replans it once the table has grown,
// without new statistics. Control: a connection that keeps its plan scans the whole table. SQLite caches no such
// plan: it plans a statement by the schema.
func TestPlansFollowTheTable(t *testing.T) {
	postgresOnly(t)
	o := testkit.Empty(t, db.Postgres)
	for name, c := range map[string]struct {
		planLifetime time.Duration
		want         string
	}{"planned anew": {0, "Index Only Scan"}, "the control": {time.Hour, "Seq Scan"}} {
		t.Run(name, func(t *testing.T) {
			pool, err := db.Replanning(o.MigrateURL, c.planLifetime)
			if err != nil {
				t.Fatal(err)
			}
			defer pool.Close()
			pool.SetMaxOpenConns(1)
			run := func(statement string) {
				t.Helper()
				if _, err := pool.ExecContext(t.Context(), statement); err != nil {
					t.Fatal(err)
				}
			}
			plan := func() string {
				t.Helper()
				rows, err := pool.QueryContext(t.Context(), "EXPLAIN EXECUTE one(7)")
				if err != nil {
					t.Fatal(err)
				}
				defer rows.Close()
				var text strings.Builder
				for rows.Next() {
					var line string
					if err := rows.Scan(&line); err != nil {
						t.Fatal(err)
					}
					text.WriteString(line)
				}
				if err := rows.Err(); err != nil {
					t.Fatal(err)
				}
				return text.String()
			}
			run("DROP TABLE IF EXISTS grows")
			run("CREATE TABLE grows (id BIGINT PRIMARY KEY) WITH (autovacuum_enabled = false)")
			run("INSERT INTO grows VALUES (1), (7)")
			run("ANALYZE grows")
			run("SET plan_cache_mode = force_generic_plan") // as the checks of foreign keys have it
			run("PREPARE one(BIGINT) AS SELECT 1 FROM grows WHERE id = $1")
			if got := plan(); !strings.Contains(got, "Seq Scan") {
				t.Fatalf("two rows are read by %s", got)
			}
			run("INSERT INTO grows SELECT generate_series(100, 20000)")
			if got := plan(); !strings.Contains(got, c.want) {
				t.Errorf("twenty thousand rows are read by %s", got)
			}
		})
	}
}
