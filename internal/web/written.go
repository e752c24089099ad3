package web

import (
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
)

// WrittenPlaceView is names of places that workers wrote under one area and that sound alike.
type WrittenPlaceView struct {
	Under     AreaView          `json:"under"`
	Area      *AreaView         `json:"area"` // the place that was decided; null: undecided
	Spellings []WrittenNameView `json:"spellings" nullable:"false"`
	Like      []AreaView        `json:"like" nullable:"false"` // places within the area with such a name, the likeliest first
	Since     db.Instant        `json:"since"`                 // when the oldest of them was written
	DecidedAt *db.Instant       `json:"decided_at"`
}

// WrittenNameView is one spelling. Its record names it in a decision.
type WrittenNameView struct {
	Record     string `json:"record"`
	Name       string `json:"name"`
	Families   int    `json:"families"`
	Reports    int    `json:"reports"`
	Complaints int    `json:"complaints"`
}

func listWritten(c *call) (out Rows[WrittenPlaceView], err error) {
	state := c.Query("state")
	if state != "" && state != "open" && state != "decided" {
		return out, fault.Field("/state", "not_offered", "The state is open or decided.")
	}
	return out, c.read(func(tx *db.Tx) error {
		groups, err := household.WrittenPlaces(tx, state == "decided")
		if err != nil {
			return err
		}
		like := make([][]area.Key, len(groups))
		if state != "decided" {
			if like, err = household.SuggestPlaces(tx, groups); err != nil {
				return err
			}
		}
		views, err := viewWritten(tx, groups, like)
		out = rowsOf(views, "")
		return err
	})
}

func viewWritten(tx *db.Tx, groups []household.WrittenGroup, like [][]area.Key) ([]WrittenPlaceView, error) {
	var keys []area.Key
	for i, g := range groups {
		keys = append(append(keys, g.Under), like[i]...)
		if g.Area != "" {
			keys = append(keys, g.Area)
		}
	}
	places, err := areasByKey(tx, keys)
	if err != nil {
		return nil, err
	}
	views := make([]WrittenPlaceView, len(groups))
	for i, g := range groups {
		views[i] = WrittenPlaceView{
			Under: places[g.Under], Since: g.Since, Like: []AreaView{}, Spellings: make([]WrittenNameView, len(g.Spellings)),
		}
		for n, s := range g.Spellings {
			views[i].Spellings[n] = WrittenNameView{s.Record, s.Name, s.Households, s.Reports, s.Complaints}
		}
		for _, key := range like[i] {
			views[i].Like = append(views[i].Like, places[key])
		}
		if g.Area != "" {
			place := places[g.Area]
			views[i].Area = &place
		}
		if !g.DecidedAt.IsZero() {
			views[i].DecidedAt = &groups[i].DecidedAt
		}
	}
	return views, nil
}

// areasByKey returns the views of areas by key.
func areasByKey(tx *db.Tx, keys []area.Key) (map[area.Key]AreaView, error) {
	found, err := area.Some(tx, keys)
	if err != nil {
		return nil, err
	}
	all := make([]area.Area, 0, len(found))
	for _, a := range found {
		all = append(all, a)
	}
	views, err := viewAreas(tx, all)
	byKey := make(map[area.Key]AreaView, len(views))
	for _, view := range views {
		byKey[view.Area] = view
	}
	return byKey, err
}
