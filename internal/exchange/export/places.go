package export

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

// placeNameColumns are the same areas in Bengali and Hindi. They and the other names in these languages are the last
// columns of each list, so that the columns before them keep their names and their order.
var placeNameColumns = []column{
	{"state_bn", "#adm1+name+i_bn"},
	{"district_bn", "#adm2+name+i_bn"},
	{"block_bn", "#adm3+name+i_bn"},
	{"panchayat_bn", "#adm4+name+i_bn"},
	{"village_bn", "#loc+village+name+i_bn"},
	{"state_hi", "#adm1+name+i_hi"},
	{"district_hi", "#adm2+name+i_hi"},
	{"block_hi", "#adm3+name+i_hi"},
	{"panchayat_hi", "#adm4+name+i_hi"},
	{"village_hi", "#loc+village+name+i_hi"},
}

// placeLevels are the levels of a household's address, in the order of the columns.
var placeLevels = []area.Level{area.State, area.District, area.Block, area.Panchayat, area.Village}

// maxCachedPlaces bounds the caches of areas and accounts, so that memory does not grow with the list.
const maxCachedPlaces = 4096

// areaColumns resolves area paths to the cells of placeColumns and placeNameColumns, with a cache across chunks.
type areaColumns struct {
	areas map[string]area.Area
	cells map[string]placeCells
}

type placeCells struct{ address, names []cell }

func newAreaColumns() *areaColumns {
	return &areaColumns{areas: map[string]area.Area{}, cells: map[string]placeCells{}}
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

// of returns the cells of placeColumns for a loaded path; blank cells for an empty path.
func (a *areaColumns) of(path string) []cell { return a.cellsOf(path).address }

// names returns the cells of placeNameColumns for a loaded path. A name that does not exist is blank.
func (a *areaColumns) names(path string) []cell { return a.cellsOf(path).names }

func (a *areaColumns) cellsOf(path string) placeCells {
	if done, known := a.cells[path]; known {
		return done
	}
	done := placeCells{blanks(len(placeColumns)), blanks(len(placeNameColumns))}
	for at := 1; at < len(path); {
		at += strings.IndexByte(path[at:], '/') + 1
		found := a.areas[path[:at]]
		level := slices.Index(placeLevels, found.Level)
		if level < 0 {
			continue // a constituency is not part of a household's address
		}
		if level == 0 {
			done.address[0] = text(found.Name)
		} else {
			done.address[2*level-1], done.address[2*level] = text(found.Name), text(found.Code)
		}
		done.names[level], done.names[len(placeLevels)+level] = text(found.NameBN), text(found.NameHI)
	}
	a.cells[path] = done
	return done
}

func blanks(n int) []cell {
	cells := make([]cell, n)
	for i := range cells {
		cells[i] = blank()
	}
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
