package web

import (
	"context"
	"io"
	"time"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/household"
	"tripol/internal/paper"
	"tripol/internal/people"
	"tripol/internal/words"
)

// FormRunView is a run of printed forms.
type FormRunView struct {
	ID        paper.RunID  `json:"id"`
	First     string       `json:"first"`
	Last      string       `json:"last"`
	Forms     int          `json:"forms"`
	Layout    paper.Layout `json:"layout"`
	Language  string       `json:"language" set:"language"`
	IssuedBy  string       `json:"issued_by"`
	IssuedAt  db.Instant   `json:"issued_at"`
	Entered   int          `json:"entered"`
	Cancelled int          `json:"cancelled"`
}

// FormView is what is known of a form's number. It shows nothing that was typed.
type FormView struct {
	Number   string       `json:"number"`
	Layout   paper.Layout `json:"layout"`
	Language string       `json:"language" set:"language"`
	State    FormState    `json:"state"`
	By       string       `json:"by"` // who entered or cancelled it; empty while it is blank
	At       *db.Instant  `json:"at"`
	Twice    bool         `json:"twice"` // it is typed a second time, by another person
	// Household is the family of a form that the reader may type a second time now; empty otherwise.
	Household household.ID `json:"household"`
}

// FormState is what became of a form.
type FormState string

// The states of a form.
const (
	formBlank     FormState = "blank"
	formEntered   FormState = "entered"
	formCancelled FormState = "cancelled"
)

var _ = form.Set("form_state", formBlank, formEntered, formCancelled)

func stateOfForm(s paper.State) FormState {
	if s.Use == nil {
		return formBlank
	}
	return FormState(s.Use.Deed)
}

// FormProgressView is the state of the stack of forms.
type FormProgressView struct {
	EnteredToday int `json:"entered_today"`
	EnteredByMe  int `json:"entered_by_me"`
	Waiting      int `json:"waiting"`   // for their second typing
	Differing    int `json:"differing"` // and not decided
	Compared     int `json:"compared"`  // fields of the forms that were typed twice
	Agreed       int `json:"agreed"`    // of these
}

// FormWorkerView is a person whose forms are entered.
type FormWorkerView struct {
	ID   actor.AccountID `json:"id"`
	Name string          `json:"name"`
}

// FormNumberView is a form in a list.
type FormNumberView struct {
	Number string `json:"number"`
}

// FormDiffersView is a form whose two typings differ.
type FormDiffersView struct {
	Number  string     `json:"number"`
	TypedBy string     `json:"typed_by"` // the second time
	TypedAt db.Instant `json:"typed_at"`
	Fields  []string   `json:"fields" nullable:"false" set:"paper_field"`
}

// FormBothView is what differs between the two typings of a form.
type FormBothView struct {
	Number      string               `json:"number"`
	Household   household.ID         `json:"household"`
	Version     int                  `json:"version"`
	Differences []FormDifferenceView `json:"differences" nullable:"false"`
}

// FormDifferenceView is a field with both values; the texts name a place or a person in the reader's language.
type FormDifferenceView struct {
	Field      string `json:"field" set:"paper_field"`
	First      string `json:"first"`
	Second     string `json:"second"`
	FirstText  string `json:"first_text"`
	SecondText string `json:"second_text"`
}

func listFormRuns(c *call) (out Rows[FormRunView], err error) {
	return out, c.read(func(tx *db.Tx) error {
		runs, err := paper.Runs(tx)
		if err != nil {
			return err
		}
		ids := make([]string, len(runs))
		for i, r := range runs {
			ids[i] = string(r.IssuedBy)
		}
		who, err := people.Names(tx, ids)
		views := make([]FormRunView, len(runs))
		for i, r := range runs {
			views[i] = FormRunView{
				ID: r.ID, First: r.First.String(), Last: r.Last.String(), Forms: r.Forms(), Layout: r.Layout,
				Language: r.Language, IssuedBy: who[ids[i]], IssuedAt: r.IssuedAt, Entered: r.Entered, Cancelled: r.Cancelled,
			}
		}
		out = rowsOf(views, "")
		return err
	})
}

// printForms streams the blank forms of a run as a PDF. Printing a run again gives the same numbers.
func printForms(c *call) error {
	id, err := c.id("run of forms")
	if err != nil {
		return err
	}
	catalogue, err := c.server.sentences()
	if err != nil {
		return err
	}
	in := paper.Print{Help: c.server.HelpNumber}
	err = c.read(func(tx *db.Tx) error {
		run, err := paper.RunByID(tx, paper.RunID(id))
		if err != nil {
			return err
		}
		names, err := people.OrganisationNames(tx)
		in.Layout, in.Language, in.First, in.Last = run.Layout, words.Language(run.Language), run.First, run.Last
		in.Organisation = names[string(tx.Actor.Organisation)]
		in.Printed = catalogue.Moment(in.Language, tx.Now.Time)
		return err
	})
	if err != nil {
		return err
	}
	c.attach("application/pdf", "forms.pdf")
	c.stream(func(_ context.Context, w io.Writer) error { return paper.Sheets(w, in) })
	return nil
}

