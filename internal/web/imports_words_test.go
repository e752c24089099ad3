package web

import (
	"encoding/csv"
	"net/http"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/exchange/jobs"
	"tripol/internal/exchange/lists"
	"tripol/internal/testkit"
	"tripol/internal/words"
)

// resultRows reads a result file as rows by column.
func resultRows(t *testing.T, body string) (rows []map[string]string) {
	t.Helper()
	lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(body, "\ufeff"))).ReadAll()
	if err != nil || len(lines) < 2 {
		t.Fatalf("%v: %s", err, body)
	}
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, name := range lines[0] {
			row[name] = line[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// The file of the rows that were not kept has the reasons in the reader's language. Control: nothing else differs from
// the file in English, so it can be corrected and imported like that.
func TestTheReasonsOfAResultAreInTheReadersLanguage(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc, worker := newImportScene(t, s, actor.Coordinator, actor.Administrator)
		sc.take("area.put", area.AreaPut{Level: area.State, Code: "19", Name: "West Bengal"})
		kept := into[jobs.StoredFile](t, sc.upload("list.csv", familyList), http.StatusCreated)
		order := `{"file":"` + kept.ID + `","kind":"households","mapping":` + familyMapping + `,"dry_run":false,"similar":"hold"}`
		job := into[JobView](t, sc.send("POST", "/api/v1/jobs", order), http.StatusOK)
		if did, err := worker.Next(t.Context()); !did || err != nil {
			t.Fatal(did, err)
		}
		path := "/api/v1/jobs/" + job.ID + "/result.csv?language="
		english := resultRows(t, sc.send("GET", path+"en", "").body)
		for language, want := range map[string]string{"bn": "ফোন নম্বরে ১০টি সংখ্যা থাকে।", "hi": "फ़ोन नंबर में 10 अंक होते हैं।"} {
			got := resultRows(t, sc.send("GET", path+language, "").body)
			if len(got) != len(english) || got[0]["tripol_reason"] != want {
				t.Fatalf("%s: %v", language, got)
			}
			for i, row := range got {
				for column, text := range row {
					if column != "tripol_reason" && text != english[i][column] {
						t.Errorf("%s: %s is %q, %q in English", language, column, text, english[i][column])
					}
				}
			}
		}
		if a := sc.send("GET", path+"fr", ""); a.status != http.StatusUnprocessableEntity {
			t.Errorf("an unknown language: %d", a.status)
		}
	})
}

// A held row states how to decide it in the file. Control: a code without a sentence, or whose sentence needs values,
// keeps the message of the file.
func TestAHeldRowSaysHowToDecideIt(t *testing.T) {
	catalogue, err := messages()
	if err != nil {
		t.Fatal(err)
	}
	for _, language := range words.Languages {
		reason := reasonIn(catalogue, language)
		if text := reason(lists.Held, "resembles_phone"); !strings.Contains(text, "tripol_decision") {
			t.Errorf("%s: %s", language, text)
		}
		if text := reason(lists.Refused, "phone_malformed"); text == "" || strings.Contains(text, "tripol_decision") {
			t.Errorf("%s: %s", language, text)
		}
		for _, code := range []string{"no_such_code", "column_missing"} {
			if text := reason(lists.Refused, code); text != "" {
				t.Errorf("%s, %s: %s", language, code, text)
			}
		}
	}
}
