package web

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"tripol/internal/db"
	"tripol/internal/exchange/columns"
	"tripol/internal/exchange/jobs"
	"tripol/internal/exchange/lists"
	"tripol/internal/exchange/openings"
	tables "tripol/internal/exchange/sheet"
	"tripol/internal/fault"
	"tripol/internal/intake"
	"tripol/internal/people"
	"tripol/internal/stock"
	"tripol/internal/words"
)

// JobView is a job as lists show it.
type JobView struct {
	ID        string        `json:"id"`
	Kind      string        `json:"kind" enum:"households,items"`
	FileName  string        `json:"file_name"`
	StartedBy string        `json:"started_by"`
	DryRun    bool          `json:"dry_run"`
	Similar   lists.Policy  `json:"similar"`
	State     jobs.JobState `json:"state"`
	Code      string        `json:"code" set:"fault_code" empty:"true"` // of a failed job
	Reason    string        `json:"reason"`
	Total     int64         `json:"total"` // 0 while not counted yet
	Read      int64         `json:"read"`
	Kept      int64         `json:"kept"`
	Unchanged int64         `json:"unchanged"`
	Held      int64         `json:"held"`
	Refused   int64         `json:"refused"`
	Noted     int64         `json:"noted"`  // rows of which a value was left out
	Result    bool          `json:"result"` // there is a result file that the viewer may read
	CreatedAt db.Instant    `json:"created_at"`
	BeganAt   *db.Instant   `json:"began_at"`
	BeatAt    *db.Instant   `json:"beat_at"`
	EndedAt   *db.Instant   `json:"ended_at"`
}

// JobDetail is one job with the first refused rows, and the parameters for starting it again.
type JobDetail struct {
	JobView
	File     string          `json:"file"` // empty for viewers who may not read it
	Mapping  columns.Mapping `json:"mapping"`
	Problems []lists.Problem `json:"problems" nullable:"false"`
}

// FieldsView lists the fields of a kind of list.
type FieldsView struct {
	Households []string `json:"households" nullable:"false"`
	Items      []string `json:"items" nullable:"false"`
	Several    []string `json:"several" nullable:"false"` // fields that accept more than one column
	LimitBytes int64    `json:"limit_bytes"`
	KeepDays   int      `json:"keep_days"`
}

// PreviewView is the head of a list as an import would read it.
type PreviewView struct {
	Rows []lists.PreviewRow `json:"rows" nullable:"false"`
}

// Nothing is an empty request body.
type Nothing struct{}

const problemsShown = 100

func importFields(*call) (FieldsView, error) {
	several := slices.DeleteFunc(slices.Clone(columns.HouseholdFields),
		func(f string) bool { return !columns.Several(f) })
	return FieldsView{
		Households: columns.HouseholdFields, Items: columns.ItemFields, Several: several,
		LimitBytes: jobs.LargestUpload, KeepDays: int(jobs.UploadRetention.Hours() / 24),
	}, nil
}

// keepImportFile stores the request body as a file; its name is in the query string.
func keepImportFile(c *call) error {
	if c.Get(fiber.HeaderContentType) != fiber.MIMEOctetStream {
		return fault.New(fault.Unsupported, "content_type", "Send the file as application/octet-stream.")
	}
	raw := c.Request().Body()
	kept, err := c.server.Imports.StoreUpload(c.context(), c.server.Store, c.session.Actor, c.Query("name"), raw)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.Status(fiber.StatusCreated).JSON(kept)
}

func (c *call) importDeps() lists.Deps {
	return lists.Deps{Store: c.server.Store, Intake: c.server.Intake, Actor: c.session.Actor}
}

func previewImport(c *call, in jobs.NewJob) (PreviewView, error) {
	rows, err := c.server.Imports.Preview(c.context(), c.importDeps(), in)
	return PreviewView{Rows: rows}, err
}

