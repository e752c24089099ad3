package web

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/exchange/columns"
	"tripol/internal/exchange/jobs"
	"tripol/internal/testkit"
)

const familyList = "Name;Phone;Aadhaar\n=Rahima;9876543210;2345 6789 1238\nKamal;12;\n"

const familyMapping = `{"columns":[{"column":"Name","field":"name"},{"column":"Phone","field":"phone"}],` +
	`"defaults":{"area.key":"state:19","house":"hut","people.women":"1"},"consent":{"how":"read_by_me","language":"bn"}}`

func newImportScene(t *testing.T, s *db.Store, roles ...actor.Role) (*scene, *jobs.Worker) {
	t.Helper()
	sc := newScene(t, s, roles...)
	folder, err := jobs.OpenFolder(filepath.Join(t.TempDir(), "imports"))
	if err != nil {
		t.Fatal(err)
	}
	sc.server.Imports = folder
	return sc, &jobs.Worker{Store: s, Intake: sc.server.Intake, Folder: folder, Log: slog.New(slog.DiscardHandler)}
}

func (sc *scene) upload(name, text string) answer {
	sc.t.Helper()
	return sc.send("POST", "/api/v1/import-files?name="+name, text, "Content-Type", "application/octet-stream")
}

func into[T any](t *testing.T, a answer, status int) (value T) {
	t.Helper()
	if a.status != status {
		t.Fatalf("%d, want %d: %s", a.status, status, a.body)
	}
	if err := json.Unmarshal([]byte(a.body), &value); err != nil {
		t.Fatal(err)
	}
	return value
}

// The office's way: a file, its columns, a look, a job, and the rows that were not kept as a file that is safe to open.
func TestAListIsImportedThroughTheOffice(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc, worker := newImportScene(t, s, actor.Coordinator, actor.Administrator)
		sc.take("area.put", area.AreaPut{Level: area.State, Code: "19", Name: "West Bengal"})
		kept := into[jobs.StoredFile](t, sc.upload("list.csv", familyList), http.StatusCreated)
		if kept.Suggest[columns.Households][1] != "phone" || kept.Rows[0][2] != "xxxx xxxx xxxx" {
			t.Errorf("%+v", kept)
		}
		order := `{"file":"` + kept.ID + `","kind":"households","mapping":` + familyMapping + `,"dry_run":false,"similar":"hold"}`
		look := into[PreviewView](t, sc.send("POST", "/api/v1/import-preview", order), http.StatusOK)
		if len(look.Rows) != 2 || look.Rows[0].Household == nil || look.Rows[1].Problem.Code != "phone_malformed" {
			t.Errorf("%+v", look)
		}
		job := into[JobView](t, sc.send("POST", "/api/v1/jobs", order), http.StatusOK)
		if did, err := worker.Next(t.Context()); !did || err != nil {
			t.Fatal(did, err)
		}
		path := "/api/v1/jobs/" + job.ID
		done := into[JobDetail](t, sc.send("GET", path, ""), http.StatusOK)
		if done.State != jobs.JobDone || done.Kept != 1 || done.Refused != 1 || len(done.Problems) != 1 || done.Problems[0].Line != 3 {
			t.Errorf("%+v", done)
		}
		result := sc.send("GET", path+"/result.csv", "")
		if result.status != http.StatusOK || !strings.Contains(result.header.Get("Content-Disposition"), "attachment") ||
			result.header.Get("X-Content-Type-Options") != "nosniff" || strings.Contains(result.body, "\n=") ||
			strings.Contains(result.body, "2345 6789") || !strings.Contains(result.body, "Kamal") {
			t.Errorf("%d %v %s", result.status, result.header, result.body)
		}
		foreign := sc.send("GET", "/api/v1/jobs/"+db.NewID()+"/result.csv", "")
		sc.person("tapan", actor.OutreachWorker)
		sc.signIn("tapan", testPassword)
		if a := sc.send("GET", path, ""); a.status != http.StatusForbidden {
			t.Errorf("an outreach worker sees a job: %d", a.status)
		}
		if foreign.status != http.StatusNotFound {
			t.Errorf("a job that is none: %d", foreign.status)
		}
	})
}

