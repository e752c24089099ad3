package area

import (
	"encoding/json"

	"github.com/paulmach/orb/simplify"

	"tripol/internal/db"
	"tripol/internal/place"
)

// Carried is an area in a phone's data pack.
type Carried struct {
	Area    Key             `json:"area"`
	Path    string          `json:"path"`
	Level   Level           `json:"level"`
	Name    string          `json:"name"`
	NameBN  string          `json:"name_bn"`
	NameHI  string          `json:"name_hi"`
	Outline json.RawMessage `json:"outline"` // a GeoJSON MultiPolygon, simplified; null when there is none
	Quality Quality         `json:"quality"`
}

// coarseness is the tolerance of simplified outlines in degrees: about fifty metres. A point only sorts the list that
// a person chooses from.
const coarseness = 0.0005

// Carry returns the areas within paths, from the top.
func Carry(tx *db.Tx, paths []string) ([]Carried, error) {
	var rows []areaRow
	err := tx.Scopes(db.Within("path", paths)).Where("level <> ?", AssemblyConstituency).Order("path").Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	keys := make([]Key, len(rows))
	for i, row := range rows {
		keys[i] = row.Key
	}
	all := make([]Carried, len(rows))
	at := make(map[Key]int, len(rows))
	for i, row := range rows {
		at[row.Key] = i
		all[i] = Carried{
			Area: row.Key, Path: row.Path, Level: row.Level, Name: row.Name, NameBN: row.NameBN, NameHI: row.NameHI,
		}
	}
	for _, level := range []Level{Block, Panchayat, Village} {
		outlines, err := Outlines(tx, level, keys)
		if err != nil {
			return nil, err
		}
		for key, outline := range outlines {
			coarse := simplify.DouglasPeucker(coarseness).MultiPolygon(outline.Clone())
			all[at[key]].Outline, all[at[key]].Quality = place.GeoJSON(coarse), outline.Quality
		}
	}
	return all, nil
}