// importTemplate writes the template of a list in the given language, English by default.
func importTemplate(c *call) error {
	language := marginOf(c.Query("language"))
	if !language.Known() {
		return fault.Field("/language", "unknown_language", "The language must be one of "+words.Listed()+".")
	}
	list := c.Params("list")
	var out bytes.Buffer
	if err := columns.WriteTemplate(&out, list, language); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "text/csv; charset=utf-8")
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="`+list+`-template.csv"`)
	return c.Send(out.Bytes())
}

// inspectImport shows an uploaded file in a chosen encoding, or another of its sheets.
func inspectImport(c *call, in jobs.InspectIn) (jobs.StoredFile, error) {
	return c.server.Imports.Inspect(c.context(), c.server.Store, c.session.Actor, in)
}

// decideRows imports held rows as a person has decided on the screen.
func decideRows(c *call, in jobs.Decisions) (out JobView, err error) {
	id, err := c.id("job")
	if err != nil {
		return out, err
	}
	job, err := c.server.Imports.Decide(c.context(), c.server.Store, c.session.Actor, id, in)
	if err != nil {
		return out, err
	}
	return c.viewJob(job)
}

func listMappings(c *call) (out Rows[jobs.NamedMapping], err error) {
	return out, c.read(func(tx *db.Tx) error {
		found, err := jobs.Mappings(tx)
		words.SortBy(found, c.language(), func(m jobs.NamedMapping) string { return m.Name })
		slices.SortStableFunc(found, func(a, b jobs.NamedMapping) int { return cmp.Compare(a.Kind, b.Kind) })
		out = rowsOf(found, "")
		return err
	})
}

func saveMapping(c *call, in jobs.NamedMapping) (jobs.NamedMapping, error) {
	err := c.server.Store.Write(c.context(), c.session.Actor, func(tx *db.Tx) error {
		return jobs.SaveMapping(tx, in)
	})
	return in, err
}

func listJobs(c *call) (out Rows[JobView], err error) {
	return out, c.read(func(tx *db.Tx) error {
		found, err := jobs.Jobs(tx)
		if err != nil {
			return err
		}
		views, err := viewJobs(tx, found)
		out = rowsOf(views, "")
		return err
	})
}

func startJob(c *call, in jobs.NewJob) (out JobView, err error) {
	var job jobs.Job
	err = c.server.Store.Write(c.context(), c.session.Actor, func(tx *db.Tx) error {
		job, err = jobs.StartJob(tx, in)
		return err
	})
	if err != nil {
		return out, err
	}
	return c.viewJob(job)
}

func (c *call) viewJob(job jobs.Job) (out JobView, err error) {
	return out, c.read(func(tx *db.Tx) error {
		views, err := viewJobs(tx, []jobs.Job{job})
		if err == nil {
			out = views[0]
		}
		return err
	})
}

func showJob(c *call) (out JobDetail, err error) {
	job, err := c.job()
	if err != nil {
		return out, err
	}
	if out.JobView, err = c.viewJob(job); err != nil {
		return out, err
	}
	out.Problems = []lists.Problem{}
	if job.MayReadFile(c.session.Actor) {
		out.File = job.File
	}
	if err := json.Unmarshal([]byte(job.Mapping), &out.Mapping); err != nil {
		return out, err
	}
	if out.Result {
		out.Problems, err = c.server.Imports.Problems(job, problemsShown)
	}
	return out, err
}

func (c *call) job() (job jobs.Job, err error) {
	id, err := c.id("job")
	if err != nil {
		return job, err
	}
	return job, c.read(func(tx *db.Tx) error {
		job, err = jobs.JobOf(tx, id)
		return err
	})
}

func cancelJob(c *call, _ Nothing) (out JobView, err error) {
	id, err := c.id("job")
	if err != nil {
		return out, err
	}
	var job jobs.Job
	err = c.server.Store.Write(c.context(), c.session.Actor, func(tx *db.Tx) error {
		job, err = jobs.CancelJob(tx, id)
		return err
	})
	if err != nil {
		return out, err
	}
	return c.viewJob(job)
}

// jobResult streams the refused rows, with the reasons in the given language, English by default. For viewers who may
// not read them the response is 404.
func jobResult(c *call) error {
	language := marginOf(c.Query("language"))
	if !language.Known() {
		return fault.Field("/language", "unknown_language", "The language must be one of "+words.Listed()+".")
	}
	job, err := c.job()
	if err != nil {
		return err
	}
	if !job.MayReadRows(c.session.Actor) {
		return notFound("result")
	}
	catalogue, err := c.server.sentences()
	if err != nil {
		return err
	}
	file, err := c.server.Imports.OpenResult(job)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "text/csv; charset=utf-8")
	c.Set(fiber.HeaderCacheControl, "private, no-store")
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="not-imported.csv"`)
	if language == words.English {
		return c.SendStream(file) // fasthttp closes the file when it has been sent
	}
	c.stream(func(_ context.Context, to io.Writer) error {
		err := lists.TranslateResult(to, file, reasonIn(catalogue, language))
		return errors.Join(err, file.Close())
	})
	return nil
}

// reasonIn returns the reasons of rows as the screen states them, and for a held row how to decide it in the file. A
// sentence that needs values, which the file does not have, is not used.
func reasonIn(catalogue *words.Catalogue, language words.Language) lists.Reason {
	return func(status lists.Status, code string) string {
		for _, key := range []string{"import.why." + code, "fault." + code} {
			if !catalogue.Has(key) {
				continue
			}
			text := catalogue.T(language, key, nil)
			switch {
			case strings.Contains(text, "{"):
				return ""
			case status == lists.Held:
				return text + " " + catalogue.T(language, "import.decide_in_file", nil)
			}
			return text
		}
		return ""
	}
}

func viewJobs(tx *db.Tx, jobs []jobs.Job) ([]JobView, error) {
	ids := make([]string, len(jobs))
	for i, job := range jobs {
		ids[i] = job.StartedBy
	}
	names, err := people.Names(tx, ids)
	if err != nil {
		return nil, err
	}
	views := make([]JobView, len(jobs))
	for i, j := range jobs {
		views[i] = JobView{
			ID: j.ID, Kind: j.Kind, FileName: j.FileName, StartedBy: names[j.StartedBy], DryRun: j.DryRun, Similar: j.Manner,
			State: j.State, Code: j.Code, Reason: j.Reason, Total: j.RowsTotal, Read: j.RowsRead, Kept: j.Kept,
			Unchanged: j.Unchanged, Held: j.Held, Refused: j.Refused,
			Noted: j.Noted, Result: j.Result && j.MayReadRows(tx.Actor),
			CreatedAt: j.CreatedAt, BeganAt: moment(j.BeganAt), BeatAt: moment(j.BeatAt), EndedAt: moment(j.EndedAt),
		}
	}
	return views, nil
}

func moment(at db.Instant) *db.Instant {
	if at.IsZero() {
		return nil
	}
	return &at
}

// openingStock reads a list of what a store has at the beginning; with apply=yes it is received.
func openingStock(c *call, file []byte) (openings.List, error) {
	who, store := c.session.Actor, stock.StoreID(c.Query("store"))
	if !intake.CanonicalUUID(string(store)) {
		return openings.List{}, notFound("store")
	}
	read, err := openings.Read(c.context(), c.server.Store, who, file, openings.Options{
		Store: store, Encoding: tables.Encoding(c.Query("encoding")),
	})
	if err != nil || c.Query("apply") != "yes" {
		return read, err
	}
	return openings.Add(c.context(), c.server.Intake, c.server.Store, who, read)
}
