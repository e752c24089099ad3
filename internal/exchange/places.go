package exchange

import (
	"maps"
	"slices"
	"strings"

	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/people"
)

// placeColumns are the columns of an area's hierarchy, from the state down, the same in every list.
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

// maxCachedPlaces bounds the caches of areas and accounts, so that memory does not grow with the list.
const maxCachedPlaces = 4096

// areaColumns resolves area paths to the cells of placeColumns, with a cache across chunks.
type areaColumns struct {
	areas map[string]area.Area
	cells map[string][]cell
}

func newAreaColumns() *areaColumns {
	return &areaColumns{areas: map[string]area.Area{}, cells: map[string][]cell{}}
}

// load reads the areas of the paths, and their ancestors, that are not cached.
func (a *areaColumns) load(tx *db.Tx, paths []string) error {
	if len(a.areas) > maxCachedPlaces {
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

// of returns the cells of a loaded path; blank cells for an empty path.
func (a *areaColumns) of(path string) []cell {
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
		case area.AssemblyConstituency: // not part of a household's address
		}
	}
	a.cells[path] = cells
	return cells
}

// accountNames resolves accounts to display names, with a cache across chunks.
type accountNames map[string]string

func (c accountNames) load(tx *db.Tx, accounts []string) error {
	if len(c) > maxCachedPlaces {
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
		c[account] = names[account] // a missing name is cached too
	}
	return err
}

// organisationName returns the name of the actor's organisation.
func organisationName(tx *db.Tx) (cell, error) {
	names, err := people.OrganisationNames(tx)
	return text(names[string(tx.Actor.Organisation)]), err
}
