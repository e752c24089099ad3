package people

import (
	"slices"
	"time"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
)

// ListExport is the payload of list.export: that a person takes a list out of the house. The entry is the record of it;
// nothing else is written, and no row of the list is in it.
type ListExport struct {
	List   string `json:"list" enum:"households,assessments,stock,handovers"`
	Format string `json:"format" enum:"csv,xlsx"`
	Tags   bool   `json:"tags"`  // with a row of HXL tags
	Area   string `json:"area"`  // the key of the area that it is of, empty for all that the person reaches
	Since  string `json:"since"` // the first day, 2020-05-21, empty for the beginning
}

// TakersOut says who may take which list out. These are the people who may read the list on a screen.
var TakersOut = map[string][]actor.Role{
	"households":  {actor.OutreachWorker, actor.Coordinator},
	"assessments": {actor.OutreachWorker, actor.Coordinator},
	"stock":       {actor.Storekeeper, actor.Coordinator, actor.Auditor},
	"handovers":   {actor.Coordinator, actor.Auditor},
}

// ListFormats lists once what a list can be written as.
var ListFormats = []string{"csv", "xlsx"}

const longestAreaKey = 100

// Validate checks the form.
func (in ListExport) Validate() error {
	switch _, known := TakersOut[in.List]; {
	case !known:
		return fault.Field("/list", "unknown_list", "There are the lists households, assessments, stock and handovers.")
	case !slices.Contains(ListFormats, in.Format):
		return fault.Field("/format", "unknown_format", "A list is written as csv or xlsx.")
	case len(in.Area) > longestAreaKey:
		return fault.Field("/area", "area_key_malformed", "An area is named level:code, such as block:2738.")
	case in.Since == "":
		return nil
	case in.List == "stock":
		return fault.Field("/since", "stock_is_now", "Stock is what lies in the stores now; it has no first day.")
	}
	if _, err := time.Parse(time.DateOnly, in.Since); err != nil {
		return fault.Field("/since", "not_a_day", "Write the day as 2020-05-21.")
	}
	return nil
}

// ExportList journals list.export, before the first byte of the list goes out. A person of an organisation takes out
// what they may read; the program itself is nobody who could be asked about it later, so it takes nothing out.
func ExportList(tx *db.Tx, _ journal.Entry, in ListExport) (journal.Outcome, error) {
	if tx.Actor.System {
		return journal.Outcome{}, fault.New(fault.Forbidden, "nobody_exports", "Say as whom the list is taken out.")
	}
	if err := in.Validate(); err != nil {
		return journal.Outcome{}, err
	}
	if err := tx.Actor.Must(TakersOut[in.List]...); err != nil {
		return journal.Outcome{}, err
	}
	return journal.Applied(), nil
}

// ByLoginActor is who a login stands for, with its roles, for the command line; `not_found` when there is none, or it
// has ended.
func ByLoginActor(tx *db.Tx, login string) (actor.Actor, error) {
	id, _, err := ByLogin(tx, login)
	if err != nil {
		return actor.Actor{}, err
	}
	return ActingAs(tx, id)
}