// formNumber returns the number of a path; one whose check symbol is wrong is no form.
func (c *call) formNumber() (paper.Number, error) {
	n, is := paper.ParseNumber(c.param("number"))
	if !is {
		return 0, fault.Field("/number", "form_number_wrong",
			"This is not the number of a form: its last letter does not fit.")
	}
	return n, nil
}

func showForm(c *call) (out FormView, err error) {
	n, err := c.formNumber()
	if err != nil {
		return out, err
	}
	return out, c.read(func(tx *db.Tx) error {
		found, err := paper.Find(tx, n)
		if err != nil {
			return err
		}
		out = FormView{
			Number: n.String(), Layout: found.Layout, Language: found.Language, State: stateOfForm(found),
			Twice: n.NeedsSecond(),
		}
		if found.Use == nil {
			return nil
		}
		out.At = &found.Use.DoneAt
		if out.State == formEntered && out.Twice && found.Second == nil && found.Use.DoneBy != tx.Actor.Account {
			out.Household = *found.Use.Household
		}
		who, err := people.Names(tx, []string{string(found.Use.DoneBy)})
		out.By = who[string(found.Use.DoneBy)]
		return err
	})
}

func showFormProgress(c *call) (out FormProgressView, err error) {
	return out, c.read(func(tx *db.Tx) error {
		now := tx.Now.In(c.server.zone())
		today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
		p, err := paper.ProgressSince(tx, db.At(today))
		out = FormProgressView{
			EnteredToday: p.EnteredToday, EnteredByMe: p.EnteredByMe, Waiting: p.Waiting, Differing: p.Differing,
			Compared: p.Compared, Agreed: p.Agreed,
		}
		return err
	})
}

func listFormWorkers(c *call) (out Rows[FormWorkerView], err error) {
	return out, c.read(func(tx *db.Tx) error {
		found, err := people.WithRole(tx, household.Recorders...)
		views := make([]FormWorkerView, len(found))
		for i, p := range found {
			views[i] = FormWorkerView{ID: p.ID, Name: p.Name}
		}
		words.SortBy(views, c.language(), func(w FormWorkerView) string { return w.Name })
		out = rowsOf(views, "")
		return err
	})
}

func listFormsToRetype(c *call) (out Rows[FormNumberView], err error) {
	return out, c.read(func(tx *db.Tx) error {
		numbers, err := paper.ToRetype(tx)
		views := make([]FormNumberView, len(numbers))
		for i, n := range numbers {
			views[i] = FormNumberView{n.String()}
		}
		out = rowsOf(views, "")
		return err
	})
}

func listFormsDiffering(c *call) (out Rows[FormDiffersView], err error) {
	return out, c.read(func(tx *db.Tx) error {
		found, err := paper.Undecided(tx)
		if err != nil {
			return err
		}
		ids := make([]string, len(found))
		for i, s := range found {
			ids[i] = string(s.TypedBy)
		}
		who, err := people.Names(tx, ids)
		views := make([]FormDiffersView, len(found))
		for i, s := range found {
			views[i] = FormDiffersView{
				Number: s.Number.String(), TypedBy: who[ids[i]], TypedAt: s.TypedAt, Fields: s.Differing,
			}
		}
		out = rowsOf(views, "")
		return err
	})
}

func showBothTypings(c *call) (out FormBothView, err error) {
	n, err := c.formNumber()
	if err != nil {
		return out, err
	}
	return out, c.read(func(tx *db.Tx) error {
		both, err := paper.BothTypings(tx, n)
		if err != nil {
			return err
		}
		out = FormBothView{
			Number: n.String(), Household: both.Household, Version: both.Version, Differences: []FormDifferenceView{},
		}
		for _, d := range both.Differences {
			view := FormDifferenceView{Field: d.Field, First: d.First, Second: d.Second}
			if err := view.name(tx, c.language()); err != nil {
				return err
			}
			out.Differences = append(out.Differences, view)
		}
		return nil
	})
}

// name adds the names of a place or a person.
func (v *FormDifferenceView) name(tx *db.Tx, language words.Language) error {
	switch v.Field {
	case "worker":
		who, err := people.Names(tx, []string{v.First, v.Second})
		v.FirstText, v.SecondText = who[v.First], who[v.Second]
		return err
	case "area":
		first, second := area.Key(v.First), area.Key(v.Second)
		found, err := area.Some(tx, []area.Key{first, second})
		v.FirstText, v.SecondText = found[first].Names().In(language), found[second].Names().In(language)
		return err
	}
	return nil
}
