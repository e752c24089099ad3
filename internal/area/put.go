package area

import (
	"github.com/paulmach/orb"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
)

// Put applies area.put: it inserts an area or, when its key exists, changes names, aliases, outline, centre or
// parent. An area with children keeps its parent (parent_changed), and an approximate outline never replaces a
// surveyed one (surveyed_outline_kept). Areas are shared by all organisations, so only the steward changes them
// (steward_only). The outcome contains the key as "area" and the path as "path".
func Put(tx *db.Tx, e journal.Entry, in AreaPut) (journal.Outcome, error) {
	if err := tx.Actor.MustSteward(); err != nil {
		return journal.Outcome{}, err
	}
	if err := in.Validate(); err != nil {
		return journal.Outcome{}, err
	}
	row, err := upsert(tx, e, in)
	if err != nil {
		return journal.Outcome{}, err
	}
	if err := writeNames(tx, row, in.Aliases); err != nil {
		return journal.Outcome{}, err
	}
	if err := putOutline(tx, e, in); err != nil {
		return journal.Outcome{}, err
	}
	return journal.Applied().With("area", string(row.Key)).With("path", row.Path), nil
}

// upsert inserts or updates the area's row. When a concurrent transaction has inserted the same key, it updates that
// row.
func upsert(tx *db.Tx, e journal.Entry, in AreaPut) (areaRow, error) {
	const tries = 2 // an area is never deleted, so the second try finds the row that the first one conflicted with
	for try := range tries {
		known, err := lockRow(tx, in.Key())
		if err != nil {
			return areaRow{}, err
		}
		row, err := describe(tx, e, in, known)
		if err != nil {
			return row, err
		}
		if try > 0 || (known != nil && row.Path != known.Path) {
			if err := avoidConstituency(tx, &row); err != nil {
				return row, err
			}
		}
		if !tx.Actor.Reaches(row.Path, actor.Administrator) {
			return row, fault.New(fault.Forbidden, "out_of_scope", "This area is outside your scope.")
		}
		if known != nil {
			return row, updateRow(tx, row, known.Path)
		}
		if inserted, err := insertRow(tx, row); inserted || err != nil {
			return row, err
		}
	}
	return areaRow{}, pathTaken()
}

func pathTaken() error {
	return fault.New(fault.Conflict, "path_taken",
		"Another area under this parent has this code. Add an issuer.").At("/code")
}

// describe merges a payload into the stored row, if any.
func describe(tx *db.Tx, e journal.Entry, in AreaPut, known *areaRow) (areaRow, error) {
	row := areaRow{Key: in.Key(), Level: in.Level, Code: in.Code, ParentPath: "/"}
	if known != nil {
		row = *known
	}
	row.Name, row.Entry, row.PutAt = Tidy(in.Name), e.ID, tx.Now
	if name := Tidy(in.NameBN); name != "" {
		row.NameBN = name
	}
	if name := Tidy(in.NameHI); name != "" {
		row.NameHI = name
	}
	centre, err := in.centre()
	if err != nil {
		return row, err
	}
	if centre != nil {
		row.CentreLon, row.CentreLat = &centre[0], &centre[1]
	}
	if in.Parent != "" {
		parent, err := findRow(tx, in.Parent)
		if err != nil {
			return row, err
		}
		if parent == nil {
			return row, fault.New(fault.Conflict, "unknown_parent", "The parent area does not exist.").
				At("/parent").With("parent", string(in.Parent))
		}
		row.Parent, row.ParentPath = &parent.Key, parent.Path
	}
	if known == nil || known.ParentPath != row.ParentPath { // otherwise the path stays as it was stored
		row.Path = row.ParentPath + row.Level.segment(row.Code) + "/"
	}
	return row, nil
}

// putOutline stores the payload's outline, unless a better one is stored.
func putOutline(tx *db.Tx, e journal.Entry, in AreaPut) error {
	outline, err := in.outline()
	if err != nil || outline == nil {
		return err
	}
	kept, err := writeOutline(tx, e, in, outline)
	if err != nil {
		return err
	}
	if !kept {
		return fault.New(fault.Conflict, "surveyed_outline_kept",
			"An approximate outline cannot replace a surveyed one.").
			At("/outline")
	}
	return nil
}

func vertices(outline orb.MultiPolygon) int {
	n := 0
	for _, polygon := range outline {
		for _, ring := range polygon {
			n += len(ring)
		}
	}
	return n
}
