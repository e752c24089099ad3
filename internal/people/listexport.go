package people

import (
	"slices"
	"time"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/journal"
)

// ListExport is the payload of list.export: a person exports a list. The entry is the audit record of it; it contains
// no row of the list, and nothing else is written.
type ListExport struct {
	List   string `json:"list" enum:"households,assessments,stock,handovers"`
	Format string `json:"format" set:"list_format"`
	Tags   bool   `json:"tags"`  // include a row of HXL tags
	Area   string `json:"area"`  // key of an area; empty for the person's whole scope
	Since  string `json:"since"` // first day, 2020-05-21; empty is no bound
}

// TakersOut maps each list to the roles that may export it: those that may read it on a screen.
var TakersOut = map[string][]actor.Role{
	"households":  {actor.OutreachWorker, actor.Coordinator},
	"assessments": {actor.OutreachWorker, actor.Coordinator},
	"stock":       {actor.Storekeeper, actor.Coordinator, actor.Auditor},
	"handovers":   {actor.Coordinator, actor.Auditor},
}

// ListFormats lists the export formats once.
var ListFormats = form.Set("list_format", "csv", "xlsx")

const longestAreaKey = 100

// Validate checks the form.
func (in ListExport) Validate() error {
	switch _, known := TakersOut[in.List]; {
	case !known:
		return fault.Field("/list", "unknown_list", "The lists are households, assessments, stock and handovers.")
	case !slices.Contains(ListFormats, in.Format):
		return fault.Field("/format", "unknown_format", "The format must be csv or xlsx.")
	case len(in.Area) > longestAreaKey:
		return fault.Field("/area", "area_key_malformed", "An area key has the form level:code, such as block:2738.")
	case in.Since == "":
		return nil
	case in.List == "stock":
		return fault.Field("/since", "stock_is_now", "Stock is the current stock; a first day is not allowed.")
	}
	if _, err := time.Parse(time.DateOnly, in.Since); err != nil {
		return fault.Field("/since", "not_a_day", "The day must have the form 2020-05-21.")
	}
	return nil
}

// ExportList journals list.export before the first byte of the list is sent. The program itself may not export: no
// person would be accountable for it.
func ExportList(tx *db.Tx, _ journal.Entry, in ListExport) (journal.Outcome, error) {
	if tx.Actor.System {
		return journal.Outcome{}, fault.New(fault.Forbidden, "nobody_exports", "An export requires a signed-in person.")
	}
	if err := in.Validate(); err != nil {
		return journal.Outcome{}, err
	}
	if err := tx.Actor.Must(TakersOut[in.List]...); err != nil {
		return journal.Outcome{}, err
	}
	return journal.Applied(), nil
}

// ByLoginActor returns the actor of a login with its roles, for the command line; `not_found` for an unknown login or
// an ended account.
func ByLoginActor(tx *db.Tx, login string) (actor.Actor, error) {
	id, _, err := ByLogin(tx, login)
	if err != nil {
		return actor.Actor{}, err
	}
	return ActingAs(tx, id)
}