// The way in that was open: a coordinator of one block takes the file out of a job's page and tries it as their own.
func TestAnotherCoordinatorsListCannotBeReadThroughItsJob(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc, _ := newImportScene(t, s, actor.Coordinator)
		kept := into[jobs.StoredFile](t, sc.upload("list.csv", familyList), http.StatusCreated)
		order := `{"file":"` + kept.ID + `","kind":"households","mapping":` + familyMapping + `,"dry_run":true,"similar":"hold"}`
		job := into[JobView](t, sc.send("POST", "/api/v1/jobs", order), http.StatusOK)
		if own := into[JobDetail](t, sc.send("GET", "/api/v1/jobs/"+job.ID, ""), http.StatusOK); own.File != kept.ID {
			t.Errorf("its own job's file is %q", own.File)
		}
		sc.county()
		sc.personAt("rina", "/19/303/2738/", actor.Coordinator)
		sc.signIn("rina", testPassword)
		seen := into[JobDetail](t, sc.send("GET", "/api/v1/jobs/"+job.ID, ""), http.StatusOK)
		if seen.File != "" || seen.FileName != "list.csv" {
			t.Errorf("a coordinator of a block is told %q", seen.File)
		}
		for _, path := range []string{"/api/v1/jobs", "/api/v1/import-preview"} {
			if a := sc.send("POST", path, order); a.status != http.StatusNotFound {
				t.Errorf("%s: %d %s", path, a.status, a.body)
			}
		}
	})
}

func TestListsThatCannotBeImportedAreRefusedAtTheDoor(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc, _ := newImportScene(t, s, actor.Coordinator)
		kept := into[jobs.StoredFile](t, sc.upload("list.csv", familyList), http.StatusCreated)
		order := func(file, mapping string) string {
			return `{"file":"` + file + `","kind":"households","mapping":` + mapping + `,"dry_run":true,"similar":"hold"}`
		}
		twice := strings.Replace(familyMapping, `"Phone","field":"phone"`, `"name","field":"landmark"`, 1)
		for _, c := range []struct {
			name   string
			a      answer
			status int
			code   string
		}{
			{"a spreadsheet that is none", sc.upload("list.xlsx", familyList), 415, "file_not_its_name"},
			{"too large", sc.upload("list.csv", strings.Repeat("x", jobs.LargestUpload+1)), 413, "upload_too_large"},
			{"a column twice", sc.send("POST", "/api/v1/jobs", order(kept.ID, twice)), 422, "column_mapped_twice"},
			{"an unknown field", sc.send("POST", "/api/v1/jobs", order(kept.ID, strings.Replace(familyMapping, `"phone"`, `"aadhaar"`, 1))), 422, "field_unknown"},
			{"an unknown word", sc.send("POST", "/api/v1/jobs", order(kept.ID, strings.Replace(familyMapping, `"defaults"`, `"default"`, 1))), 422, "unknown_field"},
			{"a file that is none", sc.send("POST", "/api/v1/jobs", order(db.NewID(), familyMapping)), 404, "not_found"},
			{"a job that is none", sc.send("POST", "/api/v1/jobs/"+db.NewID()+"/cancel", `{}`), 404, "not_found"},
		} {
			if p := c.a.problem(t); c.a.status != c.status || p.Code != c.code {
				t.Errorf("%s: %d %s", c.name, c.a.status, c.a.body)
			}
		}
	})
}

