package web

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/testkit"
)

const goodItem = `{"id":%q,"kind":"item.add","schema":1,"occurred_at":"2020-06-05T09:00:00Z","payload":%s}`

func entryOf(payload string) string { return fmt.Sprintf(goodItem, db.NewID(), payload) }

func itemPayload(extra string) string {
	return fmt.Sprintf(
		`{"id":%q,"code":"c%s","name":"Tarpaulin","name_bn":"","name_hi":"","unit":"sheet","picture":"tarpaulin"%s}`,
		db.NewID(),
		db.NewID()[24:],
		extra,
	)
}

func TestMalformedInputIsRefusedWithItsPath(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.Coordinator)
		good := itemPayload("")
		for _, c := range []struct {
			name, body string
			status     int
			code, path string
		}{
			{"not JSON", `{"id":`, 400, "malformed_json", "/id"},
			{"something after the value", entryOf(good) + `x`, 400, "malformed_json", ""},
			{"a name twice", `{"id":"a","id":"b"}`, 400, "duplicate_field", "/id"},
			{"a name in another case", strings.Replace(entryOf(good), `"schema"`, `"Schema"`, 1), 422, "unknown_field", "/Schema"},
			{"an unknown name", strings.Replace(entryOf(good), `"schema"`, `"shape"`, 1), 422, "unknown_field", "/shape"},
			{"a wrong type", strings.Replace(entryOf(good), `"schema":1`, `"schema":"1"`, 1), 422, "wrong_type", "/schema"},
			{"an unknown kind", strings.Replace(entryOf(good), "item.add", "item.sell", 1), 422, "unknown_kind", "/kind"},
			{"a newer schema", strings.Replace(entryOf(good), `"schema":1`, `"schema":9`, 1), 422, "unknown_schema", "/schema"},
			{"an id that is none", strings.Replace(entryOf(good), `"id":"`, `"id":"x`, 1), 422, "malformed_id", "/id"},
			{"an unknown name inside", entryOf(itemPayload(`,"colour":"blue"`)), 422, "unknown_field", "/payload/colour"},
			{"a name twice inside", entryOf(itemPayload(`,"unit":"kit"`)), 400, "duplicate_field", "/payload/unit"},
			{"another case inside", entryOf(itemPayload(`,"Unit":"kit"`)), 422, "unknown_field", "/payload/Unit"},
			{"a field of the payload that breaks its rule", entryOf(strings.Replace(good, `"Tarpaulin"`, `""`, 1)), 422, "", "/payload/name"},
		} {
			a := sc.send("POST", "/api/v1/entries", c.body)
			p := a.problem(t)
			if a.status != c.status || (c.code != "" && p.Code != c.code) || p.Path != c.path {
				t.Errorf(
					"%s: %d %s at %q, want %d %s at %q",
					c.name,
					a.status,
					p.Code,
					p.Path,
					c.status,
					c.code,
					c.path,
				)
			}
			if a.header.Get("Content-Type") != "application/problem+json" {
				t.Errorf("%s: answered as %s", c.name, a.header.Get("Content-Type"))
			}
		}
		if n := entries(t, s, "item.add"); n != 0 {
			t.Errorf("malformed input left %d entries", n)
		}
		if a := sc.send("POST", "/api/v1/entries", entryOf(good)); a.status != http.StatusOK {
			t.Errorf("the well-formed one: %d %s", a.status, a.body)
		}
	})
}

func entries(t *testing.T, s *db.Store, kind string) (n int64) {
	t.Helper()
	err := s.Read(t.Context(), actor.System(), func(tx *db.Tx) error {
		return tx.Table("entry").Where("kind = ?", kind).Count(&n).Error
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// A number that comes twice, in another spelling, in either order, must never become another number.
func TestNumbersHaveOneSpelling(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.Coordinator)
		for _, pair := range []string{`"cards":10,"cards":-7`, `"cards":-7,"cards":10`, `"cards":10,"CARDS":-7`, `"Cards":-7,"cards":10`} {
			payload := fmt.Sprintf(`{"id":%q,"name":"Batch",%s}`, db.NewID(), pair)
			body := strings.Replace(entryOf(payload), "item.add", "card.print_batch", 1)
			if a := sc.send("POST", "/api/v1/entries", body); a.status != 400 && a.status != 422 {
				t.Errorf("%s: %d %s", pair, a.status, a.body)
			}
		}
	})
}

func TestBodiesOverTheLimitOrCompressedAreRefused(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.Coordinator)
		large := entryOf(`{"name":"` + strings.Repeat("x", jsonLimit) + `"}`)
		if a := sc.send("POST", "/api/v1/entries", large); a.status != 413 || a.problem(t).Code != "body_too_large" {
			t.Errorf("a large body: %d %s", a.status, a.body)
		}
		var zipped bytes.Buffer
		w := gzip.NewWriter(&zipped)
		if _, err := w.Write([]byte(entryOf(itemPayload("")))); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if a := sc.send("POST", "/api/v1/entries", zipped.String(), "Content-Encoding", "gzip"); a.status != 415 {
			t.Errorf("a compressed body: %d %s", a.status, a.body)
		}
		if a := sc.send(
			"POST",
			"/api/v1/entries",
			entryOf(itemPayload("")),
			"Content-Type",
			"text/plain",
		); a.status != 415 {
			t.Errorf("a body of another type: %d %s", a.status, a.body)
		}
	})
}

func TestUnknownAndForeignIdsLookAlike(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.Coordinator, actor.OutreachWorker, actor.Storekeeper)
		for _, path := range []string{"/api/v1/households/", "/api/v1/distributions/", "/api/v1/stores/", "/api/v1/photos/"} {
			suffix := ""
			if strings.Contains(path, "stores") {
				suffix = "/ledger"
			}
			none, malformed := sc.send("GET", path+db.NewID()+suffix, ""), sc.send("GET", path+"17"+suffix, "")
			if none.status != 404 || malformed.status != 404 || none.body != malformed.body {
				t.Errorf("%s: %d %s and %d %s", path, none.status, none.body, malformed.status, malformed.body)
			}
		}
	})
}

func TestCrookedPathsAreRefused(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.Coordinator)
		for _, path := range []string{"//api/v1/session", "/assets/..%2f..%2fetc/passwd", "/assets/%2e%2e/x", "/api/v1/./session", "/api%5cv1/session"} {
			if a := sc.send("GET", path, ""); a.status < 400 || a.status >= 500 {
				t.Errorf("%s: %d", path, a.status)
			}
		}
	})
}
