package area

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"gorm.io/gorm"

	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/place"
)

const (
	nearKM        = 25.0 // maximum distance of an offered area's outline from the point
	maxCandidates = 50
)

// Candidate is an area that may contain a point.
type Candidate struct {
	Area
	Quality  Quality // of the outline; an area known only by its centre counts as approximate
	Inside   bool
	BorderKM float64 // kilometres from the point to the border, inside or outside; to the centre where there is no outline
}

// Fills reports whether the candidate may fill a field. One with an approximate outline only sorts the list.
func (c Candidate) Fills() bool { return c.Inside && c.Quality == Surveyed }

// Locate returns the areas that may contain a point, nearest first: those that contain it (smallest level first, then
// surveyed before approximate), then the others by the distance to their border, up to 25 km. For areas without an
// outline it is the distance to the centre.
func Locate(tx *db.Tx, lon, lat float64) ([]Candidate, error) {
	point := orb.Point{lon, lat}
	if err := place.CheckPoint(point); err != nil {
		return nil, refusedAt("", err)
	}
	if math.Abs(lat) > 89 {
		return nil, fault.New(fault.Invalid, place.CodeOutOfRange, "Points at the poles are not supported.")
	}
	found, err := byOutline(tx, point)
	if err != nil {
		return nil, err
	}
	more, err := byCentre(tx, point)
	if err != nil {
		return nil, err
	}
	found = append(found, more...)
	slices.SortFunc(found, nearer)
	return found[:min(len(found), maxCandidates)], nil
}

// window returns nearKM in degrees at a latitude.
func window(lat float64) (lon, latitude float64) {
	latitude = nearKM / place.KM(orb.Point{0, 0}, orb.Point{0, 1})
	return latitude / math.Cos(lat*math.Pi/180), latitude
}

func byOutline(tx *db.Tx, point orb.Point) ([]Candidate, error) {
	dLon, dLat := window(point[1])
	var outlines []outlineRow
	err := tx.Where("west <= ? AND east >= ? AND south <= ? AND north >= ?",
		point[0]+dLon, point[0]-dLon, point[1]+dLat, point[1]-dLat).Find(&outlines).Error
	if err != nil {
		return nil, err
	}
	keys := make([]Key, len(outlines))
	for i, o := range outlines {
		keys[i] = o.Area
	}
	known, err := byKey(tx, keys)
	if err != nil {
		return nil, err
	}
	var found []Candidate
	for _, o := range outlines {
		shape, err := place.FromWKB(o.Shape)
		if err != nil {
			return nil, err
		}
		boundary := place.NewBoundary(shape)
		c := Candidate{
			Area: known[o.Area], Quality: o.Quality, Inside: boundary.Contains(point),
			BorderKM: boundary.BorderKM(point),
		}
		if c.Inside || c.BorderKM <= nearKM {
			found = append(found, c)
		}
	}
	return found, nil
}

func byKey(tx *db.Tx, keys []Key) (map[Key]Area, error) {
	known := make(map[Key]Area, len(keys))
	for some := range slices.Chunk(keys, 500) {
		var rows []areaRow
		if err := tx.Where("key IN ?", some).Find(&rows).Error; err != nil {
			return nil, err
		}
		for _, r := range rows {
			known[r.Key] = r.area()
		}
	}
	return known, nil
}

func byCentre(tx *db.Tx, point orb.Point) ([]Candidate, error) {
	dLon, dLat := window(point[1])
	near := func(q *gorm.DB) *gorm.DB {
		return q.Where("centre_lon BETWEEN ? AND ?", point[0]-dLon, point[0]+dLon).
			Where("centre_lat BETWEEN ? AND ?", point[1]-dLat, point[1]+dLat)
	}
	var rows []areaRow
	outlined := tx.Model(&outlineRow{}).Select("area")
	if err := tx.Scopes(near).Where("key NOT IN (?)", outlined).Find(&rows).Error; err != nil {
		return nil, err
	}
	var found []Candidate
	for _, r := range rows {
		a := r.area()
		if km := place.KM(point, *a.Centre); km <= nearKM {
			found = append(found, Candidate{Area: a, Quality: Approximate, BorderKM: km})
		}
	}
	return found, nil
}

func nearer(a, b Candidate) int {
	if a.Inside != b.Inside {
		if a.Inside {
			return -1
		}
		return 1
	}
	if a.Inside {
		return cmp.Or(
			cmp.Compare(b.Level.depth(), a.Level.depth()), // the smaller area is more specific
			-cmp.Compare(a.Quality, b.Quality),            // surveyed before approximate
			cmp.Compare(b.BorderKM, a.BorderKM),           // deeper inside is more certain
			cmp.Compare(a.Key, b.Key),
		)
	}
	return cmp.Or(
		cmp.Compare(a.BorderKM, b.BorderKM), cmp.Compare(b.Level.depth(), a.Level.depth()), cmp.Compare(a.Key, b.Key),
	)
}
