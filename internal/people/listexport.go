package people

import (
	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/journal"
)

// ListExport is the payload of list.export: a person exports a list. The entry is the audit record of it; it contains
// no row of the list, and nothing else is written.
type ListExport struct {
	List   string `json:"list" enum:"households,assessments,stock,handovers" fault:"unknown_list"`
	Format string `json:"format" set:"list_format" fault:"unknown_format"`
	Tags   bool   `json:"tags"`                                               // include a row of HXL tags
	Area   string `json:"area" maxLength:"100" fault:"area_key_malformed"`    // key of an area; empty for the person's whole scope
	Since  string `json:"since" format:"date" empty:"true" fault:"not_a_day"` // first day, 2020-05-21; empty is no bound
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

// Validate checks the form.
func (in ListExport) Validate() error {
	if err := form.Check(in); err != nil {
		return err
	}
	if in.List == "stock" && in.Since != "" {
		return fault.Field("/since", "stock_is_now", "Stock is the current stock; a first day is not allowed.")
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
