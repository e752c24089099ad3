package exchange

import (
	"maps"
	"slices"
	"strings"

	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/people"
)

// placeColumns say where a row belongs, from the state down; every list that has places has them alike.
var placeColumns = []column{
	{"state", "#adm1+name"},
	{"district", "#adm2+name"},
	{"district_code", "#adm2+code"},
	{"block", "#adm3+name"},
	{"block_code", "#adm3+code"},
	{"panchayat", "#adm4+name"},
	{"panchayat_code", "#adm4+code"},
	{"village", "#loc+village+name"},
	{"village_code", "#loc+village+code"},
}

// mostPlaces bounds what is remembered of places and people, so that a long list takes no more memory than a short one.
const mostPlaces = 4096

// atlas turns area paths into the cells of placeColumns, and remembers those of the last pieces.
type atlas struct {
	areas map[string]area.Area
	cells map[string][]cell
}

func newAtlas() *atlas { return &atlas{areas: map[string]area.Area{}, cells: map[string][]cell{}} }

// learn reads every area on the way to the paths that is not known yet.
func (a *atlas) learn(tx *db.Tx, paths []string) error {
	if len(a.areas) > mostPlaces {
		clear(a.areas)
		clear(a.cells)
	}
	missing := map[string]bool{}
	for _, path := range paths {
		for at := 1; at < len(path); {
			at += strings.IndexByte(path[at:], '/') + 1
			if _, known := a.areas[path[:at]]; !known {
				missing[path[:at]] = true
			}
		}
	}
	found, err := area.ByPath(tx, slices.Sorted(maps.Keys(missing)))
	maps.Copy(a.areas, found)
	return err
}

// of gives the cells of a path that was learnt; an empty path is blank throughout.
func (a *atlas) of(path string) []cell {
	if done, known := a.cells[path]; known {
		return done
	}
	cells := make([]cell, len(placeColumns))
	for i := range cells {
		cells[i] = blank()
	}
	for at := 1; at < len(path); {
		at += strings.IndexByte(path[at:], '/') + 1
		switch found := a.areas[path[:at]]; found.Level {
		case area.State:
			cells[0] = text(found.Name)
		case area.District:
			cells[1], cells[2] = text(found.Name), text(found.Code)
		case area.Block:
			cells[3], cells[4] = text(found.Name), text(found.Code)
		case area.Panchayat:
			cells[5], cells[6] = text(found.Name), text(found.Code)
		case area.Village:
			cells[7], cells[8] = text(found.Name), text(found.Code)
		case area.AssemblyConstituency: // no household is said to live in one
		}
	}
	a.cells[path] = cells
	return cells
}

// colleagues turns accounts into names, and remembers those of the last pieces.
type colleagues map[string]string

func (c colleagues) learn(tx *db.Tx, accounts []string) error {
	if len(c) > mostPlaces {
		clear(c)
	}
	missing := map[string]bool{}
	for _, account := range accounts {
		if _, known := c[account]; !known && account != "" {
			missing[account] = true
		}
	}
	if len(missing) == 0 {
		return nil
	}
	names, err := people.Names(tx, slices.Sorted(maps.Keys(missing)))
	for account := range missing {
		c[account] = names[account] // none is remembered too
	}
	return err
}

// ownName is the name of the organisation whose list it is.
func ownName(tx *db.Tx) (cell, error) {
	names, err := people.OrganisationNames(tx)
	return text(names[string(tx.Actor.Organisation)]), err
}
