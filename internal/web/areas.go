package web

import (
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/words"
)

// AreaView is an area as screens list it.
type AreaView struct {
	Area   area.Key   `json:"area"`
	Level  area.Level `json:"level"`
	Code   string     `json:"code"`
	Name   string     `json:"name"`
	NameBN string     `json:"name_bn"`
	NameHI string     `json:"name_hi"`
	Parent area.Key   `json:"parent"`
	Path   string     `json:"path"`
	ParentNames
}

// NearView is an area that may contain a point.
type NearView struct {
	AreaView
	Quality  area.Quality `json:"quality"`
	Inside   bool         `json:"inside"`
	BorderKM float64      `json:"border_km"`
}

// Rows is a page of a list; Next is the cursor of the next page, empty on the last one.
type Rows[T any] struct {
	Rows []T    `json:"rows" nullable:"false"`
	Next string `json:"next"`
}

func rowsOf[T any](rows []T, next string) Rows[T] {
	if rows == nil {
		rows = []T{}
	}
	return Rows[T]{Rows: rows, Next: next}
}

const mostAreas = 200

func listAreas(c *call) (out Rows[AreaView], err error) {
	return out, c.read(func(tx *db.Tx) error {
		var found []area.Area
		var err error
		search := c.Query("search")
		if parent := c.Query("parent"); parent != "" && search == "" {
			found, err = area.Children(tx, area.Key(parent))
		} else {
			found, err = area.Search(tx, search, c.Query("level"), mostAreas)
		}
		if err != nil {
			return err
		}
		if search == "" { // the areas that a text matches are sorted by how well they do
			language := c.language()
			words.SortBy(found, language, func(a area.Area) string { return a.Names().In(language) })
		}
		views, err := viewAreas(tx, found)
		out = rowsOf(views, "")
		return err
	})
}

// listAliases returns the viewer's organisation's own names for an area; none for an unknown area.
func listAliases(c *call) (out Rows[string], err error) {
	return out, c.read(func(tx *db.Tx) error {
		names, err := area.AliasesOf(tx, area.Key(c.Query("area")))
		out = rowsOf(names, "")
		return err
	})
}

func nearAreas(c *call) (out Rows[NearView], err error) {
	lon, err := c.number("lon")
	if err != nil {
		return out, err
	}
	lat, err := c.number("lat")
	if err != nil {
		return out, err
	}
	return out, c.read(func(tx *db.Tx) error {
		found, err := area.Locate(tx, lon, lat)
		if err != nil {
			return err
		}
		places := make([]area.Area, len(found))
		for i, candidate := range found {
			places[i] = candidate.Area
		}
		views, err := viewAreas(tx, places)
		if err != nil {
			return err
		}
		near := make([]NearView, len(found))
		for i, candidate := range found {
			near[i] = NearView{
				AreaView: views[i],
				Quality:  candidate.Quality,
				Inside:   candidate.Inside,
				BorderKM: candidate.BorderKM,
			}
		}
		out = rowsOf(near, "")
		return nil
	})
}

// viewAreas adds the parents' names, reading each parent once.
func viewAreas(tx *db.Tx, found []area.Area) ([]AreaView, error) {
	names := map[area.Key]ParentNames{"": {}}
	views := make([]AreaView, len(found))
	for i, a := range found {
		if _, known := names[a.Parent]; !known {
			parent, err := area.Get(tx, a.Parent)
			if err != nil {
				return nil, err
			}
			names[a.Parent] = ParentNames{parent.Name, parent.NameBN, parent.NameHI}
		}
		views[i] = AreaView{
			Area:   a.Key,
			Level:  a.Level,
			Code:   a.Code,
			Name:   a.Name,
			NameBN: a.NameBN,
			NameHI: a.NameHI,
			Parent: a.Parent,
			Path:   a.Path,

			ParentNames: names[a.Parent],
		}
	}
	return views, nil
}

// areaNames returns the names of areas by key, in one query.
func areaNames(tx *db.Tx, keys []area.Key) (map[area.Key]AreaNames, error) {
	found, err := area.Some(tx, keys)
	names := make(map[area.Key]AreaNames, len(found))
	for key, a := range found {
		names[key] = areaNamesOf(a.Names())
	}
	return names, err
}