// A held row is decided on the screen: the decision imports that row as the person has decided. Control: a row that does
// not wait is refused, and another coordinator of one block cannot decide.
func TestAHeldRowIsDecidedOnTheScreen(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc, worker := newImportScene(t, s, actor.Coordinator, actor.Administrator)
		sc.take("area.put", area.AreaPut{Level: area.State, Code: "19", Name: "West Bengal"})
		imported := func(list string) JobDetail {
			kept := into[jobs.StoredFile](t, sc.upload("list.csv", list), http.StatusCreated)
			order := `{"file":"` + kept.ID + `","kind":"households","mapping":` + familyMapping + `,"dry_run":false,"similar":"hold"}`
			job := into[JobView](t, sc.send("POST", "/api/v1/jobs", order), http.StatusOK)
			if did, err := worker.Next(t.Context()); !did || err != nil {
				t.Fatal(did, err)
			}
			return into[JobDetail](t, sc.send("GET", "/api/v1/jobs/"+job.ID, ""), http.StatusOK)
		}
		imported("Name;Phone\nRahima Bibi;9876543210\nKamal Das;9876543211\n")
		done := imported("Name;Phone\nRohima Bibi;9876543210\nKomol Das;9876543211\nNew;12\n")
		if done.Held != 2 || done.Problems[0].Cells[0].Text != "Rohima Bibi" || len(done.Problems[2].Cells) != 0 {
			t.Fatalf("%+v", done)
		}
		path := "/api/v1/jobs/" + done.ID + "/decisions"
		if a := sc.send("POST", path, `{"decisions":[{"line":4,"decision":"register"}]}`); a.problem(t).Code != "row_not_held" {
			t.Errorf("a refused row was decided: %d %s", a.status, a.body)
		}
		decided := `{"decisions":[{"line":2,"decision":"register"},{"line":3,"decision":"correct"}]}`
		job := into[JobView](t, sc.send("POST", path, decided), http.StatusOK)
		if did, err := worker.Next(t.Context()); !did || err != nil {
			t.Fatal(did, err)
		}
		after := into[JobDetail](t, sc.send("GET", "/api/v1/jobs/"+job.ID, ""), http.StatusOK)
		if after.Kept != 2 || after.Total != 2 {
			t.Errorf("%+v", after)
		}
		sc.county()
		sc.personAt("rina", "/19/303/2738/", actor.Coordinator)
		sc.signIn("rina", testPassword)
		if a := sc.send("POST", path, decided); a.status != http.StatusNotFound {
			t.Errorf("a coordinator of a block decided: %d %s", a.status, a.body)
		}
	})
}

// A file in another encoding is kept, shown in the likely one, and read in the chosen one.
func TestAFileInAnotherEncodingIsShownAsChosen(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc, _ := newImportScene(t, s, actor.Coordinator)
		kept := into[jobs.StoredFile](t, sc.upload("list.csv", "Name;Phone\nRen\xe9 d\x92Souza;9876543210\n"), http.StatusCreated)
		if kept.Encoding != "windows-1252" || kept.Foreign != 2 || kept.Rows[0][0] != "René d’Souza" {
			t.Errorf("%+v", kept)
		}
		look := `{"file":"` + kept.ID + `","encoding":"utf-8"}`
		if a := sc.send("POST", "/api/v1/import-inspections", look); a.problem(t).Code != "file_not_utf8" {
			t.Errorf("%d %s", a.status, a.body)
		}
		again := into[jobs.StoredFile](t, sc.send("POST", "/api/v1/import-inspections",
			strings.Replace(look, "utf-8", "windows-1252", 1)), http.StatusOK)
		if again.Rows[0][0] != "René d’Souza" || again.ID != kept.ID {
			t.Errorf("%+v", again)
		}
	})
}

// Each list has a template in each language; as it is, with its example row, nothing of it is imported.
func TestATemplateIsNotImportedAsItIs(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc, worker := newImportScene(t, s, actor.Coordinator, actor.Administrator)
		sc.take("area.put", area.AreaPut{Level: area.State, Code: "19", Name: "West Bengal"})
		for _, list := range []string{"households", "items", "people", "places", "stock"} {
			a := sc.send("GET", "/api/v1/import-templates/"+list+"?language=bn", "")
			if a.status != http.StatusOK || !strings.Contains(a.body, "উদাহরণ:") {
				t.Errorf("%s: %d %s", list, a.status, a.body)
			}
		}
		if a := sc.send("GET", "/api/v1/import-templates/horses", ""); a.status != http.StatusNotFound {
			t.Errorf("a list that is none: %d", a.status)
		}
		kept := into[jobs.StoredFile](t, sc.upload("template.csv", sc.send("GET", "/api/v1/import-templates/items", "").body), http.StatusCreated)
		order := `{"file":"` + kept.ID + `","kind":"items","mapping":{"columns":[{"column":"Code","field":"code"},` +
			`{"column":"Name","field":"name"}]},"dry_run":false,"similar":"hold"}`
		job := into[JobView](t, sc.send("POST", "/api/v1/jobs", order), http.StatusOK)
		if did, err := worker.Next(t.Context()); !did || err != nil {
			t.Fatal(did, err)
		}
		done := into[JobDetail](t, sc.send("GET", "/api/v1/jobs/"+job.ID, ""), http.StatusOK)
		if done.Kept != 0 || done.Refused != 1 || done.Problems[0].Code != "example_row" {
			t.Errorf("%+v", done)
		}
	})
}
